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
 */
public final class ReadSegments implements Segments
{
    private final Path folder;
    private final SegmentFolder names;
    private Segment last;
    private Segment beforeLast;

    /** Of the folder {@code journal} of a data directory. */
    public ReadSegments(final Path folder)
    {
        this.folder = folder;
        names = new SegmentFolder(folder);
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
            beforeLast = last; // let go of ahead of reading: a segment is large
            last = null;
            last = read(number, file);
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

    /**
     * Reads a whole segment.
     *
     * @return null when the file is too short to hold anything.
     */
    public static Segment read(final long number, final Path file) throws IOException
    {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ))
        {
            if (channel.size() < Framing.WORD_LENGTH)
            {
                return null;
            }
            final ByteBuffer bytes = ByteBuffer.allocateDirect((int)Math.min(channel.size(), Integer.MAX_VALUE - 8));
            while (bytes.hasRemaining() && channel.read(bytes) >= 0)
            {
                // Until the end of the file, or of what there was when it was opened.
            }
            return new Segment(number, new UnsafeBuffer(bytes), 0, file.toString());
        }
    }
}
