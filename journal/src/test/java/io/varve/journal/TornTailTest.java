package io.varve.journal;

import io.varve.api.Batch;
import io.varve.api.Durability;
import io.varve.api.Event;
import io.varve.api.EventSet;
import io.varve.api.Instance;
import io.varve.api.LogReader;
import io.varve.api.Query;
import io.varve.api.TailStart;
import io.varve.api.Token;
import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import io.varve.journal.directory.BootId;
import io.varve.journal.recovery.RecoveryReport.Previous;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What is torn above the watermark is cut and kept aside; what is damaged at or below it is reported and left alone. */
class TornTailTest
{
    private static final BootId EARLIER_BOOT = new BootId(1, 2);
    private static final int SYNCED = 6;
    private static final int UNSYNCED = 2;
    private static final int LATER = 5;

    @TempDir
    Path folder;

    private Path journaled;
    private byte[] watermark;
    private Token head;

    private enum Damage
    {
        CUT_OFF, ZEROED, FLIPPED
    }

    private static StoreContext context(final Path directory)
    {
        return new StoreContext().directory(directory).segmentLength(512 * 1024);
    }

    @BeforeEach
    void write() throws IOException
    {
        boolean isUnknown = false;
        while (!isUnknown)
        {
            final Path live = folder.resolve("live");
            TestDirectories.delete(live);
            try (EmbeddedEventStore store = EmbeddedEventStore.open(context(live).bootId(EARLIER_BOOT)))
            {
                final Instance instance = store.domain("torn").aggregate("tail").instance(1);
                for (int i = 0; i < SYNCED + UNSYNCED; i++)
                {
                    if (i == SYNCED)
                    {
                        store.await(Durability.SYNCED);
                        watermark = Files.readAllBytes(live.resolve("watermark"));
                    }
                    instance.put(Batch.of(Event.of("T", i + " " + "x".repeat(500))), Durability.JOURNALED);
                }
                head = store.head();
                isUnknown = store.positions().synced() == SYNCED;
                journaled = TestDirectories.copy(live, folder.resolve("journaled"));
                isUnknown &= store.positions().synced() == SYNCED;
            }
        }
    }

    private Path crashed() throws IOException
    {
        final Path directory = TestDirectories.copy(journaled, folder.resolve("crashed"));
        Files.write(directory.resolve("watermark"), watermark);
        return directory;
    }

    private static void damage(
        final Path directory, final int documentFromEnd, final int offset, final Damage damage, final Random random)
        throws IOException
    {
        final SegmentImage image = SegmentImage.last(directory);
        final SegmentImage.Document document = image.document(documentFromEnd);
        final int at = document.bodyOffset() + offset;
        switch (damage)
        {
            case CUT_OFF ->
            {
                try (FileChannel channel = FileChannel.open(image.file, StandardOpenOption.WRITE))
                {
                    channel.truncate(at);
                }
            }
            case ZEROED ->
            {
                image.zero(at, document.endOffset());
                image.write();
            }
            case FLIPPED ->
            {
                image.bytes[at] ^= (byte)(1 << random.nextInt(8));
                image.write();
            }
        }
    }

    private static int offset(final Random random, final int round, final int length)
    {
        // The padding behind the body is nobody's; the last bytes of a body are text and never zero.
        return round == 0 ? 0 : round == 1 ? length - 1 : random.nextInt(length);
    }

