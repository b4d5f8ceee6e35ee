package io.varve.tools.torture.damage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Bytes of a file that are changed in place and put back. */
public final class DamagedFile implements AutoCloseable
{
    private final Path file;
    private final List<byte[]> before = new ArrayList<>();
    private final List<Long> offsets = new ArrayList<>();

    /** Of a file. */
    public DamagedFile(final Path file)
    {
        this.file = file;
    }

    /** Puts bytes in the place of others, within the file. */
    public void put(final long offset, final byte[] bytes) throws IOException
    {
        before.add(read(file, offset, bytes.length));
        offsets.add(offset);
        write(offset, bytes);
    }

    private void write(final long offset, final byte[] bytes) throws IOException
    {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE))
        {
            channel.write(ByteBuffer.wrap(bytes), offset);
        }
    }

    /** Bytes of a file. */
    public static byte[] read(final Path file, final long offset, final int length) throws IOException
    {
        final ByteBuffer bytes = ByteBuffer.allocate(length);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ))
        {
            while (bytes.hasRemaining() && channel.read(bytes, offset + bytes.position()) >= 0)
            {
                // Until it is full, or the file ends.
            }
        }
        return bytes.array();
    }

    /** Puts everything back. */
    @Override
    public void close() throws IOException
    {
        for (int i = offsets.size() - 1; i >= 0; i--)
        {
            write(offsets.get(i), before.get(i));
        }
    }

    /** Files of a directory and its folders that hold something, in the order of their names. */
    public static List<Path> filesOf(final Path directory) throws IOException
    {
        try (Stream<Path> files = Files.walk(directory))
        {
            return files.filter(DamagedFile::holdsSomething).sorted(Comparator.naturalOrder()).toList();
        }
    }

    private static boolean holdsSomething(final Path file)
    {
        return Files.isRegularFile(file) && file.toFile().length() > 0;
    }

    /** Copies a directory. */
    public static Path copy(final Path from, final Path to) throws IOException
    {
        try (Stream<Path> files = Files.walk(from))
        {
            for (final Path file : files.toList())
            {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
        return to;
    }
}
