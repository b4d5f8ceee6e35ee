package io.varve.journal;

import io.varve.api.Event;
import io.varve.api.LogReader;
import io.varve.api.TailStart;
import io.varve.api.Tailer;
import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import io.varve.journal.repair.RepairReport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import static io.varve.journal.StoreContract.assertFails;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Timeout(240)
class RepairTest
{
    private static final int EVENTS = 3_000;

    @TempDir
    private Path folder;
    private Path data;
    private Path backup;
    private Map<Path, byte[]> written;

    @BeforeEach
    void write() throws IOException
    {
        data = folder.resolve("data");
        backup = folder.resolve("backup");
        CareScenario.write(data, EVENTS, 1);
        DirectoryCare.backup(data, backup, bytes -> { });
        written = new HashMap<>();
        for (final Path file : SegmentImage.files(data))
        {
            written.put(file, Files.readAllBytes(file));
        }
        assertTrue(written.size() >= 4);
    }

    private RepairReport repair()
    {
        return DirectoryCare.repair(data, backup, false, bytes -> { });
    }

    private RepairReport dryRun()
    {
        return DirectoryCare.repair(data, backup, true, bytes -> { });
    }

    private void assertAsWritten(final String what) throws IOException
    {
        for (final Map.Entry<Path, byte[]> file : written.entrySet())
        {
            final byte[] found = Files.readAllBytes(file.getKey());
            final int mismatch = java.util.Arrays.mismatch(file.getValue(), found);
            assertEquals(-1, mismatch, what + ", file=" + file.getKey());
        }
        assertEquals(List.of(), DataDirectory.verify(data).findings(), what);
    }

    private static SegmentImage.Document damage(final SegmentImage image, final int document) throws IOException
    {
        final SegmentImage.Document damaged = image.documents.get(document);
        image.bytes[damaged.bodyOffset() + 200] ^= 4;
        image.write();
        return damaged;
    }

    @Test
    void shouldMakeASealedSegmentByteEqualAgain() throws IOException
    {
        final SegmentImage image = SegmentImage.readAll(data).get(1);
        final SegmentImage.Document damaged = damage(image, 5);
        final byte[] damagedBytes = image.bytes.clone();

        final VerifyReport before = DataDirectory.verify(data);
        assertEquals(1, before.corrupt());
        assertTrue(before.findings().get(0).contains("offset=" + damaged.wordOffset()), before.toString());
        final long lost = EVENTS - before.events();
        try (LogReader reader = DataDirectory.openReader(data); Tailer tail = reader.tail(TailStart.beginning()))
        {
            long count = 0;
            final EventLogException failure = assertThrows(EventLogException.class, () ->
            {
                while (tail.next())
                {
                    // Up to the damaged place.
                }
            });
            assertEquals(ErrorCode.CORRUPT, failure.code());
            assertEquals(lost, tail.skipCorrupt());
            while (tail.next())
            {
                count++;
            }
            assertTrue(count > 0);
        }

        final RepairReport would = dryRun();
        assertEquals(1, would.repaired());
        assertEquals(1, would.segments());
        assertNull(would.kept());
        assertArrayEquals(damagedBytes, Files.readAllBytes(image.file));
        assertFalse(Files.exists(data.resolve("cut")));

        final RepairReport report = repair();
        assertEquals(1, report.repaired());
        assertEquals(1, report.segments());
        assertEquals(0, report.unrepaired());
        assertArrayEquals(damagedBytes, Files.readAllBytes(report.kept().resolve(image.file.getFileName())));
        assertAsWritten("one generation");
        assertEquals(0, repair().segments());
    }

    @Test
    void shouldRepairWhateverHappenedToSegments() throws IOException
    {
        Seeds.run(random ->
        {
            for (int round = 0; round < Integer.getInteger("varve.test.rounds", 12); round++)
            {
                final List<SegmentImage> images = SegmentImage.readAll(data).stream().filter(i -> !i.documents.isEmpty()).toList();
                final StringBuilder what = new StringBuilder();
                for (int faults = 1 + random.nextInt(3); faults > 0; faults--)
                {
                    what.append(harm(images.get(random.nextInt(images.size())), random)).append("; ");
                }
                final long damaged = DataDirectory.verify(data).corrupt();

                final RepairReport report = repair();

                assertEquals(List.of(), report.left(), what.toString());
                assertTrue(damaged == 0 || report.repaired() > 0, what.toString());
                assertAsWritten(what.toString());
            }
        });
    }