    @ParameterizedTest
    @EnumSource
    void shouldCutWhatIsTornAboveTheWatermark(final Damage damage)
    {
        Seeds.run(random ->
        {
            for (int round = 0; round < 12; round++)
            {
                for (int document = 0; document < UNSYNCED; document++)
                {
                    final Path directory = crashed();
                    final SegmentImage image = SegmentImage.last(directory);
                    final int offset = offset(random, round, image.document(document).length());
                    damage(directory, document, offset, damage, random);
                    final int kept = SYNCED + UNSYNCED - 1 - document;
                    final String where = "damage=" + damage + ", document=" + document + ", offset=" + offset;

                    try (EmbeddedEventStore store = EmbeddedEventStore.open(context(directory)))
                    {
                        assertEquals(Previous.POWER_LOST, store.recovery().previous());
                        assertEquals(kept, store.positions().journaled(), where);
                        assertEquals(2, store.head().epoch(), where);
                        assertTrue(store.recovery().cutGenerations() > 0, where);
                        assertEquals(kept, store.domain("torn").aggregate("tail").instance(1).put(Event.of("T", "after")).version());
                        assertThrowsHistoryDiffers(store, where);
                    }
                    assertOriginalsAreKept(directory, where);
                    assertEquals(kept + 1 + LATER, PlainChronicle.readAll(directory).size());
                    assertEquals(0, DataDirectory.verify(directory).corrupt());
                    assertEquals(kept + 1 + LATER, DataDirectory.verify(directory).events());
                    try (EmbeddedEventStore again = EmbeddedEventStore.open(context(directory)))
                    {
                        assertEquals(Previous.CLEAN, again.recovery().previous());
                        assertEquals(2, again.head().epoch(), where);
                    }
                }
            }
        });
    }

    private void assertThrowsHistoryDiffers(final EmbeddedEventStore store, final String where)
    {
        for (int i = 0; i < LATER; i++)
        {
            store.domain("torn").aggregate("tail").instance(1).put(Batch.of(Event.of("T", "later")), Durability.JOURNALED);
        }
        final EventLogException failure =
            assertThrows(EventLogException.class, () -> store.tail(TailStart.at(head)), where);
        assertEquals(ErrorCode.HISTORY_DIFFERS, failure.code());
    }

    private static void assertOriginalsAreKept(final Path directory, final String where) throws IOException
    {
        assertTrue(Files.isDirectory(directory.resolve("cut")), where);
        try (Stream<Path> kept = Files.walk(directory.resolve("cut")))
        {
            assertTrue(kept.anyMatch(file -> file.toString().endsWith(".cq4")), where);
        }
    }

    /** Without what is derived: a start that is refused may have begun to make that anew. */
    private static Map<String, Integer> contentOfTheLog(final Path directory) throws IOException
    {
        final Map<String, Integer> content = TestDirectories.content(directory);
        content.keySet().removeIf(name -> name.startsWith("index/"));
        return content;
    }

    @ParameterizedTest
    @EnumSource
    void shouldLeaveWhatIsDamagedAtOrBelowTheWatermarkAlone(final Damage damage)
    {
        Seeds.run(random ->
        {
            for (int round = 0; round < 12; round++)
            {
                for (int document = UNSYNCED; document < UNSYNCED + 2; document++)
                {
                    final Path directory = crashed();
                    final int length = SegmentImage.last(directory).document(document).length();
                    final int offset = offset(random, round, length);
                    damage(directory, document, offset, damage, random);
                    final Map<String, Integer> before = contentOfTheLog(directory);
                    final long position = SYNCED + UNSYNCED - 1L - document;

                    final EventLogException failure = assertThrows(EventLogException.class,
                        () -> EmbeddedEventStore.open(context(directory)).close(), "document=" + document + ", offset=" + offset);

                    assertEquals(ErrorCode.CORRUPT, failure.code(), failure.getMessage());
                    assertTrue(failure.getMessage().contains("position=" + position + ","), failure.getMessage());
                    assertEquals(before, contentOfTheLog(directory));
                    final VerifyReport report = DataDirectory.verify(directory);
                    assertTrue(report.corrupt() > 0, report.toString());
                    assertEquals(before, contentOfTheLog(directory));
                }
            }
        });
    }

    @Test
    void shouldCallDamageBelowWhatAKilledProcessHadJournaledCorruption()
    {
        Seeds.run(random ->
        {
            for (int document = 0; document < UNSYNCED; document++)
            {
                final Path directory = crashed();
                damage(directory, document, 60, Damage.FLIPPED, random);
                final Map<String, Integer> before = TestDirectories.content(directory);

                final EventLogException failure = assertThrows(EventLogException.class,
                    () -> EmbeddedEventStore.open(context(directory).bootId(EARLIER_BOOT)).close());

                assertEquals(ErrorCode.CORRUPT, failure.code());
                assertEquals(before, TestDirectories.content(directory));
            }
        });
    }

