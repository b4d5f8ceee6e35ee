package io.varve.perf.contender;

import io.varve.api.AckHandler;
import io.varve.api.AckStatus;
import io.varve.api.Aggregate;
import io.varve.api.Durability;
import io.varve.api.EventStore;
import io.varve.api.EventType;
import io.varve.api.Instance;
import io.varve.api.Publisher;
import org.agrona.DirectBuffer;

import java.nio.file.Path;
import java.util.SplittableRandom;

/** Publishes each event as a batch of its own and checks every ack. */
public final class VarveWriter implements EventWriter
{
    private static final int POLL_EVERY = 256;

    private final AckHandler acks = this::onAck;
    private final SplittableRandom random = new SplittableRandom(1);
    private final EventStore store;
    private final Instance[] instances;
    private final EventType type;
    private final Publisher publisher;
    private long published;
    private long acked;

    /** Opens a store with its default settings. */
    public VarveWriter(final Path directory, final int instanceCount)
    {
        store = EventStore.connect("fs://" + directory.toAbsolutePath());
        final Aggregate aggregate = store.domain("bench").aggregate("thing");
        type = store.domain("bench").type("written");
        instances = new Instance[instanceCount];
        for (int i = 0; i < instanceCount; i++)
        {
            instances[i] = aggregate.instance(random.nextLong() >>> 1);
        }
        publisher = store.publisher();
    }

    @Override
    public void append(final DirectBuffer event)
    {
        final Instance instance = instances[instances.length == 1 ? 0 : random.nextInt(instances.length)];
        while (publisher.tryPublish(instance, type, event, 0, event.capacity()) < 0)
        {
            if (publisher.poll(acks, Integer.MAX_VALUE) == 0)
            {
                Thread.onSpinWait();
            }
        }
        if (++published % POLL_EVERY == 0)
        {
            publisher.poll(acks, Integer.MAX_VALUE);
        }
    }

    private void onAck(final long ticket, final AckStatus status, final long position, final long version)
    {
        if (status != AckStatus.ADMITTED || position != acked)
        {
            throw new IllegalStateException("ack is not the next one: status=" + status + ", position=" + position +
                ", expected=" + acked);
        }
        acked++;
    }

    @Override
    public void awaitJournaled()
    {
        store.await(Durability.JOURNALED);
        publisher.poll(acks, Integer.MAX_VALUE);
        if (acked != published)
        {
            throw new IllegalStateException("acks are missing: published=" + published + ", acked=" + acked);
        }
    }

    @Override
    public void close()
    {
        publisher.close();
        store.close();
    }
}
