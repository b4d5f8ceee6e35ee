package io.varve.client.name;

import io.varve.api.Aggregate;
import io.varve.api.Domain;
import io.varve.api.EventType;
import io.varve.codec.name.Names;

/** A namespace of a store over a connection. Names are numbered when they are first written, not when they are asked for. */
public final class RemoteDomain implements Domain
{
    private final StoreCalls store;
    private final String name;

    /** @throws IllegalArgumentException for a name that breaks the rules. */
    public RemoteDomain(final StoreCalls store, final String name)
    {
        this.store = store;
        this.name = Names.checkName("domain", name);
    }

    @Override
    public String name()
    {
        return name;
    }

    @Override
    public Aggregate aggregate(final String aggregateName)
    {
        return new RemoteAggregate(store, name, aggregateName);
    }

    @Override
    public EventType type(final String typeName)
    {
        return new RemoteType(store, name, Names.checkTypeName(typeName));
    }
}
