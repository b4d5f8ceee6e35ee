package io.varve.tools.torture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Where runs work: in memory where there is room, since a simulated disk needs no real one. */
final class Scratch implements AutoCloseable
{
    private static final Path MEMORY = Path.of("/dev/shm");
    private static final long LEAST_BYTES = 1L << 30;

    private final Path folder;

    Scratch() throws IOException
    {
        folder = isRoomy(MEMORY) ?
            Files.createTempDirectory(MEMORY, "varve-torture-") : Files.createTempDirectory("varve-torture-");
    }

    private static boolean isRoomy(final Path place) throws IOException
    {
        return Files.isWritable(place) && Files.getFileStore(place).getUsableSpace() >= LEAST_BYTES;
    }

    /** A new empty folder. */
    Path folder(final String name) throws IOException
    {
        return Files.createDirectories(folder.resolve(name));
    }

    /** Deletes a folder and what is in it; what goes away meanwhile is gone. */
    static void delete(final Path folder) throws IOException
    {
        if (!Files.exists(folder))
        {
            return;
        }
        try (Stream<Path> files = Files.walk(folder))
        {
            for (final Path file : files.sorted(Comparator.reverseOrder()).toList())
            {
                Files.deleteIfExists(file);
            }
        }
    }

    @Override
    public void close() throws IOException
    {
        delete(folder);
    }
}
