package io.varve.journal.stream;

import io.varve.journal.directory.DurableFiles;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A mapped file as growing memory. What is mapped was written before, so that a full disk is an exception and never a fault, and
 * the file is never shortened.
 */
final class GrowingFile extends GrowingMemory
{
    private final FileChannel channel;
    private final boolean isWritable;

    private GrowingFile(final FileChannel channel, final boolean isWritable)
    {
        this.channel = channel;
        this.isWritable = isWritable;
    }

    /** Maps a file for writing; made when it is missing. A length that no block ends at was left by a full disk. */
    static GrowingFile openForWriting(final Path file) throws IOException
    {
        return open(DurableFiles.open(file), true);
    }

    /** Maps what a file has for reading. */
    static GrowingFile openForReading(final Path file) throws IOException
    {
        return open(FileChannel.open(file, StandardOpenOption.READ), false);
    }

    private static GrowingFile open(final FileChannel channel, final boolean isWritable) throws IOException
    {
        final GrowingFile opened = new GrowingFile(channel, isWritable);
        try
        {
            opened.mapMore();
            return opened;
        }
        catch (final IOException | RuntimeException e)
        {
            channel.close();
            throw e;
        }
    }

    /** Maps the blocks that the file has gained. */
    void mapMore() throws IOException
    {
        while (length() + lengthAt(length()) <= channel.size())
        {
            grow();
        }
    }

    @Override
    UnsafeBuffer allocate(final long offset, final int lengthBytes) throws IOException
    {
        final boolean isNew = isWritable && channel.size() <= offset;
        if (isWritable)
        {
            Zeros.write(channel, Math.max(offset, channel.size()), offset + lengthBytes);
        }
        final UnsafeBuffer block = new UnsafeBuffer(
            channel.map(isWritable ? MapMode.READ_WRITE : MapMode.READ_ONLY, offset, lengthBytes));
        if (isNew)
        {
            MappedPages.touch(block);
        }
        return block;
    }

    @Override
    void force() throws IOException
    {
        int index = 0;
        for (UnsafeBuffer block = block(index); block != null; block = block(++index))
        {
            ((MappedByteBuffer)block.byteBuffer()).force();
        }
        channel.force(true);
    }

    @Override
    void close()
    {
        try
        {
            channel.close();
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException(e);
        }
    }
}
