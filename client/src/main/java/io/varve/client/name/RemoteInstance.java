package io.varve.client.name;

import io.varve.api.Ack;
import io.varve.api.Batch;
import io.varve.api.Durability;
import io.varve.api.Event;
import io.varve.api.EventSet;
import io.varve.api.ExpectedVersion;
import io.varve.api.Instance;
import io.varve.codec.name.Names;

/** One thing of a store over a connection. */
public final class RemoteInstance implements Instance
{
    private static final byte[] NO_KEY = new byte[0];

    private final StoreCalls store;
    private final RemoteAggregate aggregate;
    private final String key;
    private final byte[] keyBytes;
    private final long id;

    RemoteInstance(final StoreCalls store, final RemoteAggregate aggregate, final String key, final long id)
    {
        this.store = store;
        this.aggregate = aggregate;
        this.key = key;
        keyBytes = key == null ? NO_KEY : Names.keyBytes(key);
        this.id = id;
    }

    @Override
    public String domain()
    {
        return aggregate.domain();
    }

    @Override
    public String aggregate()
    {
        return aggregate.name();
    }

    @Override
    public String key()
    {
        return key;
    }

    @Override
    public long id()
    {
        return id;
    }

    /** Its aggregate with its number. */
    public RemoteAggregate numbered()
    {
        return aggregate;
    }

    /** UTF-8 of its key, empty without one; not to be changed. */
    public byte[] keyBytes()
    {
        return keyBytes;
    }

    /** Whether it is of a store. */
    public boolean isOf(final StoreCalls other)
    {
        return store == other;
    }

    @Override
    public Ack put(final Event... events)
    {
        return put(Batch.of(events), store.defaultDurability());
    }

    @Override
    public Ack put(final ExpectedVersion expected, final Event... events)
    {
        return put(Batch.of(events).withExpectedVersion(expected), store.defaultDurability());
    }

    @Override
    public Ack put(final Batch batch, final Durability durability)
    {
        return store.put(this, batch, durability);
    }

    @Override
    public EventSet get()
    {
        return store.read(this, 0, Long.MAX_VALUE);
    }

    @Override
    public EventSet get(final long from, final long to)
    {
        if (from < 0 || to < 0 || from >= to)
        {
            throw new IllegalArgumentException("versions must be 0 <= from < to: from=" + from + ", to=" + to);
        }
        final long count = version() + 1;
        if (from > count)
        {
            throw new IllegalArgumentException("versions begin behind the stream: from=" + from + ", count=" + count);
        }
        return store.read(this, from, to);
    }

    @Override
    public long version()
    {
        return store.version(this);
    }
}
