package io.varve.perf.streams;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Bytes of the files of a directory. */
final class DirectoryUse
{
    private DirectoryUse()
    {
    }

    /** Of all files. */
    static long bytes(final Path directory) throws IOException
    {
        return bytesOf(directory, "");
    }

    /** Of the files with a name. */
    static long bytesOf(final Path directory, final String name) throws IOException
    {
        long bytes = 0;
        try (Stream<Path> files = Files.walk(directory))
        {
            for (final Path file : files.filter(Files::isRegularFile).toList())
            {
                bytes += name.isEmpty() || file.getFileName().toString().equals(name) ? size(file) : 0;
            }
        }
        return bytes;
    }

    private static long size(final Path file) throws IOException
    {
        try
        {
            return Files.size(file);
        }
        catch (final NoSuchFileException e)
        {
            return 0; // gone meanwhile
        }
    }
}
