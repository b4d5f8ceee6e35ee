package io.varve.journal;

import io.varve.api.EventStore;
import io.varve.api.EventStoreProvider;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Opens {@code fs://} connections: a data directory of this machine. */
public final class FileStoreProvider implements EventStoreProvider
{
    private static final String PREFIX = "fs://";

    @Override
    public String scheme()
    {
        return "fs";
    }

    @Override
    public EventStore open(final String connection)
    {
        final String path = connection.startsWith(PREFIX) ? connection.substring(PREFIX.length()) : "";
        if (path.isEmpty())
        {
            throw new IllegalArgumentException("connection must be fs:///path/of/a/directory: \"" + connection + '"');
        }
        try
        {
            return EmbeddedEventStore.open(new StoreContext().directory(Path.of(path)));
        }
        catch (final InvalidPathException e)
        {
            throw new IllegalArgumentException("connection names no path: \"" + connection + '"', e);
        }
    }
}
