package io.varve.journal;

import io.varve.api.Aggregate;
import io.varve.api.Batch;
import io.varve.api.Durability;
import io.varve.api.Event;
import io.varve.api.LogReader;
import io.varve.api.Publisher;
import io.varve.api.Query;
import io.varve.api.RecordedEvent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Whatever happens to the index files: answers are those of a scan, verify counts it, and the next writer makes them anew. */
@Timeout(300)
class IndexFaultsTest
{
    private static final int SEGMENT_LENGTH = 512 * 1024;
    private static final long BLOCK_LENGTH = 4_096;
    private static final long WAIT_NS = TimeUnit.SECONDS.toNanos(60);

    @TempDir
    Path folder;

    private Path directory;
    private List<RecordedEvent> all;
    private Map<String, byte[]> indexes;

    private StoreContext context()
    {
        return new StoreContext().directory(directory).segmentLength(SEGMENT_LENGTH);
    }

    @BeforeEach
    void write() throws IOException
    {
        directory = folder.resolve("data");
        try (EmbeddedEventStore store = EmbeddedEventStore.open(context()); Publisher publisher = store.publisher())
        {
            final Random random = new Random(7);
            for (int i = 0; i < 4_000; i++)
            {
                final Aggregate aggregate = store.domain("d" + i / 1_500).aggregate("a" + random.nextInt(3));
                TestEvents.makeRoom(publisher, publisher.publish(
                    random.nextBoolean() ? aggregate.instance(random.nextInt(9)) : aggregate.instance("k" + random.nextInt(9)),
                    Batch.of(Event.of("T" + (random.nextInt(40) == 0 ? "rare" : random.nextInt(3)),
                        TestEvents.bytes(i, random.nextInt(1_000)))).withTimestampNs(i + random.nextInt(100))));
            }
            store.await(Durability.SYNCED);
            all = store.collect(Query.all()).toList();
        }
        rebuild();
        indexes = readIndexes();
        assertTrue(indexes.size() >= 6, () -> "too few segments: " + indexes.keySet());
        assertEquals(0, DataDirectory.verify(directory).indexesToRebuild());
    }

    /** Opens the directory for writing until every index file is there. */
    private void rebuild()
    {
        try (EmbeddedEventStore store = EmbeddedEventStore.open(context()))
        {
            final long deadlineNs = System.nanoTime() + WAIT_NS;
            while (DataDirectory.verify(directory).indexesToRebuild() > 0)
            {
                assertTrue(System.nanoTime() - deadlineNs < 0, "indexes are not rebuilt");
                LockSupport.parkNanos(1_000_000);
            }
            assertEquals(all.size(), store.positions().journaled());
        }
    }

    private Map<String, byte[]> readIndexes() throws IOException
    {
        final Map<String, byte[]> found = new TreeMap<>();
        try (Stream<Path> files = Files.list(directory.resolve("index")))
        {
            for (final Path file : files.filter(IndexFaultsTest::isOfSegment).toList())
            {
                found.put(file.getFileName().toString(), Files.readAllBytes(file));
            }
        }
        return found;
    }

    private static boolean isOfSegment(final Path file)
    {
        return file.getFileName().toString().startsWith("19700101-") && !file.toString().endsWith(".new");
    }

    private void restore() throws IOException
    {
        for (final Map.Entry<String, byte[]> index : indexes.entrySet())
        {
            put(index.getKey(), index.getValue());
        }
    }

    private void put(final String name, final byte[] bytes) throws IOException
    {
        final Path file = directory.resolve("index").resolve(name);
        Files.deleteIfExists(file); // a reader that has the old one mapped keeps it
        Files.write(file, bytes);
    }

    private Query query(final Random random)
    {
        Query query = Query.all();
        query = random.nextInt(3) == 0 ? query.withDomain("d" + random.nextInt(3)) : query;
        query = random.nextInt(3) == 0 ? query.withAggregate("a" + random.nextInt(4)) : query;
        query = random.nextInt(3) == 0 ? query.withTypes(random.nextBoolean() ? Set.of("Trare") : Set.of("T1", "T2")) : query;
        if (random.nextInt(3) == 0)
        {
            final long from = random.nextInt(4_000);
            query = query.withTimestamps(from, from + random.nextInt(500));
        }
        if (random.nextInt(4) == 0)
        {
            query = random.nextBoolean() ? query.withId(random.nextInt(9)) : query.withKey("k" + random.nextInt(9));
        }
        if (random.nextInt(3) == 0)
        {
            final long from = random.nextInt(4_000);
            query = query.withPositions(from, from + random.nextInt(3_000));
        }
        query = random.nextInt(4) == 0 ? query.withLimit(random.nextInt(20)) : query;
        return random.nextBoolean() ? query.backwards() : query;
    }

    private List<Long> expected(final Query query)
    {
        final List<Long> matches = new ArrayList<>(all.stream().filter(event ->
            (query.domain() == null || query.domain().equals(event.domain())) &&
            (query.aggregate() == null || query.aggregate().equals(event.aggregate())) &&
            (!query.hasId() || event.key() == null && event.id() == query.id()) &&
            (query.key() == null || query.key().equals(event.key())) &&
            (query.types().isEmpty() || query.types().contains(event.type())) &&
            event.timestampNs() >= query.fromTimestampNs() && event.timestampNs() < query.toTimestampNs() &&
            event.position() >= query.fromPosition() && event.position() < query.toPosition())
            .map(RecordedEvent::position).toList());
        if (query.isBackwards())
        {
            Collections.reverse(matches);
        }
        return matches.stream().limit(query.limit()).toList();
    }

