package io.varve.tools.torture;

import io.varve.api.Durability;
import io.varve.api.Event;
import io.varve.api.EventCursor;
import io.varve.api.LogReader;
import io.varve.api.Query;
import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import io.varve.journal.DataDirectory;
import io.varve.journal.EmbeddedEventStore;
import io.varve.journal.StoreContext;
import io.varve.journal.directory.BootId;
import io.varve.tools.torture.damage.GenerationMap;
import io.varve.tools.torture.damage.SampleLog;
import io.varve.tools.torture.disk.DiskFaults;
import io.varve.tools.torture.disk.DiskOperation;
import io.varve.tools.torture.disk.SimulatedDisk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What torture has found, each by itself. */
@Timeout(120)
class FoundByTortureTest
{
    private static final int EVENTS = 30;

    @TempDir
    private Path folder;

    private static StoreContext context(final Path directory)
    {
        return new StoreContext().directory(directory).segmentLength(512 * 1024);
    }

    private static void put(final EmbeddedEventStore store, final int events)
    {
        for (int i = 0; i < events; i++)
        {
            store.domain("d").aggregate("a").instance(i % 3).put(Event.of("T", "event " + i));
        }
    }

    private Path written()
    {
        final Path directory = folder.resolve("data");
        try (EmbeddedEventStore store = EmbeddedEventStore.open(context(directory)))
        {
            put(store, EVENTS);
        }
        return directory;
    }

    private static void flip(final Path file, final int offset) throws IOException
    {
        final byte[] bytes = Files.readAllBytes(file);
        bytes[offset] ^= 4;
        Files.write(file, bytes);
    }

    @Test
    void shouldKeepADirectoryWhoseParentsItHasMade() throws IOException
    {
        for (int seed = 0; seed < 20; seed++)
        {
            final Path root = Files.createDirectories(folder.resolve("disk" + seed));
            final Path left = folder.resolve("cut" + seed);
            try (SimulatedDisk disk = new SimulatedDisk(root, DiskFaults.NONE))
            {
                try (EmbeddedEventStore store =
                    EmbeddedEventStore.open(context(disk.path().resolve("a/b/data")).bootId(new BootId(1, 1))))
                {
                    put(store, 2);
                    disk.cutPower(new Random(seed), left, () -> { });
                }
                catch (final EventLogException e)
                {
                    assertEquals(ErrorCode.IO_ERROR, e.code(), "closing without power");
                }
            }
            assertTrue(Files.exists(left.resolve("a/b/data/watermark")), "seed=" + seed);
            try (LogReader reader = DataDirectory.openReader(left.resolve("a/b/data")))
            {
                assertEquals(2, reader.collect(Query.all()).count(), "seed=" + seed);
            }
        }
    }

    @Test
    void shouldNotTakeADamagedFormatForThatOfAnEmptyLog() throws IOException
    {
        final Path directory = written();
        final String text = Files.readString(directory.resolve("FORMAT"), StandardCharsets.US_ASCII);
        flip(directory.resolve("FORMAT"), text.indexOf("journal=") + 12);

        final EventLogException refused =
            assertThrows(EventLogException.class, () -> DataDirectory.openReader(directory).close());
        assertEquals(ErrorCode.CORRUPT, refused.code());
    }

    @Test
    void shouldReadUpToTheWatermarkThoughTheCountersSayLess() throws IOException
    {
        final Path directory = written();
        final byte[] counters = Files.readAllBytes(directory.resolve("counters"));
        counters[128] = 3; // of the journaled position
        Files.write(directory.resolve("counters"), counters);

        try (LogReader reader = DataDirectory.openReader(directory))
        {
            assertEquals(EVENTS, reader.positions().journaled());
            assertEquals(EVENTS, reader.collect(Query.all()).count());
        }
    }

