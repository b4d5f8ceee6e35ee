package io.varve.journal;

import io.varve.api.Ack;
import io.varve.api.Batch;
import io.varve.api.Durability;
import io.varve.api.ExpectedVersion;
import io.varve.api.Instance;
import io.varve.api.Transaction;
import io.varve.codec.metadata.MetadataCodec;

import java.util.ArrayList;
import java.util.List;

/** A transaction of an embedded store, gathered in memory until it is published. */
final class EmbeddedTransaction implements Transaction
{
    private static final byte[] NO_METADATA = new byte[0];

    private final EmbeddedEventStore store;
    private final List<Part> parts = new ArrayList<>();
    private int lastBatch = -1;

    /**
     * A batch, or a condition.
     *
     * @param batch    null for a condition.
     * @param metadata encoded.
     */
    record Part(EmbeddedInstance instance, ExpectedVersion expected, Batch batch, byte[] metadata)
    {
        boolean isCondition()
        {
            return batch == null;
        }
    }

    EmbeddedTransaction(final EmbeddedEventStore store)
    {
        this.store = store;
    }

    @Override
    public Transaction append(final Instance instance, final Batch batch)
    {
        lastBatch = parts.size();
        parts.add(new Part(store.own(instance), batch.expectedVersion(), batch,
            batch.metadata().isEmpty() ? NO_METADATA : MetadataCodec.encode(batch.metadata())));
        return this;
    }

    @Override
    public Transaction require(final Instance instance, final ExpectedVersion expected)
    {
        parts.add(new Part(store.own(instance), expected, null, NO_METADATA));
        return this;
    }

    @Override
    public Ack publish()
    {
        return publish(store.defaultDurability());
    }

    @Override
    public Ack publish(final Durability durability)
    {
        return store.put(this, durability);
    }

    boolean isOf(final EmbeddedEventStore other)
    {
        return store == other;
    }

    /** Batches and conditions, in the order of the calls. */
    List<Part> parts()
    {
        return parts;
    }

    /** Index of the last part that is a batch, or -1. */
    int lastBatch()
    {
        return lastBatch;
    }

    /** Events of all batches. */
    int eventCount()
    {
        int events = 0;
        for (final Part part : parts)
        {
            events += part.isCondition() ? 0 : part.batch().events().size();
        }
        return events;
    }
}
