package io.varve.perf.jvm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A directory for data of a measurement; gone when it is closed, or when the JVM ends before that. */
public final class ScratchDirectory implements AutoCloseable
{
    private final Path root;
    private int made;

    private ScratchDirectory(final Path root)
    {
        this.root = root;
        Cleanup.atExit(() -> deleteQuietly(root));
    }

    /** Makes one in a directory, or where temporary files go when that is null. */
    public static ScratchDirectory create(final Path parent)
    {
        try
        {
            return new ScratchDirectory(parent == null ?
                Files.createTempDirectory("varve-perf-") : Files.createTempDirectory(parent, "varve-perf-"));
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException("cannot make a scratch directory: in=" + parent, e);
        }
    }

    /** The directory. */
    public Path root()
    {
        return root;
    }

    /** A name in it that was not given before; nothing is made. */
    public Path fresh()
    {
        return root.resolve("data-" + made++);
    }

    /** Deletes a directory and all that is in it. */
    public static void delete(final Path directory)
    {
        try (Stream<Path> tree = Files.exists(directory) ? Files.walk(directory) : Stream.empty())
        {
            final List<Path> leavesFirst = tree.sorted(Comparator.reverseOrder()).toList();
            for (final Path path : leavesFirst)
            {
                Files.deleteIfExists(path);
            }
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException("cannot delete scratch data: directory=" + directory, e);
        }
    }

    private static void deleteQuietly(final Path directory)
    {
        try
        {
            delete(directory);
        }
        catch (final UncheckedIOException e)
        {
            System.err.println(e.getMessage() + ", reason=" + e.getCause());
        }
    }

    @Override
    public void close()
    {
        delete(root);
    }
}
