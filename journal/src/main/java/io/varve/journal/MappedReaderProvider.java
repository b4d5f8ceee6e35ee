package io.varve.journal;

import io.varve.api.LocalReaderProvider;
import io.varve.api.LogReader;

import java.nio.file.Path;

/** Reads data directories by mapping them. */
public final class MappedReaderProvider implements LocalReaderProvider
{
    @Override
    public LogReader open(final Path directory)
    {
        return DataDirectory.openReader(directory);
    }
}
