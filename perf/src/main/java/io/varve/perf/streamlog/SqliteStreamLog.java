package io.varve.perf.streamlog;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteJDBCLoader;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** One row an event in a table without row ids, so that a stream is one run of the table's tree. */
final class SqliteStreamLog implements StreamLog
{
    private static final int TRANSACTION_EVENTS = 1_000;
    private static final int CACHE_KIB = 1 << 20;
    private static final long MMAP_BYTES = 1L << 36;

    private final UnsafeBuffer row = new UnsafeBuffer(0, 0);
    private final Connection connection;
    private final PreparedStatement insert;
    private final PreparedStatement select;
    private int inTransaction;

    SqliteStreamLog(final Path directory)
    {
        final SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
        config.setCacheSize(-CACHE_KIB);
        try
        {
            Files.createDirectories(directory);
            connection = config.createConnection("jdbc:sqlite:" + directory.resolve("streams.db"));
            try (Statement statement = connection.createStatement())
            {
                statement.execute("PRAGMA mmap_size=" + MMAP_BYTES);
                statement.execute("CREATE TABLE IF NOT EXISTS event(instance INTEGER NOT NULL, version INTEGER NOT NULL, " +
                    "data BLOB NOT NULL, PRIMARY KEY(instance, version)) WITHOUT ROWID");
            }
            insert = connection.prepareStatement("INSERT INTO event VALUES(?, ?, ?)");
            select = connection.prepareStatement("SELECT version, data FROM event WHERE instance = ? ORDER BY version");
        }
        catch (final SQLException e)
        {
            throw failed("open", e);
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException(e);
        }
    }

    static String settings()
    {
        return SQLiteJDBCLoader.getVersion() + ": primary key (instance, version) WITHOUT ROWID, WAL, synchronous=NORMAL, page " +
            "cache " + (CACHE_KIB >> 10) + " MiB, mmap_size as large as it takes, prepared statements, transactions of " +
            TRANSACTION_EVENTS + " events";
    }

    private static IllegalStateException failed(final String what, final SQLException e)
    {
        return new IllegalStateException("SQLite could not " + what + ": reason=" + e.getMessage(), e);
    }

    @Override
    public void append(final long stream, final long firstVersion, final DirectBuffer events, final int count)
    {
        try
        {
            if (inTransaction == 0)
            {
                connection.setAutoCommit(false);
            }
            for (int i = 0; i < count; i++)
            {
                final byte[] data = new byte[StreamPattern.LENGTH];
                events.getBytes(i * StreamPattern.LENGTH, data);
                insert.setLong(1, stream);
                insert.setLong(2, firstVersion + i);
                insert.setBytes(3, data);
                insert.executeUpdate();
            }
            inTransaction += count;
            if (inTransaction >= TRANSACTION_EVENTS)
            {
                awaitWritten();
            }
        }
        catch (final SQLException e)
        {
            throw failed("write", e);
        }
    }

    @Override
    public void awaitWritten()
    {
        try
        {
            if (inTransaction > 0)
            {
                connection.setAutoCommit(true); // commits
                inTransaction = 0;
            }
        }
        catch (final SQLException e)
        {
            throw failed("commit", e);
        }
    }

    @Override
    public int get(final long stream, final EventVisitor visitor)
    {
        try
        {
            select.setLong(1, stream);
            int count = 0;
            try (ResultSet rows = select.executeQuery())
            {
                for (; rows.next(); count++)
                {
                    row.wrap(rows.getBytes(2));
                    visitor.onEvent(rows.getLong(1), row);
                }
            }
            return count;
        }
        catch (final SQLException e)
        {
            throw failed("read", e);
        }
    }

    @Override
    public void close()
    {
        try
        {
            awaitWritten();
            insert.close();
            select.close();
            connection.close();
        }
        catch (final SQLException e)
        {
            throw failed("close", e);
        }
    }
}
