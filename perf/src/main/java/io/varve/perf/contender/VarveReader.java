package io.varve.perf.contender;

import io.varve.api.Durability;
import io.varve.api.LogReader;
import io.varve.api.TailStart;
import io.varve.api.Tailer;
import io.varve.journal.DataDirectory;
import org.agrona.DirectBuffer;

import java.nio.file.Path;

/** Tails the data directory from outside, at JOURNALED; every generation's checksum is verified on the way. */
public final class VarveReader implements EventReader
{
    private final LogReader reader;
    private final Tailer tailer;

    /** Opens a directory that a store has opened before. */
    public VarveReader(final Path directory)
    {
        reader = DataDirectory.openReader(directory);
        tailer = reader.tail(TailStart.beginning().withDurability(Durability.JOURNALED));
    }

    @Override
    public boolean next()
    {
        return tailer.next();
    }

    @Override
    public DirectBuffer event()
    {
        return tailer.data();
    }

    @Override
    public void close()
    {
        tailer.close();
        reader.close();
    }
}
