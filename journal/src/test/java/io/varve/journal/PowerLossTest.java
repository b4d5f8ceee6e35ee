package io.varve.journal;

import io.varve.api.Ack;
import io.varve.api.Batch;
import io.varve.api.Durability;
import io.varve.api.Event;
import io.varve.api.Instance;
import io.varve.api.LogReader;
import io.varve.api.Query;
import io.varve.api.RecordedEvent;
import io.varve.codec.generation.GenerationCheck;
import io.varve.codec.generation.GenerationDecoder;
import io.varve.journal.directory.BootId;
import io.varve.journal.recovery.RecoveryReport.Previous;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * The reopen trap: pages reach the disk in any order, so after a loss of power Chronicle's bookkeeping may be ahead of or behind
 * the documents. Each test composes what may lie on the disk from an earlier and a later state of the same directory.
 */
class PowerLossTest
{
    private static final BootId EARLIER_BOOT = new BootId(1, 2);

    /** One less than Chronicle's index spacing: the last documents make the index change. */
    private static final int SYNCED = 255;
    private static final int UNSYNCED = 3;
    private static final int APPENDED = 50;
    private static final int SEGMENT_LENGTH = 512 * 1024;

    @TempDir
    Path folder;

    private enum Kept
    {
        NEW, OLD, ZERO
    }

    private enum KeptDocument
    {
        WHOLE, NOTHING, BODY, WORD
    }

    private enum KeptMetadata
    {
        NEW, OLD, MISSING, ZERO
    }

    private record Loss(
        Kept writePosition, Kept sequence, Kept index, KeptMetadata metadata, List<KeptDocument> documents)
    {
        /** Documents ahead of the first that is not whole; one without its word is whole to a reader that looks for magic. */
        int mayKeep()
        {
            return (int)documents.stream()
                .takeWhile(kept -> kept == KeptDocument.WHOLE || kept == KeptDocument.BODY).count();
        }

        int mustKeep()
        {
            return (int)documents.stream().takeWhile(kept -> kept == KeptDocument.WHOLE).count();
        }
    }

    private Path synced;
    private Path journaled;

    private StoreContext context(final Path directory)
    {
        return new StoreContext().directory(directory).segmentLength(SEGMENT_LENGTH);
    }

    private static Batch batch(final int number, final int length)
    {
        return Batch.of(Event.of("T", (number + " ").repeat(length).substring(0, Math.max(length, 5))));
    }

    /** Takes the two states: everything synced, and more that was not. */
    private void write(final int syncedCount, final int length) throws IOException
    {
        while (true)
        {
            final Path live = folder.resolve("live");
            TestDirectories.delete(live);
            try (EmbeddedEventStore store = EmbeddedEventStore.open(context(live).bootId(EARLIER_BOOT)))
            {
                final Instance instance = store.domain("power").aggregate("loss").instance("k");
                for (int i = 0; i < syncedCount; i++)
                {
                    instance.put(batch(i, length), Durability.JOURNALED);
                }
                store.await(Durability.SYNCED);
                synced = TestDirectories.copy(live, folder.resolve("synced"));
                for (int i = 0; i < UNSYNCED; i++)
                {
                    instance.put(batch(syncedCount + i, length), Durability.JOURNALED);
                }
                journaled = TestDirectories.copy(live, folder.resolve("journaled"));
            }
            if (isUnsyncedUnknown(syncedCount))
            {
                return;
            }
        }
    }

    /** Whether no later generation says that an unsynced one was synced: the background sync may have come between. */
    private boolean isUnsyncedUnknown(final int syncedCount) throws IOException
    {
        long highest = -1;
        for (final SegmentImage image : SegmentImage.readAll(journaled))
        {
            for (final SegmentImage.Document document : image.documents)
            {
                highest = Math.max(highest, decoder(image.body(document)).syncedUpTo());
            }
        }
        return highest < syncedCount;
    }

