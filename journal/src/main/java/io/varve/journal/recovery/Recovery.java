package io.varve.journal.recovery;

import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import io.varve.codec.checksum.Chain;
import io.varve.codec.generation.GenerationDecoder;
import io.varve.codec.generation.JournalIdentity;
import io.varve.journal.chronicle.AppendPlace;
import io.varve.journal.chronicle.Bookkeeping;
import io.varve.journal.directory.BookkeepingFile;
import io.varve.journal.directory.BootId;
import io.varve.journal.directory.CountersFile;
import io.varve.journal.directory.DirectoryLayout;
import io.varve.journal.directory.DurableFiles;
import io.varve.journal.directory.FormatFile;
import io.varve.journal.directory.Watermark;
import io.varve.journal.directory.WatermarkFile;
import io.varve.journal.index.DerivedState;
import io.varve.journal.index.IndexFolder;
import io.varve.journal.recovery.RecoveryReport.Previous;
import io.varve.journal.segment.Framing;
import io.varve.journal.segment.GenerationSearch;
import io.varve.journal.segment.ReadSegments;
import io.varve.journal.segment.Segment;
import io.varve.journal.segment.SegmentFolder;
import io.varve.journal.segment.SegmentNames;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * Brings a journal that may have been left by a crash into a state that writing can go on from, before any Chronicle object is
 * opened on it.
 *
 * <p>Everything up to the highest generation known to be synced must be valid: if it is not, that is corruption, which is
 * reported and never cut. Above it, pages may have reached the disk in any order, so the log ends ahead of the first invalid
 * generation, and what follows is cut, kept in {@code cut/}, and the epoch grows. Unless the last writer closed cleanly, the
 * files from the last synced generation on are written anew, so that Chronicle's bookkeeping is true, and synced.
 *
 * <p>Sealed segments that were synced and have an index are not read here ({@link LogScan}); what is damaged in them is found by
 * whoever reads them, and by verify.
 */
public final class Recovery
{
    private final DirectoryLayout directory;
    private final FormatFile format;
    private final BootId bootId;
    private final SegmentFolder segments;

    /** The files as a crash left them, read plainly: what the disk cannot give is an exception here, not a fault. */
    private final ReadSegments scanned;
    private final long journalId;
    private final IndexFolder index;
    private final List<DerivedState> states;
    private LogTotals end = new LogTotals();

    private Previous previous;
    private long epoch = 1;
    private long cutGenerations;

    /**
     * Of a directory whose lock is held.
     *
     * @param states that are derived from the log, in the order in which they are shown each generation.
     */
    public Recovery(
        final DirectoryLayout directory,
        final FormatFile format,
        final BootId bootId,
        final IndexFolder index,
        final List<DerivedState> states)
    {
        this.directory = directory;
        this.index = index;
        this.states = List.copyOf(states);
        this.format = format;
        this.bootId = bootId;
        segments = new SegmentFolder(directory.journal());
        scanned = ReadSegments.inTwoBuffers(directory.journal());
        journalId = new JournalIdentity(format.journalIdHigh(), format.journalIdLow(), 0, 0).folded();
    }

    /**
     * Looks, and repairs what a crash left.
     *
     * @param counters  of the directory, as the last writer left them.
     * @param watermark opened for writing.
     * @param phases    takes what the time went into.
     * @throws EventLogException with {@link ErrorCode#CORRUPT}, naming the place; nothing was changed then.
     */
    public void run(final CountersFile counters, final WatermarkFile watermark, final StartPhases phases)
    {
        try
        {
            final Watermark found = WatermarkFile.read(directory, format);
            previous = previous(found);
            epoch = found == null ? 1 : found.epoch();
            dropUnfinishedFiles();
            final boolean isCounted = previous == Previous.KILLED && counters.isTrue(format, bootId);
            end = new LogScan(
                directory, index, scanned, journalId, found, isCounted ? counters.positions().journaled() : 0)
                .run(states, previous != Previous.POWER_LOST);
            epoch = Math.max(epoch, end.epoch());
            phases.end("scan");
            if (previous == Previous.KILLED || previous == Previous.POWER_LOST)
            {
                cutGenerations = new LogTail(scanned, end).countGenerations();
                counters.recovering();
                repair(found, watermark);
            }
            else if (previous == Previous.CLEAN && !isBookkeepingTrue())
            {
                counters.recovering();
                repairOf().run(Math.max(end.endSegment() - 1, segments.first()), false);
            }
            watermark.write(watermarkOfEnd(false));
            phases.end("repair");
        }
        catch (final IOException e)
        {
            throw DurableFiles.failure("recover the journal", directory.journal(), e);
        }
    }