    @Test
    void shouldServeNothingTwiceBackwardsAheadOfACorruptGeneration() throws IOException
    {
        final Path directory = folder.resolve("sample");
        SampleLog.write(directory, 900, 700);
        final List<GenerationMap.Place> places = GenerationMap.of(directory);
        for (int i = 5; i < places.size() / 2; i += 7)
        {
            flip(places.get(i).file(), places.get(i).endOffset() - 2);
            try (LogReader reader = DataDirectory.openReader(directory);
                EventCursor cursor = reader.query(Query.all().withDomain("d2").withAggregate("a").withId(5).backwards()))
            {
                long above = Long.MAX_VALUE;
                while (cursor.next())
                {
                    assertTrue(cursor.position() < above, "position=" + cursor.position() + " behind " + above);
                    above = cursor.position();
                }
            }
            catch (final EventLogException e)
            {
                assertEquals(ErrorCode.CORRUPT, e.code());
            }
            flip(places.get(i).file(), places.get(i).endOffset() - 2);
        }
    }

    @Test
    void shouldGoOnWhateverStandsInTheBookkeepingOfChronicle() throws IOException
    {
        final Path directory = written();
        final List<GenerationMap.Place> places = GenerationMap.of(directory);
        int events = EVENTS;
        for (int offset = 0; offset < 200; offset += 9)
        {
            flip(directory.resolve("journal/metadata.cq4t"), offset);
            flip(places.get(0).file(), offset);
            try (EmbeddedEventStore store = EmbeddedEventStore.open(context(directory)))
            {
                assertEquals(events, store.positions().journaled(), "offset=" + offset);
                put(store, 1);
                events++;
                assertEquals(events, store.collect(Query.all()).count(), "offset=" + offset);
            }
        }
        assertEquals(0, DataDirectory.verify(directory).corrupt());
    }

    @Test
    void shouldStartOnAFileThatEndsWithinAWord() throws IOException
    {
        final Path directory = folder.resolve("data");
        try (EmbeddedEventStore store = EmbeddedEventStore.open(context(directory).bootId(new BootId(1, 1))))
        {
            put(store, EVENTS);
        }
        final List<GenerationMap.Place> places = GenerationMap.of(directory);
        final GenerationMap.Place last = places.get(places.size() - 1);
        Files.delete(directory.resolve("watermark"));
        try (FileChannel channel = FileChannel.open(last.file(), StandardOpenOption.WRITE))
        {
            channel.truncate((last.endOffset() + 3 & -4) + 2);
        }
        try (EmbeddedEventStore store = EmbeddedEventStore.open(context(directory)))
        {
            assertEquals(EVENTS, store.positions().journaled());
        }
    }

    @Test
    void shouldEndWritingAndReadOnWhenASyncFails() throws IOException
    {
        final AtomicInteger syncs = new AtomicInteger();
        final boolean[] fails = {false};
        try (SimulatedDisk disk = new SimulatedDisk(Files.createDirectories(folder.resolve("disk")), (operation, file, length) ->
        {
            if (fails[0] && operation == DiskOperation.SYNC)
            {
                syncs.incrementAndGet();
                throw new IOException("Input/output error");
            }
            return length;
        }))
        {
            try (EmbeddedEventStore store = EmbeddedEventStore.open(context(disk.path().resolve("data"))))
            {
                put(store, EVENTS);
                fails[0] = true;
                for (int i = 0; i < 3; i++)
                {
                    final EventLogException ended = assertThrows(EventLogException.class, () -> put(store, 1));
                    assertEquals(ErrorCode.WRITING_ENDED, ended.code());
                }
                assertEquals(1, syncs.get(), "a sync that failed was tried again");
                assertEquals(EVENTS, store.positions().synced());
                assertTrue(store.collect(Query.all()).count() >= EVENTS);
            }
        }
    }

    @Test
    void shouldSyncByItselfWhenTheWatermarkFindsRoomAgain() throws IOException
    {
        final AtomicInteger refusals = new AtomicInteger(5);
        final boolean[] isFull = {false};
        try (SimulatedDisk disk = new SimulatedDisk(Files.createDirectories(folder.resolve("disk")), (operation, file, length) ->
        {
            if (isFull[0] && operation == DiskOperation.WRITE && file.endsWith("watermark") && refusals.getAndDecrement() > 0)
            {
                throw new IOException("No space left on device");
            }
            return length;
        }))
        {
            try (EmbeddedEventStore store = EmbeddedEventStore.open(context(disk.path().resolve("data"))))
            {
                isFull[0] = true;
                assertEquals(Durability.SYNCED,
                    store.domain("d").aggregate("a").instance(1).put(Event.of("T", "x")).reached());
                assertTrue(refusals.get() <= 0);
            }
        }
    }
}
