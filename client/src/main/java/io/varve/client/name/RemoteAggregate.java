package io.varve.client.name;

import io.varve.api.Aggregate;
import io.varve.api.Instance;
import io.varve.codec.name.Names;
import io.varve.codec.protocol.NameKind;

/** A kind of thing of a store over a connection, with its number. */
public final class RemoteAggregate implements Aggregate
{
    private final StoreCalls store;
    private final String domain;
    private final String name;
    private int number;

    RemoteAggregate(final StoreCalls store, final String domain, final String name)
    {
        this.store = store;
        this.domain = domain;
        this.name = Names.checkName("aggregate", name);
    }

    @Override
    public String domain()
    {
        return domain;
    }

    @Override
    public String name()
    {
        return name;
    }

    @Override
    public Instance instance(final long id)
    {
        return new RemoteInstance(store, this, null, id);
    }

    @Override
    public Instance instance(final String key)
    {
        return new RemoteInstance(store, this, key, 0);
    }

    /** Number on the connection, 0 when the node could not be told of it now. */
    public int number()
    {
        int known = number;
        if (known == 0)
        {
            known = store.connection().control().number(NameKind.AGGREGATE, domain, name);
            number = known; // benign race: everybody finds the same one
        }
        return known;
    }

    /** Whether it is of a store. */
    public boolean isOf(final StoreCalls other)
    {
        return store == other;
    }
}
