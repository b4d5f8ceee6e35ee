package io.varve.journal;

import io.varve.api.Durability;
import io.varve.api.LogReader;
import io.varve.api.Positions;
import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import io.varve.codec.generation.JournalIdentity;
import io.varve.journal.directory.BootId;
import io.varve.journal.directory.DirectoryLayout;
import io.varve.journal.directory.DurableFiles;
import io.varve.journal.index.IndexFolder;
import io.varve.journal.index.IndexInspection;
import io.varve.journal.index.SegmentSummary;
import io.varve.journal.recovery.LogTotals;
import io.varve.journal.segment.GenerationWalker;
import io.varve.journal.segment.GenerationWalker.Step;
import io.varve.journal.segment.Segments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** Looks at a data directory, whether or not a process is writing it. Nothing here writes into it. */
public final class DataDirectory
{
    private static final Set<String> VOLATILE_FILE_SYSTEMS = Set.of("tmpfs", "ramfs");

    private DataDirectory()
    {
    }

    /**
     * Opens a reader, which follows a writer through restarts.
     *
     * @throws EventLogException with {@link ErrorCode#NOT_A_STORE}, {@link ErrorCode#NEWER_FORMAT} or {@link
     *                           ErrorCode#IO_ERROR}.
     */
    public static LogReader openReader(final Path directory)
    {
        return open(directory);
    }

    static MappedLogReader open(final Path directory)
    {
        RuntimeFlags.check();
        final DirectoryLayout layout = layout(directory);
        return new MappedLogReader(layout, BootId.current(), strongestAt(directory));
    }

    private static DirectoryLayout layout(final Path directory)
    {
        if (!Files.isDirectory(directory))
        {
            throw new EventLogException(ErrorCode.NOT_A_STORE, "no data directory: directory=" + directory +
                (Files.exists(directory) ? " is not a directory" : " does not exist") + "; name an existing one");
        }
        final DirectoryLayout layout = new DirectoryLayout(directory);
        if (!Files.exists(layout.format()) && !Files.exists(layout.lock()))
        {
            throw new EventLogException(ErrorCode.NOT_A_STORE,
                "not a data directory: directory=" + directory + " has no FORMAT; name a directory that holds a log");
        }
        return layout;
    }

    /** The strongest level that the medium of a path gives: what is in memory is lost with the power. */
    static Durability strongestAt(final Path directory)
    {
        try
        {
            return VOLATILE_FILE_SYSTEMS.contains(Files.getFileStore(directory).type()) ?
                Durability.JOURNALED : Durability.SYNCED;
        }
        catch (final IOException e)
        {
            throw DurableFiles.failure("look at the file system of the data directory", directory, e);
        }
    }

    /**
     * What the directory holds. Reads the unsealed end, and segments that have no index; the others have a summary.
     *
     * @throws EventLogException as {@link #openReader} does.
     */
    public static StoreSummary summary(final Path directory)
    {
        try (MappedLogReader reader = open(directory))
        {
            final Positions positions = reader.positions();
            final LogTotals state = totals(reader, positions.journaled());
            final JournalIdentity journal = reader.journal();
            return new StoreSummary(
                journal.idText(), journal.epoch(), state.events(), state.generations(), state.segments(), state.bytes(),
                state.events() == 0 ? 0 : (double)(state.bytes() - state.dataBytes()) / state.events(),
                state.streams(), reader.names(Long.MAX_VALUE).producerCount(), state.firstPosition(), state.nextPosition(),
                positions.journaled(), positions.synced(), positions.replicated());
        }
    }

    private static LogTotals totals(final MappedLogReader reader, final long journaled)
    {
        final LogTotals totals = new LogTotals();
        final Segments segments = reader.segments();
        final IndexFolder index = reader.indexFolder();
        long segment = segments.first();
        SegmentSummary sealed = index == null ? null : index.summary(segment);
        while (sealed != null && totals.isFollowedBy(sealed) && sealed.nextPosition() <= journaled &&
            IndexInspection.isBound(segments, sealed))
        {
            totals.apply(sealed);
            segment++;
            sealed = index.summary(segment);
        }
        if (totals.nextPosition() < journaled)
        {
            final GenerationWalker walker = new GenerationWalker(segments, reader::journalId);
            if (!totals.isEmpty())
            {
                walker.startAt(totals.endSegment(), totals.endOffset(), totals.nextNumber(), totals.nextPosition());
            }
            walk(walker, journaled, totals);
        }
        return totals;
    }

    private static void walk(final GenerationWalker walker, final long journaled, final LogTotals totals)
    {
        while (true)
        {
            final Step step = walker.next(journaled);
            if (step == Step.GENERATION)
            {
                totals.apply(walker.generation(), walker.segment(), walker.endOffset());
            }
            else if (step == Step.END || walker.skipCorrupt() < 0)
            {
                return;
            }
        }
    }

    /**
     * Checks every byte of the journal that was written: both checksums, numbers, positions, the chain, names and versions,
     * framing, index files.
     *
     * @throws EventLogException as {@link #openReader} does.
     */
    public static VerifyReport verify(final Path directory)
    {
        return DirectoryCare.verify(directory, bytes -> { });
    }
}
