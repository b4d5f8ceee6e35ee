package io.varve.journal.stream;

import io.varve.journal.directory.BootId;
import io.varve.journal.directory.Watermark;
import io.varve.journal.index.IndexFolder;
import io.varve.journal.segment.Segments;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Looks at every head and every link of the table of streams, beside a writer too; writes nothing. Damage here is no corruption of
 * the log: readers go around it and the next writer makes the table anew.
 *
 * <p>A table that nobody will believe, of another boot of the machine and not closed cleanly, is not looked at.
 */
public final class TableAudit
{
    /** Further looks at places that a writer may be changing, a millisecond apart; of all of them together. */
    private static final int MAX_LOOKS = 500;

    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int READ_LENGTH = 256 * 1024;

    private final Path place;
    private final StreamFolder folder;
    private final SealedLinks sealed;
    private final Segments segments;
    private final boolean hasWriter;
    private int looksLeft;
    private final List<String> faults = new ArrayList<>();

    /**
     * Of a data directory.
     *
     * @param place     folder of the table.
     * @param hasWriter whether a process may be changing it.
     */
    public TableAudit(final Path place, final IndexFolder index, final Segments segments, final boolean hasWriter)
    {
        this.place = place;
        this.hasWriter = hasWriter;
        looksLeft = hasWriter ? MAX_LOOKS : 0;
        folder = new StreamFolder(place);
        sealed = new SealedLinks(index, segments);
        this.segments = segments;
    }

    /**
     * Looks at the table.
     *
     * @param watermark of the directory, or null.
     * @return a line for each file that is damaged.
     */
    public List<String> run(
        final long journalIdHigh, final long journalIdLow, final BootId bootId, final Watermark watermark)
    {
        try
        {
            final GrowingFile memory = folder.openHeadsForReading();
            if (memory == null)
            {
                return List.of(); // not made yet
            }
            try
            {
                look(memory, journalIdHigh, journalIdLow, bootId, watermark);
            }
            finally
            {
                memory.close();
            }
        }
        catch (final IOException e)
        {
            faults.add(place + ", reason=cannot be read: " + e);
        }
        return List.copyOf(faults);
    }

    private void look(
        final GrowingFile memory,
        final long journalIdHigh,
        final long journalIdLow,
        final BootId bootId,
        final Watermark watermark) throws IOException
    {
        readThrough(place.resolve(StreamFolder.HEADS));
        final HeadsControl control = memory.length() == 0 ? null : new HeadsControl(memory);
        if (control == null || !isTrue(() -> control.isOf(journalIdHigh, journalIdLow)))
        {
            fault(StreamFolder.HEADS, "header damaged, or of another journal");
            return;
        }
        if (!isTrue(control::isRunKnown))
        {
            fault(StreamFolder.HEADS, "last run damaged, or found damaged by a reader");
            return;
        }
        final boolean isClean = watermark != null && watermark.isClean() &&
            control.isCleanAt(watermark.number(), watermark.chain());
        if (!isClean && !control.isOfBoot(bootId))
        {
            return;
        }
        if (!isTrue(() -> control.streams() >= 0))
        {
            fault(StreamFolder.HEADS, "counts contradict each other");
            return;
        }
        final long links = control.links();
        lookAtPages(memory, control, isClean || hasWriter);
        lookAtLinks(control.table(), links, isClean);
    }

    /** Reads a file plainly, so that what the disk cannot read is an exception here and no fault in mapped memory. */
    private static void readThrough(final Path file) throws IOException
    {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ))
        {
            final ByteBuffer buffer = ByteBuffer.allocateDirect(READ_LENGTH);
            while (channel.read(buffer.clear()) > 0)
            {
                Thread.onSpinWait();
            }
        }
    }

    /** A writer that was killed may have left one page in the middle of a change, which the next start mends. */
    private void lookAtPages(final GrowingFile memory, final HeadsControl control, final boolean isSettled) throws IOException
    {
        final long count = control.pages();
        memory.mapMore();
        if (HeadsControl.LENGTH + count * HeadPage.LENGTH > memory.length())
        {
            fault(StreamFolder.HEADS, "shorter than its pages: pages=" + count);
            return;
        }
        long bad = 0;
        long first = -1;
        for (long number = 0; number < count; number++)
        {
            final long page = memory.address(HeadsControl.LENGTH + number * HeadPage.LENGTH);
            final long expected = number;
            if (!isTrue(() -> HeadPage.isValid(page, control.table(), expected) && HeadPage.isSound(page)))
            {
                first = bad++ == 0 ? number : first;
            }
        }
        if (bad > (isSettled ? 0 : 1))
        {
            fault(StreamFolder.HEADS, "damaged pages=" + bad + ", first=" + first);
        }
    }

    private void lookAtLinks(final long table, final long end, final boolean isClean) throws IOException
    {
        long from = sealed.endUpTo(segments.last());
        while (from < end)
        {
            final long number = from / LinkChunk.LINKS;
            final long chunkEnd = Math.min(end, (number + 1) * LinkChunk.LINKS);
            final UnsafeBuffer buffer = folder.openChunk(number, false);
            final LinkChunk chunk = buffer == null ? null : LinkChunk.wrap(buffer, table, number);
            if (chunk == null)
            {
                if (from >= sealed.endUpTo(segments.last())) // else it was given up in this moment
                {
                    fault(StreamFolder.CHUNK_PREFIX + number, buffer == null ? "missing, or of another length" : "header damaged");
                }
            }
            else
            {
                readThrough(place.resolve(StreamFolder.CHUNK_PREFIX + number));
                lookAtChunk(chunk, number, from, chunkEnd, isClean);
            }
            from = chunkEnd;
        }
    }

    private void lookAtChunk(
        final LinkChunk chunk, final long number, final long from, final long end, final boolean isClean)
    {
        final LinkView view = new LinkView();
        long bad = 0;
        long first = -1;
        for (long link = from; link < end; link++)
        {
            if (!view.copy(chunk.buffer(), LinkChunk.offset(link)))
            {
                first = bad++ == 0 ? link : first;
            }
        }
        if (bad > 0)
        {
            fault(StreamFolder.CHUNK_PREFIX + number, "damaged links=" + bad + ", first=" + first);
        }
        else if (isClean && !chunk.isSound())
        {
            fault(StreamFolder.CHUNK_PREFIX + number, "other than when it was closed");
        }
    }

    private void fault(final String file, final String reason)
    {
        faults.add(place.resolve(file) + ", reason=" + reason);
    }

    private boolean isTrue(final BooleanSupplier condition)
    {
        boolean isTrue = condition.getAsBoolean();
        while (!isTrue && looksLeft-- > 0)
        {
            LockSupport.parkNanos(PAUSE_NS);
            isTrue = condition.getAsBoolean();
        }
        return isTrue;
    }
}
