package io.varve.journal;

import io.varve.api.Batch;
import io.varve.api.Durability;
import io.varve.api.Event;
import io.varve.api.Instance;
import io.varve.api.LogReader;
import io.varve.api.Query;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** A writer that was killed when a generation was in the journal and its counter was not yet moved. */
class DeadWriterTest
{
    private static final int JOURNALED_OFFSET = 128;
    private static final String NO_PROCESS = "pid=2147483647";

    @TempDir
    private Path folder;

    @Test
    void shouldSeeWhatTheNextWriterGoesOnFrom() throws IOException
    {
        final Path directory = killedAheadOfItsCounter(5, 1);

        try (LogReader reader = DataDirectory.openReader(directory))
        {
            assertEquals(5, reader.positions().journaled());
            assertEquals(5, reader.collect(Query.all()).count());
        }
        assertEquals(5, DataDirectory.summary(directory).events());
        assertEquals(5, DataDirectory.verify(directory).events());
        try (EmbeddedEventStore store = EmbeddedEventStore.open(new StoreContext().directory(directory)))
        {
            assertEquals(5, store.positions().journaled());
        }
    }

    @Test
    void shouldFollowTheNextWriterFromThere() throws IOException
    {
        final Path directory = killedAheadOfItsCounter(3, 2);

        try (LogReader reader = DataDirectory.openReader(directory);
            EmbeddedEventStore store = EmbeddedEventStore.open(new StoreContext().directory(directory)))
        {
            store.domain("d").aggregate("a").instance(1).put(Event.of("T", "after"));

            assertEquals(4, reader.positions().journaled());
            assertEquals("after", reader.collect(Query.all()).at(3).text());
        }
    }

    /** A copy of the files as they stood when so many events were journaled, with a counter that is behind by some. */
    private Path killedAheadOfItsCounter(final int events, final int behind) throws IOException
    {
        final Path live = folder.resolve("live");
        final Path killed = folder.resolve("killed");
        try (EmbeddedEventStore store = EmbeddedEventStore.open(new StoreContext().directory(live)))
        {
            final Instance instance = store.domain("d").aggregate("a").instance(1);
            for (int i = 0; i < events; i++)
            {
                instance.put(Batch.of(Event.of("T", "e" + i)), Durability.JOURNALED);
            }
            TestDirectories.copy(live, killed);
        }
        final Path holder = killed.resolve("HOLDER");
        Files.writeString(holder, Files.readString(holder).replaceAll("pid=\\d+", NO_PROCESS));
        try (RandomAccessFile counters = new RandomAccessFile(killed.resolve("counters").toFile(), "rw"))
        {
            final UnsafeBuffer position = new UnsafeBuffer(new byte[Long.BYTES]);
            position.putLong(0, events - behind, ByteOrder.LITTLE_ENDIAN);
            counters.seek(JOURNALED_OFFSET);
            counters.write(position.byteArray());
        }
        return killed;
    }
}
