package io.varve.replication.remote;

import io.varve.api.EventStore;
import io.varve.journal.AccountContract;
import io.varve.journal.BankContract;
import io.varve.journal.DeciderContract;
import io.varve.journal.EventStoreContract;
import io.varve.journal.LimitsContract;
import io.varve.journal.PersonContract;
import io.varve.journal.ProducerContract;
import io.varve.journal.PublisherContract;
import io.varve.journal.QueryContract;
import io.varve.journal.TailContract;
import io.varve.journal.ThreadsContract;
import io.varve.journal.TransactionContract;
import org.agrona.CloseHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/** What every store promises, over a connection. */
abstract class RemoteContracts
{
    @TempDir
    Path folder;

    private NodeHome home;

    /** A node of an empty store. */
    abstract NodeHome launch();

    /** Further parameters of the connection. */
    abstract String[] params();

    private EventStore connect()
    {
        home = launch();
        return home.connect(params());
    }

    @AfterEach
    void closeNode()
    {
        CloseHelper.close(home);
    }

    @Nested
    class Streams extends EventStoreContract
    {
        @Override
        protected EventStore open()
        {
            return connect();
        }
    }

    @Nested
    class Bounds extends LimitsContract
    {
        @Override
        protected EventStore open()
        {
            return connect();
        }
    }

    @Nested
    class Queries extends QueryContract
    {
        @Override
        protected EventStore open()
        {
            return connect();
        }
    }

    @Nested
    class Tails extends TailContract
    {
        @Override
        protected EventStore open()
        {
            return connect();
        }
    }

    @Nested
    class Publishers extends PublisherContract
    {
        @Override
        protected EventStore open()
        {
            return connect();
        }
    }

    @Nested
    class Producers extends ProducerContract
    {
        @Override
        protected EventStore open()
        {
            return connect();
        }
    }

    @Nested
    class Transactions extends TransactionContract
    {
        @Override
        protected EventStore open()
        {
            return connect();
        }
    }

    @Nested
    class Threads extends ThreadsContract
    {
        @Override
        protected EventStore open()
        {
            return connect();
        }
    }

    @Nested
    class Deciders extends DeciderContract
    {
        @Override
        protected EventStore open()
        {
            return connect();
        }
    }

    @Nested
    class Accounts extends AccountContract
    {
        @Override
        protected EventStore open()
        {
            return connect();
        }
    }

    @Nested
    class Banks extends BankContract
    {
        @Override
        protected EventStore open()
        {
            return connect();
        }
    }

    @Nested
    class Persons extends PersonContract
    {
        @Override
        protected EventStore open()
        {
            return connect();
        }
    }
}
