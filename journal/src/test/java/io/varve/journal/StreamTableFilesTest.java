package io.varve.journal;

import io.varve.api.Aggregate;
import io.varve.api.Batch;
import io.varve.api.Durability;
import io.varve.api.Event;
import io.varve.api.Instance;
import io.varve.api.Publisher;
import io.varve.codec.EventLogException;
import io.varve.journal.directory.BootId;
import io.varve.journal.directory.DirectoryLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Versions and places of streams over restarts of every kind, whatever happened to the files that hold them. */
@Timeout(300)
class StreamTableFilesTest
{
    /** How the writer before ended. */
    enum End
    {
        CLEAN,
        KILLED,
        POWER_LOST
    }

    private enum Damage
    {
        MISSING,
        EMPTIED,
        HALVED,
        FLIPPED,
        ZEROED
    }

    @TempDir
    private Path folder;
    private int copies;

    private static StoreContext context(final Path directory)
    {
        return new StoreContext().directory(directory).segmentLength(512 * 1024);
    }

    private static void write(final EmbeddedEventStore store, final Random random, final int batches)
    {
        try (Publisher publisher = store.publisher())
        {
            for (int i = 0; i < batches; i++)
            {
                final Aggregate aggregate = store.domain("d" + random.nextInt(3)).aggregate("a" + random.nextInt(3));
                final int number = random.nextInt(4) == 0 ? 1 : random.nextInt(2_000);
                final Instance instance =
                    random.nextBoolean() ? aggregate.instance(number) : aggregate.instance("k" + number % 100);
                final Event[] events = TestEvents.events(1 + random.nextInt(3), random.nextInt(i % 100 == 0 ? 2_000 : 100));
                TestEvents.makeRoom(publisher, publisher.publish(instance, Batch.of(events)));
                if (random.nextInt(500) == 0)
                {
                    store.await(Durability.JOURNALED);
                }
            }
        }
        store.await(Durability.SYNCED);
    }

    /** The directory as the end of its writer leaves it. */
    private Path end(final EmbeddedEventStore store, final Path live, final End end) throws IOException
    {
        final Path left = folder.resolve("left" + copies++);
        if (end == End.CLEAN)
        {
            store.close();
        }
        awaitIndexes(live);
        TestDirectories.copy(live, left);
        store.close();
        return left;
    }

