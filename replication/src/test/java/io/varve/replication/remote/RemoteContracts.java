package io.varve.replication.remote;

import io.varve.api.EventStore;
import io.varve.journal.PublisherContract;
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
}
