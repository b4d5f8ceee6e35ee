package io.varve.perf.contender;

import io.varve.api.AckHandler;
import io.varve.api.AckStatus;
import io.varve.api.Aggregate;
import io.varve.api.BatchClaim;
import io.varve.api.Durability;
import io.varve.api.EventStore;
import io.varve.api.EventType;
import io.varve.api.Instance;
import io.varve.api.Publisher;
import org.agrona.DirectBuffer;

import java.util.SplittableRandom;

/**
 * Publishes batches and checks every ack.
 *
 * <p>Instances are named by their numbers: a heap full of kept ones would measure its own cache misses.
 */
public final class VarveWriter implements EventWriter
{
    private static final int POLL_EVERY = 256;
    private static final int UNKNOWN = -1;
    private static final long NUMBERS = 0x9E37_79B9_7F4A_7C15L;

    private final AckHandler acks = this::onAck;
    private final SplittableRandom random = new SplittableRandom(1);
    private final EventStore store;
    private final Aggregate aggregate;
    private final Instance only;
    private final long onlyId;
    private final Shape shape;
    private final EventType type;
    private final Publisher publisher;
    private BatchClaim batch;
    private int inBatch;
    private long firstPosition = UNKNOWN;
    private long published;
    private long acked;

    /**
     * Connects to a store with default settings.
     *
     * @param channel as {@link EventStore#connect} takes it.
     * @param onlyId  the instance of a shape that has only one.
     */
    public VarveWriter(final String channel, final Shape shape, final long onlyId)
    {
        this.onlyId = onlyId;
        store = EventStore.connect(channel);
        aggregate = store.domain("bench").aggregate("thing");
        only = aggregate.instance(onlyId);
        type = store.domain("bench").type("written");
        this.shape = shape;
        publisher = store.publisher();
    }

    @Override
    public void append(final DirectBuffer event)
    {
        if (shape.batch() > 1)
        {
            appendToBatch(event);
            return;
        }
        final long id = shape.instances() == 1 ? onlyId : number(random.nextInt(shape.instances()));
        while (publisher.tryPublish(aggregate, id, type, event, 0, event.capacity()) < 0)
        {
            if (publisher.poll(acks, Integer.MAX_VALUE) == 0)
            {
                Thread.onSpinWait();
            }
        }
        onPublished();
    }

    private void appendToBatch(final DirectBuffer event)
    {
        if (inBatch == 0)
        {
            batch = publisher.claim(only, shape.batch(), shape.batch() * shape.length());
        }
        batch.event(type, event.capacity()).putBytes(0, event, 0, event.capacity());
        if (++inBatch == shape.batch())
        {
            batch.commit();
            batch.close();
            inBatch = 0;
            onPublished();
        }
    }

    private void onPublished()
    {
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
        firstPosition = firstPosition == UNKNOWN ? position : firstPosition;
        final long expected = firstPosition + acked * shape.batch();
        if (status != AckStatus.ADMITTED || position != expected)
        {
            throw new IllegalStateException("ack is not the next one: status=" + status + ", position=" + position +
                ", expected=" + expected);
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
        if (inBatch > 0)
        {
            batch.close();
        }
        publisher.close();
        store.close();
    }
}
