package io.varve.perf.durable;

import io.varve.perf.server.PostgresServer;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** PostgreSQL, one row an event, committed with {@code synchronous_commit=on}. */
final class PostgresDurable implements DurableContender
{
    private static final int FETCH = 10_000;

    @Override
    public String title()
    {
        return "PostgreSQL";
    }

    @Override
    public String settings()
    {
        return PostgresServer.settings() + "; a connection each writer, table of a bigserial primary key, a writer and a " +
            "bytea, prepared INSERT; alone: autocommit; with a window: the JDBC driver's batch of what is in it, one commit";
    }

    @Override
    public DurableLog open(final String place)
    {
        return new Log("jdbc:postgresql://" + place + "/postgres?user=" + PostgresServer.USER + "&sslmode=disable");
    }

    private static IllegalStateException failed(final SQLException e)
    {
        return new IllegalStateException("PostgreSQL has failed: reason=" + e.getMessage(), e);
    }

    private static final class Log implements DurableLog
    {
        private final String url;

        Log(final String url)
        {
            this.url = url;
            try (Connection connection = DriverManager.getConnection(url); Statement statement = connection.createStatement())
            {
                statement.execute("CREATE TABLE event(id bigserial PRIMARY KEY, writer int NOT NULL, data bytea NOT NULL)");
            }
            catch (final SQLException e)
            {
                throw failed(e);
            }
        }

        @Override
        public DurableWriter writer(final int number)
        {
            try
            {
                return new Writer(DriverManager.getConnection(url), number);
            }
            catch (final SQLException e)
            {
                throw failed(e);
            }
        }

        @Override
        public long check(final int number)
        {
            final UnsafeBuffer event = new UnsafeBuffer(0, 0);
            long count = 0;
            try (Connection connection = DriverManager.getConnection(url);
                PreparedStatement select =
                    connection.prepareStatement("SELECT data FROM event WHERE writer = ? ORDER BY id"))
            {
                connection.setAutoCommit(false); // rows come in portions then
                select.setFetchSize(FETCH);
                select.setInt(1, number);
                try (ResultSet rows = select.executeQuery())
                {
                    for (; rows.next(); count++)
                    {
                        event.wrap(rows.getBytes(1));
                        DurableEvents.check(event, number, count);
                    }
                }
            }
            catch (final SQLException e)
            {
                throw failed(e);
            }
            return count;
        }

        @Override
        public void close()
        {
            // Connections belong to writers.
        }
    }

    private static final class Writer implements DurableWriter
    {
        private final Connection connection;
        private final PreparedStatement insert;
        private int submitted;

        Writer(final Connection connection, final int number) throws SQLException
        {
            this.connection = connection;
            insert = connection.prepareStatement("INSERT INTO event(writer, data) VALUES(?, ?)");
            insert.setInt(1, number);
        }

        @Override
        public void submit(final DirectBuffer event)
        {
            final byte[] data = new byte[event.capacity()];
            event.getBytes(0, data);
            try
            {
                insert.setBytes(2, data);
                insert.addBatch();
                submitted++;
            }
            catch (final SQLException e)
            {
                throw failed(e);
            }
        }

        @Override
        public int await()
        {
            try
            {
                final boolean isAlone = submitted == 1;
                if (!isAlone && connection.getAutoCommit())
                {
                    connection.setAutoCommit(false);
                }
                if (isAlone && !connection.getAutoCommit())
                {
                    connection.setAutoCommit(true);
                }
                final int added = insert.executeBatch().length;
                if (!isAlone)
                {
                    connection.commit();
                }
                submitted = 0;
                return added;
            }
            catch (final SQLException e)
            {
                throw failed(e);
            }
        }

        @Override
        public void close()
        {
            try
            {
                insert.close();
                connection.close();
            }
            catch (final SQLException e)
            {
                throw failed(e);
            }
        }
    }
}
