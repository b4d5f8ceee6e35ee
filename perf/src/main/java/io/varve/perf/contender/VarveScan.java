package io.varve.perf.contender;

import io.varve.api.EventCursor;
import io.varve.api.LogReader;
import io.varve.api.Query;
import io.varve.journal.DataDirectory;
import org.agrona.DirectBuffer;

import java.nio.file.Path;

/** Reads all of a data directory by a cursor; every generation's checksum is verified on the way. */
final class VarveScan implements EventReader
{
    private final LogReader reader;
    private final EventCursor cursor;

    VarveScan(final Path directory)
    {
        reader = DataDirectory.openReader(directory);
        cursor = reader.query(Query.all());
    }

    @Override
    public boolean next()
    {
        return cursor.next();
    }

    @Override
    public DirectBuffer event()
    {
        return cursor.data();
    }

    @Override
    public void close()
    {
        cursor.close();
        reader.close();
    }
}
