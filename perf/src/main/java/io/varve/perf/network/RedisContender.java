package io.varve.perf.network;

import io.varve.perf.contender.Contender;
import io.varve.perf.contender.EventReader;
import io.varve.perf.contender.EventWriter;
import io.varve.perf.contender.Shape;
import io.varve.perf.server.RedisServer;
import io.varve.perf.wire.RedisConnection;
import io.varve.perf.wire.RedisStreamWalk;
import org.agrona.DirectBuffer;

/** Redis Streams, pipelined. */
public final class RedisContender implements Contender
{
    static final String FSYNC = "everysec";
    private static final int WINDOW = 1_000;

    @Override
    public String title()
    {
        return "Redis";
    }

    @Override
    public String settings()
    {
        return RedisServer.settings(FSYNC) + "; XADD of one field, at most " + WINDOW + " without an answer";
    }

    @Override
    public String version()
    {
        return "";
    }

    @Override
    public EventWriter openWriter(final String place, final Shape shape)
    {
        final NetworkPlace stream = NetworkPlace.of(place);
        return new Writer(new RedisConnection(stream.address()), RedisConnection.addHead(stream.name(), shape.length()));
    }

    @Override
    public EventReader openReader(final String place, final Shape shape)
    {
        final NetworkPlace stream = NetworkPlace.of(place);
        return new Reader(new RedisConnection(stream.address()), stream.name());
    }

    @Override
    public void delete(final String place)
    {
        try (RedisConnection connection = new RedisConnection(NetworkPlace.of(place).address()))
        {
            connection.ask("DEL", NetworkPlace.of(place).name());
        }
    }

    private static final class Writer implements EventWriter
    {
        private final RedisConnection connection;
        private final byte[] head;
        private int open;

        Writer(final RedisConnection connection, final byte[] head)
        {
            this.connection = connection;
            this.head = head;
        }

        @Override
        public void append(final DirectBuffer event)
        {
            connection.add(head, event);
            if (++open == WINDOW)
            {
                connection.flush();
                // Half of the window is answered for before more goes out: so there is always something on its way.
                takeAnswers(WINDOW / 2);
            }
        }

        private void takeAnswers(final int most)
        {
            for (; open > most; open--)
            {
                connection.awaitAdded();
            }
        }

        @Override
        public void awaitJournaled()
        {
            connection.flush();
            takeAnswers(0);
        }

        @Override
        public void close()
        {
            connection.close();
        }
    }

    private static final class Reader implements EventReader
    {
        private final RedisConnection connection;
        private final RedisStreamWalk walk;

        Reader(final RedisConnection connection, final String stream)
        {
            this.connection = connection;
            walk = new RedisStreamWalk(connection, stream);
        }

        @Override
        public boolean next()
        {
            return walk.next();
        }

        @Override
        public DirectBuffer event()
        {
            return walk.event();
        }

        @Override
        public void close()
        {
            connection.close();
        }
    }
}
