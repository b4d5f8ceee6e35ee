package io.varve.journal;

import io.varve.api.Query;
import io.varve.api.RecordedEvent;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * The reopen trap: pages reach the disk in any order, so after a loss of power Chronicle's bookkeeping may be ahead of or behind
 * the documents. Each test composes what may lie on the disk from an earlier and a later state of the same directory.
 */
class PowerLossTest extends PowerLossScenario
{
    /** One less than Chronicle's index spacing: the last documents make the index change. */
    private static final int SYNCED = 255;

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

    private Path lose(final Loss loss) throws IOException
    {
        final Path directory = TestDirectories.copy(journaled, folder.resolve("lost"));
        Files.copy(synced.resolve("watermark"), directory.resolve("watermark"), StandardCopyOption.REPLACE_EXISTING);
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
