package io.varve.journal;

import io.varve.api.EventSet;
import io.varve.api.RecordedEvent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Holds a log against what {@link ChildWriter}s were told. */
final class WrittenLog
{
    private WrittenLog()
    {
    }

    /** Everything acked is there at its position, and of every thread's events there is the beginning, once, in order. */
    static void assertHolds(final EventSet log, final Path acks) throws IOException
    {
        final Map<String, Integer> nextByThread = new HashMap<>();
        long position = 0;
        final Map<String, Long> nextByStream = new HashMap<>();
        for (final RecordedEvent event : log)
        {
            assertEquals(position++, event.position());
            final String text = event.text().trim();
            final int split = text.lastIndexOf('-');
            final String thread = text.substring(0, split);
            assertEquals(nextByThread.getOrDefault(thread, 0), Integer.parseInt(text.substring(split + 1)), thread);
            nextByThread.merge(thread, 1, Integer::sum);
            final String stream = event.domain() + '/' + event.aggregate() + '/' + (event.key() == null ? event.id() : event.key());
            assertEquals(nextByStream.getOrDefault(stream, 0L), event.version(), stream);
            nextByStream.put(stream, event.version() + 1);
        }
        final List<String> lines = Files.exists(acks) ? Files.readAllLines(acks) : List.of();
        for (final String line : lines)
        {
            final String[] fields = line.split(" ");
            if (fields.length == 2 && line.equals(fields[0] + ' ' + fields[1]))
            {
                final int at = Integer.parseInt(fields[1]);
                assertTrue(at < log.count(), "acked and lost: " + line + ", events=" + log.count());
                assertEquals(fields[0], log.at(at).text().trim(), "at position=" + at);
            }
        }
    }
}
