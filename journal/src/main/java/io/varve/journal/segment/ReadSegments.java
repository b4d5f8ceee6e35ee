package io.varve.journal.segment;

import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Segments of a folder that are read, not mapped: what the disk cannot read is an exception here, where a mapping would
 * fault. For one pass from front to back; keeps the two segments that were read last, since whoever stands at the end of one looks
 * into the next and comes back.
 *
 * <p>Fresh memory for each segment is the larger part of reading it: it is filled with zeros first, and given back when a
 * collection comes. So the memory of a segment can be {@linkplain #inTwoBuffers taken again} for the next but one.
 */
public final class ReadSegments implements Segments
{
    private final Path folder;
    private final SegmentFolder names;
    private final boolean isMemoryTakenAgain;
    private Segment last;
    private Segment beforeLast;

    /** Of the folder {@code journal} of a data directory. */
    public ReadSegments(final Path folder)
    {
        this(folder, false);
    }

    private ReadSegments(final Path folder, final boolean isMemoryTakenAgain)
    {
        this.folder = folder;
        this.isMemoryTakenAgain = isMemoryTakenAgain;
        names = new SegmentFolder(folder);
    }

    /**
     * Of the folder {@code journal} of a data directory, for one thread that holds at most two segments at a time: opening a third
     * one empties the first, and what was wrapped of it is not to be read any more.
     */
    public static ReadSegments inTwoBuffers(final Path folder)
    {
        return new ReadSegments(folder, true);
    }

    @Override
    public long first()
    {
        return names.first();
    }

    @Override
    public long last()
    {
        return names.last();
    }

    @Override
    public synchronized Segment open(final long number)
    {
        if (last != null && last.number() == number)
        {
            return last;
        }
        if (beforeLast != null && beforeLast.number() == number)
        {
            final Segment found = beforeLast;
            beforeLast = last;
            last = found;
            return found;
        }
        final Path file = folder.resolve(SegmentNames.file(number));
        if (!Files.exists(file))
        {
            return null;
        }
        try
        {
            final ByteBuffer memory = memoryOf(beforeLast);
            beforeLast = last; // let go of ahead of reading: a segment is large
            last = null;
            last = read(number, file, memory);
            return last;
        }
        catch (final NoSuchFileException e)
        {
            return null;
        }
        catch (final IOException e)
        {
            throw new EventLogException(ErrorCode.IO_ERROR, "cannot read a segment: file=" + file + ", reason=" + e.getMessage() +
                "; restore it from a backup", e);
        }
    }

    /** Empties a segment, whose memory will hold another one. */
    private ByteBuffer memoryOf(final Segment segment)
    {
        if (!isMemoryTakenAgain || segment == null)
        {
            return null;
        }
        final ByteBuffer memory = segment.buffer().byteBuffer();
        segment.buffer().wrap(0, 0);
        return memory;
    }

    /**
     * Reads a whole segment.
     *
     * @return null when the file is too short to hold anything.
     */
    public static Segment read(final long number, final Path file) throws IOException
    {
        return read(number, file, null);
    }

    private static Segment read(final long number, final Path file, final ByteBuffer memory) throws IOException
    {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ))
        {
            if (channel.size() < Framing.WORD_LENGTH)
            {
                return null;
            }
            final int length = (int)Math.min(channel.size(), Integer.MAX_VALUE - 8);
            final boolean isEnough = memory != null && memory.capacity() >= length;
            final ByteBuffer bytes = isEnough ? memory.clear().limit(length) : ByteBuffer.allocateDirect(length);
            while (bytes.hasRemaining() && channel.read(bytes) >= 0)
            {
                // Until the end of the file, or of what there was when it was opened.
            }
            final int read = bytes.position();
            return read < Framing.WORD_LENGTH ? null : new Segment(number, new UnsafeBuffer(bytes, 0, read), 0, file.toString());
        }
    }
}
