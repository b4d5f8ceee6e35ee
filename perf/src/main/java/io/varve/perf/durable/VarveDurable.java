package io.varve.perf.durable;

import io.varve.api.Aggregate;
import io.varve.api.Durability;
import io.varve.api.EventCursor;
import io.varve.api.EventType;
import io.varve.api.Publisher;
import io.varve.api.Query;
import io.varve.journal.EmbeddedEventStore;
import io.varve.journal.StoreContext;
import org.agrona.DirectBuffer;

import java.nio.file.Path;

/** The embedded store with its default settings; acks say SYNCED. */
final class VarveDurable implements DurableContender
{
    @Override
    public String title()
    {
        return "Varve";
    }

    @Override
    public String settings()
    {
        return "embedded, defaults; a publisher and an instance each writer, one event a batch, acks at SYNCED";
    }

    @Override
    public DurableLog open(final String place)
    {
        return new Log(EmbeddedEventStore.open(new StoreContext().directory(Path.of(place))));
    }

    private static final class Log implements DurableLog
    {
        private final EmbeddedEventStore store;
        private final Aggregate aggregate;
        private final EventType type;

        Log(final EmbeddedEventStore store)
        {
            this.store = store;
            if (store.defaultDurability() != Durability.SYNCED)
            {
                throw new IllegalStateException(
                    "the scratch directory is in memory, where nothing is synced; name another by --data");
            }
            aggregate = store.domain("bench").aggregate("writer");
            type = store.domain("bench").type("written");
        }

        @Override
        public DurableWriter writer(final int number)
        {
            return new Writer(store.publisher(), aggregate, number, type);
        }

        @Override
        public long check(final int number)
        {
            long count = 0;
            try (EventCursor cursor = store.query(Query.of(aggregate.instance(number))))
            {
                for (; cursor.next(); count++)
                {
                    DurableEvents.check(cursor.data(), number, count);
                }
            }
            return count;
        }

        @Override
        public void close()
        {
            store.close();
        }
    }

    private static final class Writer implements DurableWriter
    {
        private final Publisher publisher;
        private final Aggregate aggregate;
        private final long id;
        private final EventType type;
        private long awaited;

        Writer(final Publisher publisher, final Aggregate aggregate, final long id, final EventType type)
        {
            this.publisher = publisher;
            this.aggregate = aggregate;
            this.id = id;
            this.type = type;
        }

        @Override
        public void submit(final DirectBuffer event)
        {
            publisher.publish(aggregate, id, type, event, 0, event.capacity());
        }

        @Override
        public int await()
        {
            publisher.await(awaited++, Durability.SYNCED);
            return publisher.poll((ticket, status, position, version) -> { }, 1);
        }

        @Override
        public void close()
        {
            publisher.close();
        }
    }
}