    /** Does harm to a part of a segment that holds generations, or is Chronicle's around them, or to all of it. */
    private static String harm(final SegmentImage image, final Random random) throws IOException
    {
        final SegmentImage.Document document = image.documents.get(random.nextInt(image.documents.size()));
        final int kind = random.nextInt(6);
        switch (kind)
        {
            case 0 -> image.bytes[document.bodyOffset() + random.nextInt(document.length())] ^= (byte)(1 << random.nextInt(8));
            case 1 -> image.bytes[document.wordOffset() + random.nextInt(4)] ^= (byte)(1 << random.nextInt(8));
            case 2 -> image.zero(document.wordOffset() & -4_096, (document.wordOffset() & -4_096) + 4_096);
            case 3 -> image.zero(document.bodyOffset(), Math.min(document.bodyOffset() + 60_000, image.endOffset));
            case 4 -> image.zero(0, 1 + random.nextInt(image.endOffset));
            default -> image.bytes[SegmentImage.WRITE_POSITION + random.nextInt(16)] ^= 16;
        }
        final String what = "kind=" + kind + ", file=" + image.file.getFileName() + ", offset=" + document.wordOffset();
        if (kind == 4 && random.nextInt(3) == 0)
        {
            Files.delete(image.file);
            return what + ", deleted";
        }
        image.write();
        return what;
    }

    @Test
    void shouldRepairFromAnotherDirectory() throws IOException
    {
        final Path copy = TestDirectories.copy(data, folder.resolve("copy"));
        backup = copy;
        damage(SegmentImage.readAll(data).get(0), 0);
        damage(SegmentImage.readAll(data).get(2), 7);

        assertEquals(2, repair().repaired());

        assertAsWritten("two generations");
    }

    @Test
    void shouldGoOnAfterARepair() throws IOException
    {
        damage(SegmentImage.last(data), 2);
        assertFails(ErrorCode.CORRUPT, () -> EmbeddedEventStore.open(CareScenario.context(data)).close());

        assertEquals(1, repair().repaired());

        try (EmbeddedEventStore store = EmbeddedEventStore.open(CareScenario.context(data)))
        {
            assertEquals(EVENTS, store.domain("d").aggregate("a").instance(7).put(Event.of("T", "more")).position());
        }
        assertEquals(EVENTS + 1, DataDirectory.verify(data).events());
    }

    @Test
    void shouldRepairTheLastGenerationByTheWatermark() throws IOException
    {
        final SegmentImage last = SegmentImage.last(data);
        damage(last, last.documents.size() - 1);

        assertEquals(1, repair().repaired());
        assertAsWritten("last generation");
    }

    @Test
    void shouldLeaveWhatTheSourceDoesNotHave() throws IOException
    {
        CareScenario.write(data, EVENTS, 2);
        final List<SegmentImage> images = SegmentImage.readAll(data).stream().filter(i -> !i.documents.isEmpty()).toList();
        final SegmentImage late = images.get(images.size() - 2);
        damage(late, 3);
        damage(images.get(1), 3);
        final byte[] damaged = late.bytes.clone();

        final RepairReport report = repair();

        assertEquals(1, report.repaired());
        assertEquals(1, report.unrepaired());
        assertEquals(1, report.left().size());
        assertTrue(report.left().get(0).contains("the source ends"), report.toString());
        assertArrayEquals(damaged, Files.readAllBytes(late.file));
        assertEquals(1, DataDirectory.verify(data).corrupt());
    }

    @Test
    void shouldNotTakeAGenerationOfAnotherHistory() throws IOException
    {
        // The copy goes another way from the first segments on; its generations have the same numbers.
        final Path other = folder.resolve("other");
        CareScenario.write(other, 0, 1);
        final Path fork = folder.resolve("fork");
        TestDirectories.copy(other, fork);
        CareScenario.write(other, EVENTS, 5);
        CareScenario.write(fork, EVENTS, 6);
        data = other;
        backup = fork;
        final SegmentImage image = SegmentImage.readAll(data).get(1);
        damage(image, 5);

        final RepairReport report = repair();

        assertEquals(0, report.repaired());
        assertEquals(1, report.unrepaired());
        assertArrayEquals(image.bytes, Files.readAllBytes(image.file));
    }

    @Test
    void shouldRefuseAnotherJournal()
    {
        backup = folder.resolve("other");
        CareScenario.write(backup, EVENTS, 1);

        assertFails(ErrorCode.HISTORY_DIFFERS, this::repair);
    }

    @Test
    void shouldNotRepairWhileAProcessWrites()
    {
        try (EmbeddedEventStore store = EmbeddedEventStore.open(CareScenario.context(data)))
        {
            assertFails(ErrorCode.LOCKED, this::repair);
            assertEquals(0, dryRun().repaired());
            CareScenario.write(store, 10, 3);
        }
    }

    @Test
    void shouldLetReadersGoOn() throws IOException
    {
        damage(SegmentImage.readAll(data).get(1), 5);
        try (LogReader reader = DataDirectory.openReader(data); Tailer tail = reader.tail(TailStart.beginning()))
        {
            final List<Long> positions = new ArrayList<>();
            assertThrows(EventLogException.class, () ->
            {
                while (tail.next())
                {
                    positions.add(tail.position());
                }
            });
            repair();
            while (tail.next())
            {
                positions.add(tail.position());
            }
            assertEquals(java.util.stream.LongStream.range(0, EVENTS).boxed().toList(), positions);
        }
    }
}
