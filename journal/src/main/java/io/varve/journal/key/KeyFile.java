package io.varve.journal.key;

import io.varve.codec.key.KeyMemory;
import io.varve.journal.directory.DurableFiles;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Memory of a key table that is a mapped file. It is written with zeros before it is mapped, and never shortened: a table that
 * is of no use is replaced by a new file. Mappings end when nobody refers to them any more.
 */
final class KeyFile extends KeyMemory
{
    /** Most bytes that are added at once, so that whoever adds a key does not wait for long. */
    private static final int STEP_LENGTH = 1024 * 1024;
    private static final int MAPPING_LENGTH = 1024 * 1024 * 1024;

    private final Path file;
    private FileChannel channel;
    private final FileChannel.MapMode mode;
    private final List<MappedByteBuffer> mappings = new ArrayList<>(); // keeps them alive
    private long mappedLength;

    private KeyFile(final Path file, final FileChannel channel, final FileChannel.MapMode mode)
    {
        this.file = file;
        this.channel = channel;
        this.mode = mode;
    }

    /** A new file in the place of whatever was there. */
    static KeyFile create(final Path file) throws IOException
    {
        DurableFiles.createFolders(file.getParent());
        Files.deleteIfExists(file);
        final KeyFile created = new KeyFile(file, DurableFiles.open(file), FileChannel.MapMode.READ_WRITE);
        try
        {
            created.append(CHUNK_LENGTH);
            DurableFiles.syncFolder(file.getParent());
            return created;
        }
        catch (final IOException | RuntimeException e)
        {
            created.close();
            Files.deleteIfExists(file);
            throw e;
        }
    }

    /** An existing file, or null when there is none that could be one. */
    static KeyFile open(final Path file) throws IOException
    {
        return Files.exists(file) ? opened(file, DurableFiles.open(file), FileChannel.MapMode.READ_WRITE) : null;
    }

    /** An existing file that another process may be adding to, or null when there is none that could be one. */
    static KeyFile follow(final Path file) throws IOException
    {
        return Files.exists(file) ?
            opened(file, FileChannel.open(file, StandardOpenOption.READ), FileChannel.MapMode.READ_ONLY) : null;
    }

    private static KeyFile opened(final Path file, final FileChannel channel, final FileChannel.MapMode mode)
        throws IOException
    {
        final KeyFile opened = new KeyFile(file, channel, mode);
        try
        {
            opened.map();
        }
        catch (final IOException | RuntimeException e)
        {
            opened.close();
            throw e;
        }
        if (opened.chunkCount() == 0)
        {
            opened.close();
            return null;
        }
        return opened;
    }

    private void append(final int length) throws IOException
    {
        DurableFiles.writeFully(channel, ByteBuffer.allocate(length), mappedLength);
        map();
    }

    /** Maps the chunks that are there and not mapped yet. */
    private synchronized void map() throws IOException
    {
        final long whole = Math.min(channel.size(), (long)MAX_CHUNKS * CHUNK_LENGTH) / CHUNK_LENGTH * CHUNK_LENGTH;
        while (mappedLength < whole)
        {
            final int length = (int)Math.min(MAPPING_LENGTH, whole - mappedLength);
            final MappedByteBuffer mapped = channel.map(mode, mappedLength, length);
            mappings.add(mapped);
            add(new UnsafeBuffer(mapped).addressOffset(), length / CHUNK_LENGTH);
            mappedLength += length;
        }
    }

    @Override
    public boolean grow()
    {
        final boolean isInterrupted = Thread.interrupted(); // a channel is closed under a thread that is
        try
        {
            if (chunkCount() == MAX_CHUNKS)
            {
                return false;
            }
            if (!channel.isOpen())
            {
                channel = DurableFiles.open(file);
            }
            append((int)Math.min(STEP_LENGTH, Math.max(mappedLength / 4 / CHUNK_LENGTH * CHUNK_LENGTH, CHUNK_LENGTH)));
            return true;
        }
        catch (final IOException e)
        {
            return false; // the disk is full, or worse: keys stay where they are until there is room
        }
        finally
        {
            if (isInterrupted)
            {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void refresh()
    {
        if (mode != FileChannel.MapMode.READ_ONLY)
        {
            return;
        }
        try
        {
            map();
        }
        catch (final IOException e)
        {
            return; // what is not mapped is not found, and looked up elsewhere
        }
    }

    /** Puts everything on stable storage. */
    void force() throws IOException
    {
        channel.force(true);
    }

    /** Takes the file's name away: nobody finds it any more. */
    void delete() throws IOException
    {
        Files.deleteIfExists(file);
    }

    @Override
    public void close()
    {
        try
        {
            channel.close();
        }
        catch (final IOException e)
        {
            return; // nothing was written through it that was not forced
        }
    }
}
