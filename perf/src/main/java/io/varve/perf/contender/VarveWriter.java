package io.varve.perf.contender;

import io.varve.api.AckHandler;
import io.varve.api.AckStatus;
import io.varve.api.Aggregate;
import io.varve.api.Durability;
import io.varve.api.EventStore;
import io.varve.api.EventType;
import io.varve.api.Publisher;
import org.agrona.DirectBuffer;

import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * Publishes each event as a batch of its own and checks every ack.
 *
 * <p>Instances are named by their numbers: a heap full of kept ones would measure its own cache misses.
 */
public final class VarveWriter implements EventWriter
{
    private static final int POLL_EVERY = 256;
    private static final long ONLY = 1;
    private static final long NUMBERS = 0x9E37_79B9_7F4A_7C15L;

    private final AckHandler acks = this::onAck;
    private final SplittableRandom random = new SplittableRandom(1);
    private final EventStore store;
    private final Aggregate aggregate;
    private final int instances;
    private final EventType type;
    private final Publisher publisher;
    private long published;
    private long acked;

    /** Opens a store with its default settings. */
    public VarveWriter(final Path directory, final int instances)
    {
        store = EventStore.connect("fs://" + directory.toAbsolutePath());
        aggregate = store.domain("bench").aggregate("thing");
        type = store.domain("bench").type("written");
        this.instances = instances;
        publisher = store.publisher();
    }

    @Override
    public void append(final DirectBuffer event)
    {
        final long id = instances == 1 ? ONLY : number(random.nextInt(instances));
        while (publisher.tryPublish(aggregate, id, type, event, 0, event.capacity()) < 0)
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

    /** Numbers far from each other, as random ones are. */
    private static long number(final int instance)
    {
        return (instance + 1) * NUMBERS >>> 1;
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
