package io.varve.tools.demo;

import io.varve.tools.console.CommandException;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.stream.Stream;

/** Where the demo works: a directory of the user's that stays, or a temporary one that goes. */
final class DemoDirectory implements AutoCloseable
{
    private final Path path;
    private final boolean kept;

    private DemoDirectory(final Path path, final boolean kept)
    {
        this.path = path;
        this.kept = kept;
    }

    /**
     * Makes it.
     *
     * @param keep an empty or missing directory; null for a temporary one.
     */
    static DemoDirectory open(final Path keep) throws IOException
    {
        if (keep == null)
        {
            return new DemoDirectory(Files.createTempDirectory("varve-demo-"), false);
        }
        Files.createDirectories(keep);
        try (Stream<Path> entries = Files.list(keep))
        {
            if (entries.findAny().isPresent())
            {
                throw CommandException.failed(CommandException.BAD_INPUT,
                    "--keep must name a directory that is empty or missing: directory=" + keep, null);
            }
        }
        return new DemoDirectory(keep, true);
    }

    Path path()
    {
        return path;
    }

    boolean isKept()
    {
        return kept;
    }

    @Override
    public void close() throws IOException
    {
        if (kept)
        {
            return;
        }
        Files.walkFileTree(path, new SimpleFileVisitor<>()
        {
            @Override
            public FileVisitResult visitFile(final Path file, final BasicFileAttributes attributes) throws IOException
            {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(final Path directory, final IOException failure)
                throws IOException
            {
                Files.deleteIfExists(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
