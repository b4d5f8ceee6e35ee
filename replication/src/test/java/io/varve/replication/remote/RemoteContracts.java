package io.varve.replication.remote;

import io.varve.api.EventStore;
import io.varve.journal.EventStoreContract;
import io.varve.journal.ProducerContract;
import io.varve.journal.PublisherContract;
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
    class Publishers extends PublisherContract
    {
        @Override
        protected EventStore open()
        {
            return connect();
        }
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
}