    /** All but the segment that is written to, and the one prepared behind it, have their files of links. */
    private static void awaitIndexes(final Path directory) throws IOException
    {
        final long deadlineNs = System.nanoTime() + 20_000_000_000L;
        while (files(directory.resolve("index"), ".links").size() < files(directory.resolve("journal"), ".cq4").size() - 2)
        {
            assertTrue(System.nanoTime() < deadlineNs, "segments were not indexed: " + files(directory.resolve("index"), ""));
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static List<Path> files(final Path directory, final String suffix) throws IOException
    {
        if (!Files.exists(directory))
        {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory))
        {
            return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
        }
    }

    private static EmbeddedEventStore open(final Path directory, final End end)
    {
        return EmbeddedEventStore.open(end == End.POWER_LOST ?
            context(directory).bootId(new BootId(1, 2)) : context(directory));
    }

    private static StreamPlaces check(final EmbeddedEventStore store, final Path directory, final Random random)
    {
        final StreamPlaces places = StreamPlaces.read(directory, store.positions().journaled());
        assertEquals(places.count(), store.streams().streamCount());
        places.check(store.streams(), random);
        return places;
    }

    @ParameterizedTest
    @EnumSource
    void shouldKnowEveryStreamAfterRestarts(final End end)
    {
        Seeds.run(random ->
        {
            Path directory = folder.resolve("live");
            TestDirectories.delete(directory);
            for (int run = 0; run < 4; run++)
            {
                final EmbeddedEventStore store = open(directory, run == 0 ? End.CLEAN : end);
                assertEquals(0, check(store, directory, random).unknown());
                write(store, random, 5_000);
                assertEquals(0, check(store, directory, random).unknown());
                directory = end(store, directory, end);
            }
            assertTrue(files(directory.resolve("index"), ".links").size() > 3);
        });
    }

    @ParameterizedTest
    @EnumSource
    void shouldTellReadersOfOtherProcesses(final End end)
    {
        Seeds.run(random ->
        {
            final Path live = folder.resolve("live");
            TestDirectories.delete(live);
            final EmbeddedEventStore store = open(live, End.CLEAN);
            try (MappedLogReader reader = new MappedLogReader(
                new DirectoryLayout(live), BootId.current(), Durability.SYNCED))
            {
                for (int i = 0; i < 5; i++)
                {
                    write(store, random, 1_500);
                    final StreamPlaces places = StreamPlaces.read(live, reader.positions().journaled());
                    places.check(reader.streams(), random);
                    assertEquals(0, places.unknown());
                }
            }
            final Path left = end(store, live, end);
            final BootId boot = end == End.KILLED ? BootId.current() : new BootId(3, 4);
            try (MappedLogReader reader = new MappedLogReader(new DirectoryLayout(left), boot, Durability.SYNCED))
            {
                final StreamPlaces places = StreamPlaces.read(left, reader.positions().journaled());
                places.check(reader.streams(), random);
                // Of another boot, mapped pages may be older than the journal: nothing of them is believed.
                assertEquals(end == End.POWER_LOST, places.unknown() > 0);
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void shouldNeverBeWrongWhateverHappenedToItsFiles(final End end)
    {
        Seeds.run(random ->
        {
            final Path live = folder.resolve("live");
            TestDirectories.delete(live);
            final EmbeddedEventStore store = open(live, End.CLEAN);
            write(store, random, 14_000);
            final Path left = end(store, live, end);

            final List<Path> files = Stream.concat(
                files(left.resolve("index"), ".links").stream().limit(2),
                files(left.resolve("index").resolve("streams"), "").stream()).toList();
            assertTrue(files.size() >= 4, () -> "files=" + files);
            for (final Path file : files)
            {
                final List<Damage> damages = new ArrayList<>(List.of(Damage.values()));
                Collections.shuffle(damages, random);
                for (final Damage damage : damages.subList(0, 3))
                {
                    final Path copy = TestDirectories.copy(left, folder.resolve("copy"));
                    damage(copy.resolve(left.relativize(file).toString()), damage, random);
                    goOn(copy, end, random, file.getFileName() + " " + damage);
                }
            }
            swap(left, end, random);
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"CLEAN", "KILLED"})
    void shouldReadAroundEveryFlippedBitOfALinkAndCountIt(final End end)
    {
        Seeds.run(random ->
        {
            final Path live = folder.resolve("live");
            TestDirectories.delete(live);
            final EmbeddedEventStore store = open(live, End.CLEAN);
            write(store, random, 400);
            final Path left = end(store, live, end);
            assertEquals(List.of(), DataDirectory.verify(left).findings());
            final Path chunk = left.resolve("index").resolve("streams").resolve("links.0");
            final long offset = 4_096 + 32L * random.nextInt(100);
            try (MappedLogReader reader = new MappedLogReader(new DirectoryLayout(left), BootId.current(), Durability.SYNCED))
            {
                final StreamPlaces places = StreamPlaces.read(left, reader.positions().journaled());
                for (int bit = 0; bit < 32 * Byte.SIZE; bit++)
                {
                    flip(chunk, offset + bit / Byte.SIZE, bit % Byte.SIZE);
                    places.check(reader.streams(), random);
                    assertTrue(places.unknown() > 0, "offset=" + offset + ", bit=" + bit);
                    if (bit % 37 == 0)
                    {
                        final VerifyReport report = DataDirectory.verify(left);
                        assertEquals(1, report.indexesToRebuild(), report.toString());
                        assertTrue(report.findings().get(0).contains(chunk.toString()), report.toString());
                        assertFalse(report.isDamaged());
                    }
                    flip(chunk, offset + bit / Byte.SIZE, bit % Byte.SIZE);
                }
                places.check(reader.streams(), random);
                assertEquals(0, places.unknown());
            }
            flip(chunk, offset + random.nextInt(32), random.nextInt(Byte.SIZE));
            try (EmbeddedEventStore healed = open(left, end))
            {
                assertEquals(0, check(healed, left, random).unknown());
            }
            assertEquals(List.of(), DataDirectory.verify(left).findings());
        });
    }

    private static void flip(final Path file, final long at, final int bit) throws IOException
    {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw"))
        {
            bytes.seek(at);
            final int value = bytes.read();
            bytes.seek(at);
            bytes.write(value ^ 1 << bit);
        }
    }

    private void swap(final Path left, final End end, final Random random) throws IOException
    {
        final List<Path> sealed = files(left.resolve("index"), ".links");
        final Path copy = TestDirectories.copy(left, folder.resolve("copy"));
        Files.copy(sealed.get(0), copy.resolve(left.relativize(sealed.get(1)).toString()), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(sealed.get(1), copy.resolve(left.relativize(sealed.get(0)).toString()), StandardCopyOption.REPLACE_EXISTING);
        goOn(copy, end, random, "swapped");
    }

    private static void damage(final Path file, final Damage damage, final Random random) throws IOException
    {
        if (damage == Damage.MISSING)
        {
            Files.delete(file);
            return;
        }
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw"))
        {
            final long length = bytes.length();
            final long at = (long)(random.nextDouble() * Math.min(length, 64 * 1024));
            switch (damage)
            {
                case EMPTIED -> bytes.setLength(0);
                case HALVED -> bytes.setLength(length / 2);
                case FLIPPED -> flip(file, at, random.nextInt(8));
                default ->
                {
                    bytes.seek(at / 512 * 512);
                    bytes.write(new byte[512]);
                }
            }
        }
    }

    /** Opens, writes on, and opens again: never a wrong answer, in the end all of them. */
    private static void goOn(final Path directory, final End end, final Random random, final String context) throws IOException
    {
        try
        {
            boolean isHealed = false;
            for (int run = 0; run < 3 && !isHealed; run++)
            {
                try (EmbeddedEventStore store = open(directory, run == 0 ? end : End.KILLED))
                {
                    StreamPlaces.read(directory, store.positions().journaled()).check(store.streams(), random);
                    write(store, random, 200);
                    awaitIndexes(directory);
                }
                catch (final EventLogException e)
                {
                    // A bucket that is found damaged in the middle of writing ends it; the next start makes the table anew.
                    assertTrue(e.getMessage().contains("table of streams is damaged"), e.toString());
                }
                try (EmbeddedEventStore store = open(directory, End.KILLED))
                {
                    final StreamPlaces places = StreamPlaces.read(directory, store.positions().journaled());
                    places.check(store.streams(), random);
                    isHealed = places.unknown() == 0 && places.count() == store.streams().streamCount();
                }
            }
            assertTrue(isHealed, "not healed");
        }
        catch (final AssertionError | RuntimeException e)
        {
            throw new AssertionError(context + ": " + e, e);
        }
    }

    @Test
    void shouldForgetWhatNeverCameIntoTheJournal()
    {
        Seeds.run(random ->
        {
            final Path live = folder.resolve("live");
            TestDirectories.delete(live);
            final Path left;
            final Path journal = folder.resolve("journal-before");
            try (EmbeddedEventStore store = open(live, End.CLEAN))
            {
                write(store, random, 3_000);
                TestDirectories.copy(live, journal);
                write(store, random, 1_000);
                left = TestDirectories.copy(live, folder.resolve("left"));
            }
            // As if the table had run ahead by what was written since: tables of now, the rest of before.
            final Path streams = left.resolve("index").resolve("streams");
            for (final Path file : files(streams, ""))
            {
                Files.copy(file, journal.resolve("index").resolve("streams").resolve(file.getFileName().toString()),
                    StandardCopyOption.REPLACE_EXISTING);
            }
            try (EmbeddedEventStore store = open(journal, End.KILLED))
            {
                assertEquals(0, check(store, journal, random).unknown());
                write(store, random, 500);
                assertEquals(0, check(store, journal, random).unknown());
            }
        });
    }
}
