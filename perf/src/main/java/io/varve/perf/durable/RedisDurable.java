package io.varve.perf.durable;

import io.varve.perf.server.RedisServer;
import io.varve.perf.wire.RedisConnection;
import io.varve.perf.wire.RedisStreamWalk;
import org.agrona.DirectBuffer;

/** Redis Streams that sync before they answer. */
final class RedisDurable implements DurableContender
{
    static final String FSYNC = "always";

    @Override
    public String title()
    {
        return "Redis";
    }

    @Override
    public String settings()
    {
        return RedisServer.settings(FSYNC) + "; a connection and a stream each writer, XADD of one field; with a window: pipelined";
    }

    @Override
    public DurableLog open(final String place)
    {
        return new Log(place);
    }

    private record Log(String address) implements DurableLog
    {
        @Override
        public DurableWriter writer(final int number)
        {
            return new Writer(new RedisConnection(address), number);
        }

        private static String stream(final int number)
        {
            return "writer" + number;
        }

        @Override
        public long check(final int number)
        {
            long count = 0;
            try (RedisConnection connection = new RedisConnection(address))
            {
                final RedisStreamWalk walk = new RedisStreamWalk(connection, stream(number));
                for (; walk.next(); count++)
                {
                    DurableEvents.check(walk.event(), number, count);
                }
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
        private final RedisConnection connection;
        private final byte[] head;
        private int submitted;

        Writer(final RedisConnection connection, final int number)
        {
            this.connection = connection;
            head = RedisConnection.addHead(Log.stream(number), DurableEvents.LENGTH);
        }

        @Override
        public void submit(final DirectBuffer event)
        {
            connection.add(head, event);
            submitted++;
        }

        @Override
        public int await()
        {
            connection.flush();
            int added = 0;
            do
            {
                connection.awaitAdded();
                added++;
            }
            while (added < submitted && connection.hasAnswer());
            submitted -= added;
            return added;
        }

        @Override
        public void close()
        {
            connection.close();
        }
    }
}
