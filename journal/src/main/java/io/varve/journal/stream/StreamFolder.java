package io.varve.journal.stream;

import io.varve.journal.directory.DurableFiles;
import org.agrona.collections.LongArrayList;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** The folder {@code index/streams} of a data directory: the files {@code heads} and {@code links.0}, {@code links.1}, … */
final class StreamFolder implements StreamStorage
{
    static final String HEADS = "heads";
    static final String CHUNK_PREFIX = "links.";

    private final Path folder;

    StreamFolder(final Path folder)
    {
        this.folder = folder;
    }

    private Path heads()
    {
        return folder.resolve(HEADS);
    }

    private Path chunk(final long number)
    {
        return folder.resolve(CHUNK_PREFIX + number);
    }

    @Override
    public GrowingMemory createHeads() throws IOException
    {
        DurableFiles.createFolders(folder);
        for (final Path file : files())
        {
            Files.delete(file);
        }
        return GrowingFile.openForWriting(heads());
    }

    private List<Path> files() throws IOException
    {
        if (!Files.isDirectory(folder))
        {
            return List.of();
        }
        try (Stream<Path> listed = Files.list(folder))
        {
            return listed.toList();
        }
    }

    /** The heads as their last writer left them, or null when there are none. */
    GrowingMemory openHeads() throws IOException
    {
        return Files.exists(heads()) ? GrowingFile.openForWriting(heads()) : null;
    }

    /** The heads for reading, or null when there are none. */
    GrowingFile openHeadsForReading() throws IOException
    {
        return Files.exists(heads()) ? GrowingFile.openForReading(heads()) : null;
    }

    /** Numbers of the chunks, ascending. */
    long[] chunks() throws IOException
    {
        final LongArrayList numbers = new LongArrayList();
        for (final Path file : files())
        {
            final String name = file.getFileName().toString();
            if (name.matches("links\\.\\d{1,18}"))
            {
                numbers.addLong(Long.parseLong(name.substring(CHUNK_PREFIX.length())));
            }
        }
        return numbers.longStream().sorted().toArray();
    }

    /** Maps a chunk; null when it is missing or has another length. */
    UnsafeBuffer openChunk(final long number, final boolean isWritable) throws IOException
    {
        final Path file = chunk(number);
        if (!Files.exists(file))
        {
            return null;
        }
        try (FileChannel channel = isWritable ? DurableFiles.open(file) : FileChannel.open(file, StandardOpenOption.READ))
        {
            return channel.size() != LinkChunk.LENGTH ? null : new UnsafeBuffer(
                channel.map(isWritable ? MapMode.READ_WRITE : MapMode.READ_ONLY, 0, LinkChunk.LENGTH));
        }
    }

    @Override
    public UnsafeBuffer createChunk(final long number) throws IOException
    {
        Files.deleteIfExists(chunk(number)); // begun and not finished on a full disk
        try (FileChannel channel = DurableFiles.open(chunk(number)))
        {
            Zeros.write(channel, 0, LinkChunk.LENGTH);
            final UnsafeBuffer chunk = new UnsafeBuffer(channel.map(MapMode.READ_WRITE, 0, LinkChunk.LENGTH));
            MappedPages.touch(chunk);
            return chunk;
        }
    }

    @Override
    public void dropChunk(final long number) throws IOException
    {
        Files.deleteIfExists(chunk(number));
    }

    /** Puts the names of the files on stable storage. */
    void sync() throws IOException
    {
        DurableFiles.syncFolder(folder);
    }
}
