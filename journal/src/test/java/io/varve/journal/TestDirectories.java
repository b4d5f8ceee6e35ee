package io.varve.journal;

import io.varve.codec.generation.JournalIdentity;
import io.varve.journal.directory.DirectoryLayout;
import io.varve.journal.directory.FormatFile;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Data directories as plain files. */
final class TestDirectories
{
    private TestDirectories()
    {
    }

    /** Copies a directory, as a machine that stops would leave it. */
    static Path copy(final Path from, final Path to) throws IOException
    {
        delete(to);
        Files.walkFileTree(from, new SimpleFileVisitor<>()
        {
            @Override
            public FileVisitResult preVisitDirectory(final Path found, final BasicFileAttributes attributes) throws IOException
            {
                Files.createDirectories(to.resolve(from.relativize(found).toString()));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(final Path found, final BasicFileAttributes attributes) throws IOException
            {
                // A file that is being prepared changes its name meanwhile; a machine that stops may leave either or none.
                if (isSettled(found))
                {
                    Files.copy(found, to.resolve(from.relativize(found).toString()), StandardCopyOption.REPLACE_EXISTING);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(final Path found, final IOException failure) throws IOException
            {
                if (isSettled(found))
                {
                    throw failure;
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return to;
    }

    private static boolean isSettled(final Path file)
    {
        return !file.toString().endsWith(".precreated") && !file.toString().endsWith(".new");
    }

    static void delete(final Path directory) throws IOException
    {
        if (Files.exists(directory))
        {
            try (Stream<Path> files = Files.walk(directory))
            {
                for (final Path file : files.sorted(java.util.Comparator.reverseOrder()).toList())
                {
                    Files.delete(file);
                }
            }
        }
    }

    /** Who the journal in a directory is. */
    static JournalIdentity journal(final Path directory)
    {
        final FormatFile format = FormatFile.read(new DirectoryLayout(directory));
        return new JournalIdentity(format.journalIdHigh(), format.journalIdLow(), 1, 0);
    }

    /** Name and hash of every file but those that only say who is there. */
    static Map<String, Integer> content(final Path directory) throws IOException
    {
        final Map<String, Integer> content = new TreeMap<>();
        try (Stream<Path> files = Files.walk(directory))
        {
            for (final Path file : files.filter(Files::isRegularFile).toList())
            {
                final String name = directory.relativize(file).toString();
                if (!name.equals("HOLDER") && !name.equals("LOCK"))
                {
                    content.put(name, Arrays.hashCode(Files.readAllBytes(file)));
                }
            }
        }
        return content;
    }
}
