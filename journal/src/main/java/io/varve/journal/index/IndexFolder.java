package io.varve.journal.index;

import io.varve.journal.directory.DurableFiles;
import io.varve.journal.segment.SegmentNames;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The folder {@code index} of a data directory, as far as it holds one file for each sealed segment and kind. Thread-safe. */
public final class IndexFolder
{
    /** What a file ends with that is being written. */
    static final String FRESH_SUFFIX = ".new";

    /** Where a summary is looked for. */
    private static final IndexKind[] SUMMARIES = {IndexKind.NAMES, IndexKind.GENERATIONS};

    private final Path folder;
    private final long journalIdHigh;
    private final long journalIdLow;

    /** Of a journal; the folder may be missing. */
    public IndexFolder(final Path folder, final long journalIdHigh, final long journalIdLow)
    {
        this.folder = folder;
        this.journalIdHigh = journalIdHigh;
        this.journalIdLow = journalIdLow;
    }

    /** Where the file of a segment and kind is. */
    public Path file(final long segment, final IndexKind kind)
    {
        return folder.resolve(name(segment, kind));
    }

    private static String name(final long segment, final IndexKind kind)
    {
        return SegmentNames.base(segment) + '.' + kind.suffix();
    }

    /** Opens the file of a segment and kind; never null, never throws: see {@link IndexFile#unusable()}. */
    public IndexFile open(final long segment, final IndexKind kind)
    {
        return IndexFile.open(file(segment, kind), kind, segment, journalIdHigh, journalIdLow);
    }

    /** Names of all files. */
    Set<String> names() throws IOException
    {
        if (!Files.isDirectory(folder))
        {
            return Set.of();
        }
        try (Stream<Path> files = Files.list(folder))
        {
            final Set<String> names = new HashSet<>();
            files.forEach(file -> names.add(file.getFileName().toString()));
            return names;
        }
    }

    static boolean holds(final Set<String> names, final long segment, final IndexKind kind)
    {
        return names.contains(name(segment, kind));
    }

    /** Writes the file of a segment and kind. It is on stable storage after {@link #sync}; before, a power loss may spoil it. */
    public void write(final SegmentSummary summary, final SegmentIndexBuilder builder) throws IOException
    {
        DurableFiles.createFolders(folder);
        try (IndexFileWriter writer = new IndexFileWriter(file(summary.segment(), builder.kind())))
        {
            builder.write(summary, writer);
            writer.finish(builder.kind(), summary, journalIdHigh, journalIdLow);
        }
    }

    /** Puts the files of a segment on stable storage, and the names of all. */
    public void sync(final long segment) throws IOException
    {
        for (final IndexKind kind : IndexKind.BUILT)
        {
            try (FileChannel channel = FileChannel.open(file(segment, kind), StandardOpenOption.READ))
            {
                DurableFiles.sync(channel);
            }
            catch (final NoSuchFileException e)
            {
                // The walk for it has failed.
            }
        }
        DurableFiles.syncFolder(folder);
    }

    /** What the files of a segment say that it holds; null when none of them can be used. */
    public SegmentSummary summary(final long segment)
    {
        for (final IndexKind kind : SUMMARIES)
        {
            final SegmentSummary summary = open(segment, kind).summary();
            if (summary != null)
            {
                return summary;
            }
        }
        return null;
    }

    /** Drops the files of a segment and those above it, which are not what they were made from any more. */
    public void dropFrom(final long segment) throws IOException
    {
        if (!Files.isDirectory(folder))
        {
            return;
        }
        final List<Path> files;
        try (Stream<Path> listed = Files.list(folder))
        {
            files = listed.toList();
        }
        for (final Path file : files)
        {
            final String name = file.getFileName().toString();
            final int dot = name.indexOf('.');
            final long number = dot < 0 ? -1 : SegmentNames.number(name.substring(0, dot) + SegmentNames.SUFFIX);
            if (number >= segment)
            {
                Files.deleteIfExists(file);
            }
        }
        DurableFiles.syncFolder(folder);
    }
}
