package io.varve.journal;

import io.varve.api.EventStore;
import io.varve.api.EventStoreProvider;

/** Opens {@code mem://} connections: each a new log in memory. */
public final class MemoryStoreProvider implements EventStoreProvider
{
    private static final String CONNECTION = "mem://";

    @Override
    public String scheme()
    {
        return "mem";
    }

    @Override
    public EventStore open(final String connection)
    {
        if (!CONNECTION.equals(connection))
        {
            throw new IllegalArgumentException("connection must be mem:// and nothing behind it: \"" + connection + '"');
        }
        return EmbeddedEventStore.open(new StoreContext());
    }
}