    private Previous previous(final Watermark found)
    {
        if (found == null)
        {
            return segments.last() < 0 ? Previous.NEW : Previous.POWER_LOST;
        }
        if (found.isClean())
        {
            return Previous.CLEAN;
        }
        return found.bootId().equals(bootId) ? Previous.KILLED : Previous.POWER_LOST;
    }

    /** A segment whose header was never written holds nothing, and Chronicle would wait for its writer for seconds. */
    private void dropUnfinishedFiles() throws IOException
    {
        if (!Files.isDirectory(directory.journal()))
        {
            return;
        }
        final List<Path> files;
        try (Stream<Path> listed = Files.list(directory.journal()))
        {
            files = listed.toList();
        }
        final long last = segments.last();
        for (final Path file : files)
        {
            final String name = file.getFileName().toString();
            if (name.endsWith(SegmentNames.PREPARED_SUFFIX))
            {
                Files.delete(file);
            }
            else if (last >= 0 && SegmentNames.number(name) == last)
            {
                if (!startsWithMetadata(file) && !holdsGeneration(last))
                {
                    Files.delete(file);
                }
            }
        }
    }

    /** Reads one word: of a segment that was begun, which is nearly always so, no more is needed here. */
    private static boolean startsWithMetadata(final Path file) throws IOException
    {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ))
        {
            final UnsafeBuffer word = new UnsafeBuffer(ByteBuffer.allocateDirect(Framing.WORD_LENGTH));
            return channel.read(word.byteBuffer()) == Framing.WORD_LENGTH && Framing.isMetadata(Framing.word(word, 0));
        }
    }

    private boolean holdsGeneration(final long number)
    {
        final Segment segment = scanned.open(number);
        return segment != null && GenerationSearch.find(segment.buffer(), 0, 0, new GenerationDecoder()) >= 0;
    }

    /** Whether Chronicle may believe its files as they are; they have no checksums of their own. */
    private boolean isBookkeepingTrue() throws IOException
    {
        return !new LogTail(scanned, end).isDirty() && BookkeepingFile.isNoted(directory, end.nextPosition(), end.chain(),
            Bookkeeping.checksum(segments, directory.journal(), end.endSegment()));
    }

    private LogRepair repairOf()
    {
        return new LogRepair(directory, format, index, scanned, journalId, end);
    }

    private void repair(final Watermark found, final WatermarkFile watermark) throws IOException
    {
        final LogRepair repair = repairOf();
        if (cutGenerations == 0 && new LogTail(scanned, end).isDirty())
        {
            cutGenerations = 1; // one that was begun and not finished
        }
        if (cutGenerations > 0)
        {
            repair.keepOriginals();
            epoch++;
            // The epoch must not be older than the cut, whenever power goes.
            watermark.write(new Watermark(
                found == null ? -1 : found.number(), found == null ? 0 : found.nextPosition(),
                found == null ? Chain.START : found.chain(), found == null ? 0 : found.segment(), epoch,
                found == null ? BootId.NONE : found.bootId(), false));
        }
        repair.run(
            found == null ? segments.first() : Math.max(found.segment(), segments.first()), previous == Previous.KILLED);
    }

    /** The watermark that says that everything the recovery found is on stable storage. */
    public Watermark watermarkOfEnd(final boolean isClean)
    {
        return new Watermark(
            end.nextNumber() - 1, end.nextPosition(), end.chain(), Math.max(end.endSegment(), 0), epoch, bootId, isClean);
    }

    /** Where writing goes on. */
    public AppendPlace appendPlace()
    {
        if (end.isEmpty())
        {
            final long segment = Math.max(segments.last(), 0);
            return new AppendPlace(segment, segments.open(segment) != null, LogTail.dataStart(segments.open(segment)), 0);
        }
        final Segment last = segments.open(end.endSegment());
        final boolean isRolled = Framing.word(last.buffer(), end.endOffset()) == Framing.END_OF_FILE;
        if (!isRolled)
        {
            return new AppendPlace(end.endSegment(), true, end.endOffset(), endedBelow());
        }
        final Segment following = segments.open(end.endSegment() + 1);
        return new AppendPlace(end.endSegment() + 1, following != null, LogTail.dataStart(following), endedBelow());
    }

    /** Without a loss of power every segment has the mark that was written when the next one was begun. */
    private long endedBelow()
    {
        return previous == Previous.POWER_LOST ? 0 : Math.max(0, end.endSegment() - 1);
    }

    /** Where the log ends. */
    public LogTotals end()
    {
        return end;
    }

    /** Epoch that writing goes on in. */
    public long epoch()
    {
        return epoch;
    }

    /** Segment that holds the last generation. */
    public long endSegment()
    {
        return Math.max(end.endSegment(), 0);
    }

    /** What was found, for people. */
    public RecoveryReport report(final StartPhases phases)
    {
        return new RecoveryReport(previous, cutGenerations, end.events(), phases.seconds(), phases.toString());
    }
}
