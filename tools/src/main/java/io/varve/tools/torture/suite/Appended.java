package io.varve.tools.torture.suite;

import io.varve.api.EventCursor;
import io.varve.api.LogReader;
import io.varve.api.Query;
import io.varve.codec.EventLogException;
import io.varve.journal.DataDirectory;
import io.varve.tools.torture.damage.Look;
import io.varve.tools.torture.workload.Payload;

import java.nio.file.Path;

/** Whether what a writer has appended to a sample log is there, behind what was there before. */
final class Appended
{
    private Appended()
    {
    }

    static Look look(final Path directory, final long before, final int appended)
    {
        int count = 0;
        try (LogReader reader = DataDirectory.openReader(directory);
            EventCursor cursor = reader.query(Query.all().withPositions(before, Long.MAX_VALUE)))
        {
            while (cursor.next())
            {
                if (cursor.position() != before + count || !Payload.isWhole(cursor.data(), cursor.length()))
                {
                    return new Look(Look.Kind.WRONG, "another event at position=" + cursor.position());
                }
                count++;
            }
        }
        catch (final EventLogException e)
        {
            return new Look(Look.Kind.REFUSED, e.getMessage());
        }
        return count == appended ? Look.SAME :
            new Look(Look.Kind.WRONG, "acked events are missing: events=" + count + " of " + appended);
    }
}
