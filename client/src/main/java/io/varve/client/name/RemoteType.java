package io.varve.client.name;

import io.varve.api.EventType;
import io.varve.codec.protocol.NameKind;

/** An event type of a store over a connection, with its number. */
public final class RemoteType implements EventType
{
    private final StoreCalls store;
    private final String domain;
    private final String name;
    private int number;

    RemoteType(final StoreCalls store, final String domain, final String name)
    {
        this.store = store;
        this.domain = domain;
        this.name = name;
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

    /** Number on the connection, 0 when the node could not be told of it now. */
    public int number()
    {
        int known = number;
        if (known == 0)
        {
            known = store.connection().control().number(NameKind.TYPE, domain, name);
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
