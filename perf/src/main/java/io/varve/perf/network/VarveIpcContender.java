package io.varve.perf.network;

import io.varve.api.EventCursor;
import io.varve.api.EventStore;
import io.varve.api.Query;
import io.varve.perf.contender.Contender;
import io.varve.perf.contender.EventReader;
import io.varve.perf.contender.EventWriter;
import io.varve.perf.contender.Shape;
import io.varve.perf.contender.VarveWriter;
import io.varve.perf.contender.Versions;
import org.agrona.DirectBuffer;

/** The store through its front door: each place is an instance of its own in the store of the node. */
public final class VarveIpcContender implements Contender
{
    @Override
    public String title()
    {
        return "Varve";
    }

    @Override
    public String settings()
    {
        return "a node in a process of its own with an embedded media driver, defaults; EventStore.connect(\"aeron:ipc\"), " +
            "one event a batch by Publisher.tryPublish, every ack checked";
    }

    @Override
    public String version()
    {
        return Versions.of("varve");
    }

    private static long instance(final NetworkPlace place)
    {
        return Integer.toUnsignedLong(place.name().hashCode());
    }

    @Override
    public EventWriter openWriter(final String place, final Shape shape)
    {
        final NetworkPlace instance = NetworkPlace.of(place);
        return new VarveWriter(instance.address(), shape, instance(instance));
    }

    @Override
    public EventReader openReader(final String place, final Shape shape)
    {
        final NetworkPlace instance = NetworkPlace.of(place);
        return new Reader(EventStore.connect(instance.address()), instance(instance));
    }

    @Override
    public void delete(final String place)
    {
        // An event log has no call that deletes; the node's directory goes with the suite.
    }

    private static final class Reader implements EventReader
    {
        private final EventStore store;
        private final EventCursor cursor;

        Reader(final EventStore store, final long instance)
        {
            this.store = store;
            cursor = store.query(Query.of(store.domain("bench").aggregate("thing").instance(instance)));
        }

        @Override
        public boolean next()
        {
            return cursor.next();
        }

        @Override
        public DirectBuffer event()
        {
            return cursor.data();
        }

        @Override
        public void close()
        {
            cursor.close();
            store.close();
        }
    }
}
