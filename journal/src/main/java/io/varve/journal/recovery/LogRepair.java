package io.varve.journal.recovery;

import io.varve.journal.chronicle.SegmentRewriter;
import io.varve.journal.directory.DirectoryLayout;
import io.varve.journal.directory.DurableFiles;
import io.varve.journal.directory.FormatFile;
import io.varve.journal.index.IndexFolder;
import io.varve.journal.segment.GenerationWalker;
import io.varve.journal.segment.GenerationWalker.Step;
import io.varve.journal.segment.ReadSegments;
import io.varve.journal.segment.SegmentFolder;
import io.varve.journal.segment.SegmentNames;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Changes the files after a crash: keeps what is cut, writes the last segments anew, drops what lies behind the end. */
final class LogRepair
{
    private static final DateTimeFormatter CUT_NAME =
        DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);

    private final DirectoryLayout directory;
    private final FormatFile format;
    private final IndexFolder index;
    private final SegmentFolder segments;
    private final ReadSegments scanned;
    private final long journalId;
    private final LogTotals end;

    LogRepair(
        final DirectoryLayout directory,
        final FormatFile format,
        final IndexFolder index,
        final ReadSegments scanned,
        final long journalId,
        final LogTotals end)
    {
        this.directory = directory;
        this.format = format;
        this.index = index;
        this.scanned = scanned;
        this.journalId = journalId;
        this.end = end;
        segments = new SegmentFolder(directory.journal());
    }

    /** Copies the segments that something will be cut from, as they are, into {@code cut/}. */
    void keepOriginals() throws IOException
    {
        final Path kept = directory.cut().resolve(CUT_NAME.format(Instant.now()));
        DurableFiles.createFolders(kept);
        final long last = segments.last();
        for (long number = Math.max(end.endSegment(), segments.first()); number <= last; number++)
        {
            final String file = SegmentNames.file(number);
            if (Files.exists(directory.journal().resolve(file)))
            {
                Files.copy(directory.journal().resolve(file), kept.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
                DurableFiles.writeAgain(kept.resolve(file));
            }
        }
        DurableFiles.syncFolder(kept);
        DurableFiles.syncFolder(directory.cut());
    }

    /**
     * Makes files and Chronicle's bookkeeping true up to the end of the log, and puts everything on stable storage.
     *
     * @param unsynced  first segment that may hold something that is not on stable storage.
     * @param wasKilled whether the page cache is as the last writer left it.
     */
    void run(final long unsynced, final boolean wasKilled) throws IOException
    {
        if (!end.isEmpty())
        {
            // A killed process leaves earlier segments whole in the page cache, bookkeeping included. Syncing alone would not do:
            // if it died of a sync that failed, their pages may be marked clean and never have been written.
            final long from = wasKilled ? end.endSegment() : Math.min(unsynced, end.endSegment());
            index.dropFrom(from);
            writeAgain(unsynced, from);
            rewrite(from);
        }
        dropSegmentsBehind(end.endSegment());
        Files.deleteIfExists(directory.journal().resolve("metadata.cq4t"));
        DurableFiles.syncFolder(directory.journal());
    }

    private void writeAgain(final long from, final long to) throws IOException
    {
        for (long number = from; number < to; number++)
        {
            DurableFiles.writeAgain(directory.journal().resolve(SegmentNames.file(number)));
        }
    }

    private void rewrite(final long from) throws IOException
    {
        final GenerationWalker walker = new GenerationWalker(scanned, () -> journalId);
        walker.startAtFirstGeneration(from);
        try (SegmentRewriter rewriter = new SegmentRewriter(
            directory.journal().resolve("recovering"), format.segmentLength(), from))
        {
            for (long number = from; number <= end.endSegment(); number++)
            {
                rewriter.prepare(number, number == end.endSegment() ? end.endOffset() : format.segmentLength());
            }
            while (walker.next(end.nextPosition()) == Step.GENERATION)
            {
                rewriter.append(walker.segment(), walker.generation().buffer(), walker.generation().length());
            }
            if (walker.nextPosition() != end.nextPosition())
            {
                throw walker.corruption().toException();
            }
            rewriter.replace(directory.journal());
        }
    }

    private void dropSegmentsBehind(final long last) throws IOException
    {
        for (long number = segments.last(); number > last && number >= 0; number--)
        {
            Files.deleteIfExists(directory.journal().resolve(SegmentNames.file(number)));
        }
    }
}
