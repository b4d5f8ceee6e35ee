package io.varve.perf.network;

import io.varve.perf.contender.Contender;
import io.varve.perf.contender.EventReader;
import io.varve.perf.contender.EventWriter;
import io.varve.perf.contender.Shape;
import io.varve.perf.wire.NatsConnection;
import org.agrona.DirectBuffer;

/** NATS JetStream, published without waiting for each answer. */
public final class NatsContender implements Contender
{
    private static final int WINDOW = 4_000;

    @Override
    public String title()
    {
        return "NATS JetStream";
    }

    @Override
    public String settings()
    {
        return "nats-server -js on loopback TCP, defaults; a stream of one subject, storage file, limits retention, one replica; " +
            "published with at most " + WINDOW + " without an answer";
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
        final NatsConnection connection = new NatsConnection(stream.address());
        connection.ask("STREAM.CREATE." + stream.name(), "{\"name\":\"" + stream.name() + "\",\"subjects\":[\"" + stream.name() +
            ".e\"],\"retention\":\"limits\",\"storage\":\"file\",\"num_replicas\":1,\"max_consumers\":-1,\"max_msgs\":-1," +
            "\"max_bytes\":-1,\"max_age\":0,\"discard\":\"old\"}");
        return new Writer(connection, connection.publishHead(stream.name() + ".e", shape.length()));
    }

    @Override
    public EventReader openReader(final String place, final Shape shape)
    {
        final NetworkPlace stream = NetworkPlace.of(place);
        return new Reader(new NatsConnection(stream.address()), stream.name());
    }

    @Override
    public void delete(final String place)
    {
        try (NatsConnection connection = new NatsConnection(NetworkPlace.of(place).address()))
        {
            connection.ask("STREAM.DELETE." + NetworkPlace.of(place).name(), "");
        }
    }

    private static final class Writer implements EventWriter
    {
        private final NatsConnection connection;
        private final byte[] head;
        private int open;

        Writer(final NatsConnection connection, final byte[] head)
        {
            this.connection = connection;
            this.head = head;
        }

        @Override
        public void append(final DirectBuffer event)
        {
            connection.publish(head, event);
            if (++open == WINDOW)
            {
                connection.flush();
                takeAnswers(WINDOW / 2);
            }
        }

        private void takeAnswers(final int most)
        {
            for (; open > most; open--)
            {
                connection.awaitStored();
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
        private static final int PULL = 1_000;

        private final NatsConnection connection;
        private final String stream;
        private final long count;
        private long asked;
        private long read;
        private DirectBuffer event;

        Reader(final NatsConnection connection, final String stream)
        {
            this.connection = connection;
            this.stream = stream;
            count = Long.parseLong(connection.ask("STREAM.INFO." + stream, "").replaceAll(".*\"messages\":([0-9]+).*", "$1"));
            connection.consume(stream);
        }

        @Override
        public boolean next()
        {
            if (read == count)
            {
                return false;
            }
            if (read == asked)
            {
                final int portion = (int)Math.min(PULL, count - read);
                connection.pull(stream, portion);
                asked += portion;
            }
            event = connection.await();
            read++;
            return true;
        }

        @Override
        public DirectBuffer event()
        {
            return event;
        }

        @Override
        public void close()
        {
            connection.close();
        }
    }
}