    private static GenerationDecoder decoder(final byte[] body)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(body.length));
        buffer.putBytes(0, body);
        final GenerationDecoder decoder = new GenerationDecoder();
        assertEquals(GenerationCheck.VALID, decoder.wrap(buffer, 0, body.length));
        return decoder;
    }

    private Path lose(final Loss loss) throws IOException
    {
        final Path directory = TestDirectories.copy(journaled, folder.resolve("lost"));
        Files.copy(synced.resolve("watermark"), directory.resolve("watermark"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        final SegmentImage old = SegmentImage.last(synced);
        final SegmentImage image = SegmentImage.last(directory);
        assertEquals(old.file.getFileName(), image.file.getFileName());
        loseLong(image, SegmentImage.WRITE_POSITION, loss.writePosition, old);
        loseLong(image, SegmentImage.SEQUENCE_WORD, loss.sequence, old);
        if (loss.index != Kept.NEW)
        {
            image.loseIndex(loss.index == Kept.OLD ? old : null);
        }
        for (int i = 0; i < UNSYNCED; i++)
        {
            final SegmentImage.Document document = image.document(UNSYNCED - 1 - i);
            switch (loss.documents.get(i))
            {
                case NOTHING -> image.zero(document.wordOffset(), document.endOffset());
                case BODY -> image.zero(document.wordOffset(), document.bodyOffset());
                case WORD -> image.zero(document.bodyOffset(), document.endOffset());
                case WHOLE ->
                {
                }
            }
        }
        image.write();
        loseMetadata(directory.resolve("journal/metadata.cq4t"), loss.metadata);
        return directory;
    }

    private static void loseLong(final SegmentImage image, final int offset, final Kept kept, final SegmentImage old)
    {
        if (kept != Kept.NEW)
        {
            image.loseLong(offset, kept == Kept.OLD ? old : null);
        }
    }

    private void loseMetadata(final Path file, final KeptMetadata kept) throws IOException
    {
        switch (kept)
        {
            case MISSING -> Files.delete(file);
            case ZERO -> Files.write(file, new byte[(int)Files.size(file)]);
            case OLD -> Files.write(file, Files.readAllBytes(synced.resolve("journal/metadata.cq4t")));
            case NEW ->
            {
            }
        }
    }

    /** Starts after the loss, appends, and reads everything back three ways. */
    private void assertGoesOn(final Path directory, final int mustKeep, final int mayKeep) throws IOException
    {
        final int kept;
        final List<String> expected = new ArrayList<>();
        try (EmbeddedEventStore store = EmbeddedEventStore.open(context(directory)))
        {
            assertEquals(Previous.POWER_LOST, store.recovery().previous());
            kept = (int)store.positions().journaled();
            assertTrue(kept >= mustKeep && kept <= mayKeep, "kept=" + kept + ", from " + mustKeep + " to " + mayKeep);
            store.collect(Query.all()).forEach(event -> expected.add(text(event)));
            for (int i = 0; i < kept; i++)
            {
                assertTrue(expected.get(i).startsWith(i + " " + i + ":" + i + " "), expected.get(i));
            }
            final Instance instance = store.domain("power").aggregate("loss").instance("k");
            for (int i = 0; i < APPENDED; i++)
            {
                final Ack ack = instance.put(batch(kept + i, 20), Durability.JOURNALED);
                assertEquals(kept + i, ack.position());
                assertEquals(kept + i, ack.version());
                expected.add((kept + i) + " " + (kept + i) + ":" + batchText(kept + i));
            }
            store.await(Durability.SYNCED);
            assertEquals(expected, store.collect(Query.all()).stream().map(PowerLossTest::text).toList());
            assertSeenByAPlainTailer(directory, expected);
        }
        try (LogReader reader = DataDirectory.openReader(directory))
        {
            assertEquals(expected, reader.collect(Query.all()).stream().map(PowerLossTest::text).toList());
        }
        assertSeenByAPlainTailer(directory, expected);
        final VerifyReport report = DataDirectory.verify(directory);
        assertEquals(0, report.corrupt() + report.torn(), report::toString);
        assertEquals(expected.size(), report.events());
    }

    private static String batchText(final int number)
    {
        return (number + " ").repeat(20).substring(0, 20);
    }

    private static String text(final RecordedEvent event)
    {
        return event.position() + " " + event.version() + ":" + event.text();
    }

    private static void assertSeenByAPlainTailer(final Path directory, final List<String> expected)
    {
        long position = 0;
        for (final byte[] document : PlainChronicle.readAll(directory))
        {
            final GenerationDecoder generation = decoder(document);
            assertEquals(position, generation.firstPosition());
            position = generation.nextPosition();
        }
        assertEquals(expected.size(), position, "events that a plain tailer sees");
    }

    private void assertGoesOn(final Loss loss, final int syncedCount) throws IOException
    {
        try
        {
            assertGoesOn(lose(loss), syncedCount + loss.mustKeep(), syncedCount + loss.mayKeep());
        }
        catch (final RuntimeException | IOException | AssertionError e)
        {
            throw new AssertionError("after " + loss + ": " + e, e);
        }
    }

    /** Each part kept or lost: 2^7 combinations; what a lost one leaves is chosen at random. */
    @Test
    void shouldGoOnWhateverWasKeptOfTheLastDocumentsAndTheBookkeeping()
    {
        Seeds.run(random ->
        {
            write(SYNCED, 20);
            for (int bits = 0; bits < 128; bits++)
            {
                assertGoesOn(new Loss(
                    kept(bits, 1, random),
                    kept(bits, 2, random),
                    kept(bits, 4, random),
                    (bits & 8) == 0 ? KeptMetadata.NEW : KeptMetadata.values()[1 + random.nextInt(3)],
                    List.of(keptDocument(bits, 16, random), keptDocument(bits, 32, random), keptDocument(bits, 64, random))),
                    SYNCED);
            }
        });
    }

    private static Kept kept(final int bits, final int bit, final Random random)
    {
        return (bits & bit) == 0 ? Kept.NEW : Kept.values()[1 + random.nextInt(2)];
    }

    private static KeptDocument keptDocument(final int bits, final int bit, final Random random)
    {
        return (bits & bit) == 0 ? KeptDocument.WHOLE :
            random.nextBoolean() ? KeptDocument.NOTHING : KeptDocument.values()[1 + random.nextInt(3)];
    }

    @Test
    @Tag("slow")
    void shouldGoOnInEveryCombinationOfEveryKindOfLoss() throws IOException
    {
        write(SYNCED, 20);
        for (final Kept writePosition : Kept.values())
        {
            for (final Kept sequence : Kept.values())
            {
                for (final Kept index : Kept.values())
                {
                    for (final KeptMetadata metadata : KeptMetadata.values())
                    {
                        for (int documents = 0; documents < 64; documents++)
                        {
                            assertGoesOn(new Loss(writePosition, sequence, index, metadata, List.of(
                                KeptDocument.values()[documents & 3],
                                KeptDocument.values()[documents >> 2 & 3],
                                KeptDocument.values()[documents >> 4 & 3])), SYNCED);
                        }
                    }
                }
            }
        }
    }

    /** What is unsynced stands on both sides of a roll. */
    @Test
    void shouldGoOnWhateverWasKeptAroundARoll() throws IOException
    {
        final int length = 60_000;
        int fits = 0;
        write(1, length);
        while (SegmentImage.files(journaled).size() < 2 || SegmentImage.readAll(journaled).get(1).documents.isEmpty() ||
            SegmentImage.readAll(synced).size() > 1 && !SegmentImage.readAll(synced).get(1).documents.isEmpty())
        {
            write(++fits, length);
        }
        final int inSecond = SegmentImage.readAll(journaled).get(1).documents.size();
        final int syncedCount = fits;
        for (int loss = 0; loss < 64; loss++)
        {
            final Path directory = TestDirectories.copy(journaled, folder.resolve("lost"));
            Files.copy(synced.resolve("watermark"), directory.resolve("watermark"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            final SegmentImage first = SegmentImage.readAll(directory).get(0);
            final SegmentImage second = SegmentImage.readAll(directory).get(1);
            int kept = UNSYNCED;
            if ((loss & 1) != 0)
            {
                first.zero(first.endOffset, first.endOffset + 8);
            }
            if ((loss & 2) != 0)
            {
                final SegmentImage.Document document = first.document(0);
                first.zero(document.bodyOffset() + 4_000, document.bodyOffset() + 8_000);
                kept = inSecond == UNSYNCED ? kept : UNSYNCED - inSecond - 1;
            }
            if ((loss & 1) != 0 || (loss & 2) != 0)
            {
                first.loseLong(SegmentImage.WRITE_POSITION, null);
                first.write();
            }
            final int secondLoss = loss >> 2;
            if (inSecond == UNSYNCED && (loss & 2) != 0)
            {
                continue; // the damaged one was synced
            }
            kept = Math.min(kept, loseSecond(secondLoss, second, UNSYNCED - inSecond));
            try
            {
                assertGoesOn(directory, syncedCount + Math.max(kept, 0), syncedCount + UNSYNCED);
            }
            catch (final RuntimeException | IOException | AssertionError e)
            {
                throw new AssertionError("loss=" + loss + ": " + e, e);
            }
        }
    }

    /** @return unsynced documents that are kept at least. */
    private static int loseSecond(final int loss, final SegmentImage second, final int before) throws IOException
    {
        switch (loss)
        {
            case 0:
                return UNSYNCED;
            case 1:
                Files.delete(second.file);
                return before;
            case 2:
                Files.write(second.file, new byte[0]);
                return before;
            case 3:
                Files.write(second.file, new byte[second.bytes.length]);
                return before;
            case 4:
                second.zero(0, second.firstDataOffset);
                second.write();
                return before;
            case 5:
                second.zero(0, 4_096);
                second.write();
                return before;
            case 6:
                second.zero(second.firstDataOffset, second.endOffset);
                second.write();
                return before;
            case 7:
                second.loseLong(SegmentImage.WRITE_POSITION, null);
                second.loseLong(SegmentImage.SEQUENCE_WORD, null);
                break;
            case 8:
                second.zero(4_096, second.document(0).bodyOffset() + 100);
                second.write();
                return before;
            case 9:
                Files.write(second.file, java.util.Arrays.copyOf(second.bytes, 2));
                return before;
            case 10:
                ByteBuffer.wrap(second.bytes).order(java.nio.ByteOrder.LITTLE_ENDIAN).putInt(0, 0x8000_0000);
                second.write();
                return before;
            case 11:
                Files.write(second.file, java.util.Arrays.copyOf(second.bytes, second.document(0).bodyOffset() + 50));
                return before;
            default:
                Files.write(second.file, java.util.Arrays.copyOf(second.bytes, loss * 3_000));
                return before;
        }
        second.write();
        return UNSYNCED;
    }

    @Test
    void shouldKeepEverythingOfAWriterThatWasOnlyKilled() throws IOException
    {
        write(SYNCED, 20);
        final Path directory = TestDirectories.copy(journaled, folder.resolve("killed"));

        try (EmbeddedEventStore store = EmbeddedEventStore.open(context(directory).bootId(EARLIER_BOOT)))
        {
            assertTrue(store.recovery().toString().startsWith("previous=killed cut=0 "), store.recovery().toString());
            assertEquals(SYNCED + UNSYNCED, store.positions().journaled());
            assertEquals(SYNCED + UNSYNCED, store.positions().synced());
            assertEquals(IntStream.range(0, SYNCED + UNSYNCED).mapToObj(i -> (long)i).toList(),
                store.collect(Query.all()).stream().map(RecordedEvent::position).toList());
        }
    }
}
