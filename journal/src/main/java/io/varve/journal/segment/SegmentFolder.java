package io.varve.journal.segment;

import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Segments that are files of a folder, mapped read-only.
 *
 * <p>A mapping ends when nobody can reach its buffer any more, never earlier: a late reader gets an exception from its
 * cursor, not a fault from the machine.
 */
public final class SegmentFolder implements Segments
{
    private final Path folder;

    /** Of the folder {@code journal} of a data directory. */
    public SegmentFolder(final Path folder)
    {
        this.folder = folder;
    }

    @Override
    public long first()
    {
        return numbers().min().orElse(0);
    }

    @Override
    public long last()
    {
        return numbers().max().orElse(-1);
    }

    private LongStream numbers()
    {
        if (!Files.isDirectory(folder))
        {
            return LongStream.empty();
        }
        try (Stream<Path> files = Files.list(folder))
        {
            final long[] numbers = files.mapToLong(file -> SegmentNames.number(file.getFileName().toString()))
                .filter(number -> number >= 0)
                .toArray();
            return LongStream.of(numbers);
        }
        catch (final IOException e)
        {
            throw new EventLogException(ErrorCode.IO_ERROR, "cannot list segments: folder=" + folder, e);
        }
    }

    /** An interrupt closes a channel that is being opened; the segment is there all the same, so it is opened again. */
    @Override
    public Segment open(final long number)
    {
        boolean wasInterrupted = Thread.interrupted();
        try
        {
            while (true)
            {
                try
                {
                    return map(number, folder.resolve(SegmentNames.file(number)));
                }
                catch (final ClosedByInterruptException e)
                {
                    wasInterrupted |= Thread.interrupted();
                }
            }
        }
        catch (final NoSuchFileException e)
        {
            return null;
        }
        catch (final IOException e)
        {
            throw new EventLogException(ErrorCode.IO_ERROR,
                "cannot map a segment: file=" + folder.resolve(SegmentNames.file(number)) + ", reason=" + e.getMessage(), e);
        }
        finally
        {
            if (wasInterrupted)
            {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Maps a segment's file.
     *
     * @return null when it is too short to hold anything.
     */
    public static Segment map(final long number, final Path file) throws IOException
    {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ))
        {
            final long length = Math.min(channel.size(), Integer.MAX_VALUE);
            return length < Framing.WORD_LENGTH ? null : new Segment(
                number,
                new UnsafeBuffer(channel.map(FileChannel.MapMode.READ_ONLY, 0, length)),
                0,
                file.toString());
        }
    }
}
