package io.varve.journal.recovery;

import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import io.varve.codec.Limits;
import io.varve.codec.checksum.Chain;
import io.varve.codec.dictionary.Dictionary;
import io.varve.codec.generation.GenerationDecoder;
import io.varve.codec.generation.JournalIdentity;
import io.varve.journal.chronicle.AppendPlace;
import io.varve.journal.chronicle.SegmentRewriter;
import io.varve.journal.directory.BootId;
import io.varve.journal.directory.CountersFile;
import io.varve.journal.directory.DirectoryLayout;
import io.varve.journal.directory.DurableFiles;
import io.varve.journal.directory.FormatFile;
import io.varve.journal.directory.Watermark;
import io.varve.journal.directory.WatermarkFile;
import io.varve.journal.recovery.RecoveryReport.Previous;
import io.varve.journal.segment.Framing;
import io.varve.journal.segment.GenerationSearch;
import io.varve.journal.segment.GenerationWalker;
import io.varve.journal.segment.GenerationWalker.Step;
import io.varve.journal.segment.ReadSegments;
import io.varve.journal.segment.Segment;
import io.varve.journal.segment.SegmentFolder;
import io.varve.journal.segment.SegmentNames;

import org.agrona.DirectBuffer;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
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
 */
public final class Recovery
{
    private static final DateTimeFormatter CUT_NAME =
        DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);

    private final DirectoryLayout directory;
    private final FormatFile format;
    private final BootId bootId;
    private final SegmentFolder segments;

    /** The files as a crash left them, read plainly: what the disk cannot give is an exception here, not a fault. */
    private final ReadSegments scanned;
    private final long journalId;
    private final LogState state = new LogState(new Dictionary());
    private final GenerationDecoder decoder = new GenerationDecoder();

    private Previous previous;
    private long epoch = 1;
    private long cutGenerations;
    private long endSegment = -1;
    private int endOffset;
    private boolean hasGenerations;

    /** Of a directory whose lock is held. */
    public Recovery(final DirectoryLayout directory, final FormatFile format, final BootId bootId)
    {
        this.directory = directory;
        this.format = format;
        this.bootId = bootId;
        segments = new SegmentFolder(directory.journal());
        scanned = new ReadSegments(directory.journal());
        journalId = new JournalIdentity(format.journalIdHigh(), format.journalIdLow(), 0, 0).folded();
    }

    /**
     * Looks, and repairs what a crash left.
     *
     * @param counters  of the directory, as the last writer left them.
     * @param watermark opened for writing.
     * @throws EventLogException with {@link ErrorCode#CORRUPT}, naming the place; nothing was changed then.
     */
    public void run(final CountersFile counters, final WatermarkFile watermark)
    {
        try
        {
            final Watermark found = WatermarkFile.read(directory, format);
            previous = previous(found);
            epoch = found == null ? 1 : found.epoch();
            dropUnfinishedFiles();
            final boolean isCounted = previous == Previous.KILLED && counters.isTrue(format, bootId);
            walk(found, isCounted ? counters.positions().journaled() : 0);
            if (previous == Previous.KILLED || previous == Previous.POWER_LOST)
            {
                counters.recovering();
                repair(found, watermark);
            }
            watermark.write(watermarkOfEnd(false));
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
        for (final Path file : files)
        {
            final String name = file.getFileName().toString();
            if (name.endsWith(SegmentNames.PREPARED_SUFFIX))
            {
                Files.delete(file);
            }
            else if (SegmentNames.number(name) == segments.last())
            {
                final Segment segment = scanned.open(SegmentNames.number(name));
                if (segment == null || !Framing.isMetadata(Framing.word(segment.buffer(), 0)) &&
                    GenerationSearch.find(segment.buffer(), 0, 0, decoder) < 0)
                {
                    Files.delete(file);
                }
            }
        }
    }

    /**
     * Reads the log up to its first invalid place.
     *
     * @param journaled position that the last writer had reached, when it died in this boot; 0 otherwise.
     */
    private void walk(final Watermark found, final long journaled)
    {
        long syncedNumber = found == null ? -1 : found.number();
        final GenerationWalker walker = new GenerationWalker(scanned, () -> journalId);
        while (true)
        {
            // What is known to be there must be valid; above it the log ends at the first invalid place.
            final boolean isKnown = walker.nextNumber() <= syncedNumber || walker.nextPosition() < journaled;
            final Step step = walker.next(isKnown ? Long.MAX_VALUE - 1 : Long.MAX_VALUE);
            if (step == Step.CORRUPT)
            {
                throw walker.corruption().toException();
            }
            if (step == Step.END)
            {
                break;
            }
            final GenerationDecoder generation = walker.generation();
            if (hasGenerations && generation.previousChain() != state.chain())
            {
                throw new EventLogException(ErrorCode.CORRUPT, "chain is broken: number=" + generation.number() +
                    ", position=" + generation.firstPosition() + ", segment=" + SegmentNames.file(walker.segment()) +
                    "; restore it from a backup");
            }
            syncedNumber = Math.max(syncedNumber, generation.syncedUpTo());
            epoch = Math.max(epoch, generation.epoch());
            state.apply(generation);
            if (found != null && generation.number() == found.number() && state.chain() != found.chain())
            {
                throw new EventLogException(ErrorCode.CORRUPT, "chain differs from the watermark's: number=" + generation.number() +
                    ", position=" + generation.firstPosition() + ", segment=" + SegmentNames.file(walker.segment()) +
                    "; restore it from a backup");
            }
            hasGenerations = true;
            endSegment = walker.segment();
            endOffset = walker.endOffset();
        }
        if (previous != Previous.CLEAN)
        {
            lookBehindEnd();
        }
    }

    /** Counts the valid generations behind the first invalid place; none of them may say that the place was synced. */
    private void lookBehindEnd()
    {
        for (long number = Math.max(endSegment, segments.first()); number <= segments.last(); number++)
        {
            final Segment segment = scanned.open(number);
            int at = number == endSegment ? endOffset : 0;
            while (segment != null && (at = GenerationSearch.find(segment.buffer(), at, 0, decoder)) >= 0)
            {
                cutGenerations++;
                if (decoder.syncedUpTo() >= state.nextNumber() && decoder.number() > state.nextNumber())
                {
                    throw new EventLogException(ErrorCode.CORRUPT, "corrupt generation: number=" + state.nextNumber() +
                        ", position=" + state.nextPosition() + ", segment=" + SegmentNames.file(Math.max(endSegment, 0)) +
                        ", offset=" + endOffset + ", reason=generation " + decoder.number() + " says that it was synced" +
                        "; restore it from a backup");
                }
                at += Framing.WORD_LENGTH;
            }
        }
    }

    private void repair(final Watermark found, final WatermarkFile watermark) throws IOException
    {
        if (cutGenerations == 0 && isDirtyBehindEnd())
        {
            cutGenerations = 1; // one that was begun and not finished
        }
        if (cutGenerations > 0)
        {
            keepOriginals();
            epoch++;
            // The epoch must not be older than the cut, whenever power goes.
            watermark.write(new Watermark(
                found == null ? -1 : found.number(), found == null ? 0 : found.nextPosition(),
                found == null ? Chain.START : found.chain(), found == null ? 0 : found.segment(), epoch,
                found == null ? BootId.NONE : found.bootId(), false));
        }
        if (hasGenerations)
        {
            rewrite(found == null ? segments.first() : Math.max(found.segment(), segments.first()));
        }
        dropSegmentsBehind(hasGenerations ? endSegment : -1);
        Files.deleteIfExists(directory.journal().resolve("metadata.cq4t"));
        DurableFiles.syncFolder(directory.journal());
    }

    /**
     * Writes the last segments anew and puts everything on stable storage.
     *
     * @param unsynced first segment that may hold something that is not.
     */
    private void rewrite(final long unsynced) throws IOException
    {
        // A killed process leaves earlier segments whole in the page cache, bookkeeping included: they only need to be synced.
        final long from = previous == Previous.KILLED ? endSegment : Math.min(unsynced, endSegment);
        for (long number = unsynced; number < from; number++)
        {
            try (FileChannel channel = FileChannel.open(
                directory.journal().resolve(SegmentNames.file(number)), StandardOpenOption.WRITE))
            {
                channel.force(true);
            }
        }

        final GenerationWalker walker = new GenerationWalker(scanned, () -> journalId);
        walker.startAtFirstGeneration(from);
        try (SegmentRewriter rewriter = new SegmentRewriter(
            directory.journal().resolve("recovering"), format.segmentLength(), from))
        {
            for (long number = from; number <= endSegment; number++)
            {
                rewriter.prepare(number, number == endSegment ? endOffset : format.segmentLength());
            }
            while (walker.next(state.nextPosition()) == Step.GENERATION)
            {
                rewriter.append(walker.segment(), walker.generation().buffer(), walker.generation().length());
            }
            if (walker.nextPosition() != state.nextPosition())
            {
                throw walker.corruption().toException();
            }
            rewriter.replace(directory.journal());
        }
    }

    /** Whether something was begun behind the end and not finished. */
    private boolean isDirtyBehindEnd()
    {
        final long number = hasGenerations ? endSegment : segments.last();
        final Segment segment = number < 0 ? null : scanned.open(number);
        if (segment == null)
        {
            return false;
        }
        final DirectBuffer buffer = segment.buffer();
        long from = hasGenerations ? endOffset : dataStart(segment);
        int word = Framing.word(buffer, (int)from);
        if (Framing.isMetadata(word))
        {
            from = Framing.next(from, Framing.length(word));
            word = from + Framing.WORD_LENGTH <= buffer.capacity() ? Framing.word(buffer, (int)from) : 0;
        }
        if (word == Framing.END_OF_FILE)
        {
            return false;
        }
        final long to = Math.min(buffer.capacity(), from + Framing.WORD_LENGTH + Limits.MAX_GENERATION_LENGTH);
        for (long at = from; at < to; at++)
        {
            if (buffer.getByte((int)at) != 0)
            {
                return true;
            }
        }
        return false;
    }

    private void keepOriginals() throws IOException
    {
        final Path kept = directory.cut().resolve(CUT_NAME.format(Instant.now()));
        DurableFiles.createFolders(kept);
        for (long number = Math.max(endSegment, segments.first()); number <= segments.last(); number++)
        {
            final String file = SegmentNames.file(number);
            if (Files.exists(directory.journal().resolve(file)))
            {
                Files.copy(directory.journal().resolve(file), kept.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        DurableFiles.syncFolder(kept);
        DurableFiles.syncFolder(directory.cut());
    }

    private void dropSegmentsBehind(final long last) throws IOException
    {
        for (long number = segments.last(); number > last && number >= 0; number--)
        {
            Files.deleteIfExists(directory.journal().resolve(SegmentNames.file(number)));
        }
    }

    /** The watermark that says that everything the recovery found is on stable storage. */
    public Watermark watermarkOfEnd(final boolean isClean)
    {
        return new Watermark(
            state.nextNumber() - 1, state.nextPosition(), state.chain(), Math.max(endSegment, 0), epoch, bootId, isClean);
    }

    /** Where writing goes on. */
    public AppendPlace appendPlace()
    {
        if (!hasGenerations)
        {
            final long segment = Math.max(segments.last(), 0);
            return new AppendPlace(segment, segments.open(segment) != null, dataStart(segments.open(segment)));
        }
        final Segment last = segments.open(endSegment);
        final boolean isRolled = Framing.word(last.buffer(), endOffset) == Framing.END_OF_FILE;
        if (!isRolled)
        {
            return new AppendPlace(endSegment, true, endOffset);
        }
        final Segment following = segments.open(endSegment + 1);
        return new AppendPlace(endSegment + 1, following != null, dataStart(following));
    }

    /** Behind the metadata that a new segment starts with. */
    private static long dataStart(final Segment segment)
    {
        if (segment == null)
        {
            return 0;
        }
        final DirectBuffer buffer = segment.buffer();
        long at = 0;
        while (at + Framing.WORD_LENGTH <= buffer.capacity() && Framing.isMetadata(Framing.word(buffer, (int)at)))
        {
            at = Framing.next(at, Framing.length(Framing.word(buffer, (int)at)));
        }
        return at;
    }

    /** Names, streams and end of the log. */
    public LogState state()
    {
        return state;
    }

    /** Epoch that writing goes on in. */
    public long epoch()
    {
        return epoch;
    }

    /** Segment that holds the last generation. */
    public long endSegment()
    {
        return Math.max(endSegment, 0);
    }

    /** What was found, for people. */
    public RecoveryReport report(final double readySeconds)
    {
        return new RecoveryReport(previous, cutGenerations, state.events(), readySeconds);
    }
}