    private void assertAnswers(final int seed, final String what)
    {
        final Random random = new Random(seed);
        try (LogReader reader = DataDirectory.openReader(directory))
        {
            for (int i = 0; i < 12; i++)
            {
                final Query query = query(random);
                assertEquals(expected(query), reader.collect(query).stream().map(RecordedEvent::position).toList(),
                    () -> what + ", seed=" + seed + ", domain=" + query.domain() + ", aggregate=" + query.aggregate() +
                        ", types=" + query.types() + ", times=" + query.fromTimestampNs() + " to " + query.toTimestampNs() +
                        ", positions=" + query.fromPosition() + " to " + query.toPosition() + ", backwards=" +
                        query.isBackwards());
            }
        }
    }

    private void assertNoticed(final int seed, final String what)
    {
        assertAnswers(seed, what);
        final VerifyReport report = DataDirectory.verify(directory);
        assertEquals(0, report.corrupt(), what);
        assertTrue(report.indexesToRebuild() > 0, () -> "not counted: " + what);
    }

    private void assertRebuilt() throws IOException
    {
        rebuild();
        final Map<String, byte[]> rebuilt = readIndexes();
        assertEquals(indexes.keySet(), rebuilt.keySet());
        indexes.forEach((name, bytes) -> assertArrayEquals(bytes, rebuilt.get(name), name));
        assertAnswers(99, "rebuilt");
    }

    @Test
    void shouldGoAroundEveryMissingFileAndMakeItAnew() throws IOException
    {
        int seed = 0;
        for (final String name : indexes.keySet())
        {
            Files.delete(directory.resolve("index").resolve(name));
            assertNoticed(seed++, "missing=" + name);
        }
        assertRebuilt(); // all are missing by now
    }

    @Test
    void shouldGoAroundEveryTruncatedOrEmptiedFileAndMakeItAnew() throws IOException
    {
        int seed = 0;
        for (final Map.Entry<String, byte[]> index : indexes.entrySet())
        {
            final int length = new Random(seed).nextInt(index.getValue().length);
            put(index.getKey(), Arrays.copyOf(index.getValue(), length));
            assertNoticed(seed++, "truncated=" + index.getKey() + ", length=" + length);
            put(index.getKey(), new byte[0]);
            assertNoticed(seed++, "emptied=" + index.getKey());
            put(index.getKey(), new byte[index.getValue().length]);
            assertNoticed(seed++, "zeroed=" + index.getKey());
        }
        assertRebuilt();
    }

    @Test
    void shouldGoAroundEveryFlippedBlockAndMakeTheFileAnew() throws IOException
    {
        int seed = 0;
        for (final Map.Entry<String, byte[]> index : indexes.entrySet())
        {
            for (int block = 0; block < index.getValue().length; block += (int)BLOCK_LENGTH)
            {
                final Random random = new Random(seed);
                final byte[] flipped = index.getValue().clone();
                final int at = block + random.nextInt((int)Math.min(BLOCK_LENGTH, flipped.length - block));
                flipped[at] ^= (byte)(1 << random.nextInt(8));
                put(index.getKey(), flipped);
                assertNoticed(seed++, "flipped=" + index.getKey() + ", offset=" + at);
            }
        }
        assertRebuilt();
    }

    @Test
    void shouldGoAroundFilesOfOtherSegmentsAndMakeThemAnew() throws IOException
    {
        int seed = 0;
        final List<String> names = new ArrayList<>(indexes.keySet());
        for (final String name : names)
        {
            final String ending = name.substring(name.indexOf('.'));
            for (final String other : names)
            {
                if (!other.equals(name) && other.endsWith(ending))
                {
                    put(name, indexes.get(other));
                    assertNoticed(seed++, "swapped=" + name + " with " + other);
                    break;
                }
            }
        }
        assertRebuilt();
    }

    @Test
    void shouldGoAroundFilesOfAnotherHistoryOfTheSameJournal() throws IOException
    {
        // The same journal id and segments, other events: what a copy that went its own way holds.
        final Path other = TestDirectories.copy(directory, folder.resolve("other"));
        final Map<String, byte[]> own = indexes;
        final List<RecordedEvent> ownEvents = all;
        final Path ownDirectory = directory;
        directory = other;
        writeMore(3_000, 1);
        final Map<String, byte[]> foreign = indexes;
        directory = ownDirectory;
        all = ownEvents;
        writeMore(3_000, 2);
        final List<String> late = foreign.keySet().stream().filter(name -> !own.containsKey(name)).toList();
        assertTrue(!late.isEmpty());
        int seed = 0;
        for (final String name : late)
        {
            if (indexes.containsKey(name) && !Arrays.equals(indexes.get(name), foreign.get(name)))
            {
                put(name, foreign.get(name));
                assertNoticed(seed++, "of another history=" + name);
            }
        }
        assertTrue(seed > 0);
        assertRebuilt();
    }

    private void writeMore(final int batches, final int seed) throws IOException
    {
        try (EmbeddedEventStore store = EmbeddedEventStore.open(context()); Publisher publisher = store.publisher())
        {
            for (int i = 0; i < batches; i++)
            {
                TestEvents.makeRoom(publisher, publisher.publish(store.domain("d" + seed).aggregate("a1").instance(i % 9),
                    Batch.of(Event.of("T" + i % 3, TestEvents.bytes(i + seed, i % 1_000))).withTimestampNs(i)));
            }
            store.await(Durability.SYNCED);
            all = store.collect(Query.all()).toList();
        }
        rebuild();
        indexes = readIndexes();
    }
}
