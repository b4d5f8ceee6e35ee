package io.varve.client.write;

import io.varve.api.Ack;
import io.varve.api.Batch;
import io.varve.api.Durability;
import io.varve.api.ExpectedVersion;
import io.varve.api.Instance;
import io.varve.api.Transaction;
import io.varve.client.name.RemoteInstance;
import io.varve.codec.metadata.MetadataCodec;

import java.util.ArrayList;
import java.util.List;

/** A transaction of a store over a connection, gathered in memory until it is published. */
final class RemoteTransaction implements Transaction
{
    private static final byte[] NO_METADATA = new byte[0];

    private final RemoteWriter store;
    private final List<Part> parts = new ArrayList<>();

    /**
     * A batch, or a condition.
     *
     * @param batch    null for a condition.
     * @param metadata encoded.
     */
    record Part(RemoteInstance instance, ExpectedVersion expected, Batch batch, byte[] metadata)
    {
        boolean isCondition()
        {
            return batch == null;
        }
    }

    RemoteTransaction(final RemoteWriter store)
    {
        this.store = store;
    }

    @Override
    public Transaction append(final Instance instance, final Batch batch)
    {
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
        return store.put(publisher -> publisher.publish(this), durability);
    }

    boolean isOf(final RemoteWriter other)
    {
        return store == other;
    }

    /** Batches and conditions, in the order of the calls. */
    List<Part> parts()
    {
        return parts;
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
