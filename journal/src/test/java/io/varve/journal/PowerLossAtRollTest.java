package io.varve.journal;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;

/** What is unsynced stands on both sides of a roll: the end of one file and the begin of the next, each kept or lost. */
class PowerLossAtRollTest extends PowerLossScenario
{
    @Test
    void shouldGoOnWhateverWasKeptAroundARoll() throws IOException
    {
        final int length = 60_000;
        int fits = 4;
        write(fits, length);
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
                StandardCopyOption.REPLACE_EXISTING);
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
                Files.write(second.file, Arrays.copyOf(second.bytes, 2));
                return before;
            case 10:
                ByteBuffer.wrap(second.bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(0, 0x8000_0000);
                second.write();
                return before;
            case 11:
                Files.write(second.file, Arrays.copyOf(second.bytes, second.document(0).bodyOffset() + 50));
                return before;
            default:
                Files.write(second.file, Arrays.copyOf(second.bytes, loss * 3_000));
                return before;
        }
        second.write();
        return UNSYNCED;
    }
}