    @Test
    void shouldCallAnyDamageAfterACleanCloseCorruption() throws IOException
    {
        final Path directory = folder.resolve("live");
        damage(directory, 0, 60, Damage.FLIPPED, new Random(1));
        final Map<String, Integer> before = TestDirectories.content(directory);

        final EventLogException failure =
            assertThrows(EventLogException.class, () -> EmbeddedEventStore.open(context(directory)).close());

        assertEquals(ErrorCode.CORRUPT, failure.code());
        assertEquals(before, TestDirectories.content(directory));
    }

    @Test
    void shouldStartWithOneOrNoValidWatermarkSlot() throws IOException
    {
        final List<byte[]> torn = new ArrayList<>();
        for (int slot = 0; slot < 2; slot++)
        {
            final byte[] one = watermark.clone();
            one[slot * 512 + 40] ^= 1;
            torn.add(one);
            final byte[] zeroed = watermark.clone();
            java.util.Arrays.fill(zeroed, slot * 512, slot * 512 + 512, (byte)0);
            torn.add(zeroed);
        }
        torn.add(new byte[1_024]);
        torn.add(new byte[0]);
        torn.add(java.util.Arrays.copyOf(watermark, 512));
        torn.add(java.util.Arrays.copyOf(watermark, 700));
        torn.add(null);
        for (final byte[] bytes : torn)
        {
            final Path directory = crashed();
            if (bytes == null)
            {
                Files.delete(directory.resolve("watermark"));
            }
            else
            {
                Files.write(directory.resolve("watermark"), bytes);
            }

            try (LogReader reader = DataDirectory.openReader(directory))
            {
                assertEquals(SYNCED + UNSYNCED, reader.collect(Query.all()).count());
            }
            try (EmbeddedEventStore store = EmbeddedEventStore.open(context(directory)))
            {
                final EventSet found = store.collect(Query.all());
                assertEquals(SYNCED + UNSYNCED, found.count());
                assertEquals(1, store.head().epoch());
                assertEquals(head, store.head());
                assertEquals(SYNCED + UNSYNCED,
                    store.domain("torn").aggregate("tail").instance(1).put(Event.of("T", "after")).position());
            }
            assertEquals(SYNCED + UNSYNCED + 1, PlainChronicle.readAll(directory).size());
        }
    }

    @Test
    void shouldCallAWatermarkAheadOfAnEmptyJournalCorruption() throws IOException
    {
        final Path directory = crashed();
        for (final Path file : SegmentImage.files(directory))
        {
            Files.delete(file);
        }

        final EventLogException failure =
            assertThrows(EventLogException.class, () -> EmbeddedEventStore.open(context(directory)).close());

        assertEquals(ErrorCode.CORRUPT, failure.code());
        assertNotNull(failure.getMessage());
        assertFalse(failure.getMessage().contains("\n"));
    }

    @Test
    void shouldFinishARecoveryThatWasKilledHalfWay() throws IOException
    {
        // What a first recovery may have left behind: its scratch folder, the kept originals, a watermark of the new epoch.
        final Path directory = crashed();
        damage(directory, 0, 60, Damage.FLIPPED, new Random(2));
        Files.createDirectories(directory.resolve("journal/recovering"));
        Files.copy(SegmentImage.files(directory).get(0), directory.resolve("journal/recovering/19700101-00F.cq4"),
            StandardCopyOption.REPLACE_EXISTING);
        Files.write(directory.resolve("journal/recovering/metadata.cq4t"), new byte[131_072]);
        Files.createDirectories(directory.resolve("cut/20200101-000000-000"));
        Files.write(directory.resolve("journal/19700101-01F.precreated"), new byte[1_000]);

        try (EmbeddedEventStore store = EmbeddedEventStore.open(context(directory)))
        {
            assertEquals(SYNCED + UNSYNCED - 1, store.positions().journaled());
        }
        assertEquals(SYNCED + UNSYNCED - 1, PlainChronicle.readAll(directory).size());
        assertFalse(Files.exists(directory.resolve("journal/recovering")));
    }
}
