package io.varve.client;

import io.varve.api.EventStore;
import io.varve.api.EventStoreProvider;
import io.varve.client.transport.NodeAddress;

/** Opens {@code aeron:} connections: a node in another process, or on another host. */
public final class AeronStoreProvider implements EventStoreProvider
{
    @Override
    public String scheme()
    {
        return "aeron";
    }

    @Override
    public EventStore open(final String connection)
    {
        return RemoteEventStore.connect(NodeAddress.parse(connection));
    }
}
