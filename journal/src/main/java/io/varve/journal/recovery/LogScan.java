package io.varve.journal.recovery;

import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import io.varve.codec.generation.GenerationDecoder;
import io.varve.journal.directory.DirectoryLayout;
import io.varve.journal.directory.Watermark;
import io.varve.journal.index.DerivedState;
import io.varve.journal.index.IndexFolder;
import io.varve.journal.index.SegmentSummary;
import io.varve.journal.segment.GenerationWalker;
import io.varve.journal.segment.GenerationWalker.Step;
import io.varve.journal.segment.ReadSegments;
import io.varve.journal.segment.SegmentNames;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Finds out where the log ends, and shows it to everything that is derived from it.
 *
 * <p>A sealed segment that was synced, and whose index is usable and follows from what lies before, is not read: its summary
 * says all that is needed. What remains is walked: the unsealed end, segments without index, and segments that some derived
 * state does not know. So the time of a start does not grow with the log.
 */
final class LogScan
{
    private static final long NOTHING_MORE = -1;

    private final DirectoryLayout directory;
    private final IndexFolder index;
    private final ReadSegments segments;
    private final long journalId;
    private final Watermark watermark;
    private final long journaled;
    private final GenerationWalker walker;

    private LogTotals end = new LogTotals();
    private List<DerivedState> states;
    private boolean isIndexTrusted;

    /** Generations below are those of summaries; nothing was read yet that confirms them. */
    private long unconfirmedNumber;

    /** What the index says does not fit the log. */
    private static final class IndexMistrust extends RuntimeException
    {
        private static final long serialVersionUID = 1L;

        IndexMistrust(final RuntimeException cause)
        {
            super(cause == null ? "index differs from the log" : cause.getMessage(), cause, false, false);
        }
    }

    /**
     * Of a directory.
     *
     * @param watermark what is known to be synced, or null.
     * @param journaled position that the last writer had reached, when it died in this boot; 0 otherwise.
     */
    LogScan(
        final DirectoryLayout directory,
        final IndexFolder index,
        final ReadSegments segments,
        final long journalId,
        final Watermark watermark,
        final long journaled)
    {
        this.directory = directory;
        this.index = index;
        this.segments = segments;
        this.journalId = journalId;
        this.watermark = watermark;
        this.journaled = journaled;
        walker = new GenerationWalker(segments, () -> journalId);
    }

    /**
     * Looks at the log up to its first invalid place.
     *
     * @param isSure whether mapped files beside the log are as the last writer left them.
     * @return where it ends.
     * @throws EventLogException with {@link ErrorCode#CORRUPT} when that place is known to have been written.
     */
    LogTotals run(final List<DerivedState> derived, final boolean isSure) throws IOException
    {
        scan(derived, isSure);
        final List<DerivedState> deceived = derived.stream().filter(state -> !isComplete(state)).toList();
        if (!deceived.isEmpty())
        {
            scan(deceived, false);
            if (deceived.stream().anyMatch(state -> !isComplete(state)))
            {
                throw new IllegalStateException("derived state does not fit the log that it was just shown: " + deceived);
            }
        }
        return end;
    }

    private boolean isComplete(final DerivedState state)
    {
        return state.complete(end.nextNumber(), end.nextPosition(), end.chain());
    }

    private void scan(final List<DerivedState> derived, final boolean isSure) throws IOException
    {
        states = derived;
        isIndexTrusted = watermark != null;
        try
        {
            scanOnce(isSure);
        }
        catch (final IndexMistrust e)
        {
            isIndexTrusted = false;
            scanOnce(false);
            index.dropFrom(0); // the log is right, so what was said of it is wrong
        }
    }

    private void scanOnce(final boolean isSure) throws IOException
    {
        end = new LogTotals();
        unconfirmedNumber = -1;
        states.forEach(state -> state.begin(isSure));
        long segment = segments.first();
        while (segment != NOTHING_MORE)
        {
            final SegmentSummary summary = summaryOf(segment);
            if (summary == null)
            {
                segment = walk(segment);
            }
            else
            {
                restore(summary);
                segment++;
            }
        }
    }

    /** @return what a segment holds, when that is known without reading it; else null. */
    private SegmentSummary summaryOf(final long segment) throws IOException
    {
        if (!isIndexTrusted || segment > watermark.segment())
        {
            return null;
        }
        final SegmentSummary summary = index.summary(segment);
        if (summary == null || !end.isFollowedBy(summary) || summary.nextGeneration() > watermark.number() + 1)
        {
            return null;
        }
        final Path journal = directory.journal().resolve(SegmentNames.file(segment));
        return Files.exists(journal) && Files.size(journal) >= summary.endOffset() ? summary : null;
    }

    private void restore(final SegmentSummary summary)
    {
        final List<DerivedState> unknowing = states.stream().filter(state -> !state.restore(summary)).toList();
        if (!unknowing.isEmpty())
        {
            show(summary, unknowing);
        }
        end.apply(summary);
        unconfirmedNumber = summary.nextGeneration();
        if (watermark.number() == summary.nextGeneration() - 1 && watermark.chain() != summary.chain())
        {
            throw new IndexMistrust(null);
        }
    }

    private void show(final SegmentSummary summary, final List<DerivedState> unknowing)
    {
        walker.startAt(summary.segment(), end.nextNumber(), end.nextPosition());
        long chain = end.chain();
        while (walker.nextPosition() < summary.nextPosition())
        {
            if (walker.next(summary.nextPosition()) != Step.GENERATION || walker.segment() != summary.segment() ||
                walker.previousChain() != chain)
            {
                throw new IndexMistrust(null);
            }
            for (final DerivedState state : unknowing)
            {
                state.apply(walker.generation(), walker.segment(), walker.generationOffset());
            }
            chain = walker.acceptedChain();
        }
        if (chain != summary.chain())
        {
            throw new IndexMistrust(null);
        }
    }

    /** @return the segment that the log goes on in behind the one that was walked, or that it ends here. */
    private long walk(final long segment)
    {
        if (!end.isEmpty() && segments.open(segment) == null)
        {
            if (isKnown(end.nextNumber(), end.nextPosition()))
            {
                throw mistrusting(new EventLogException(ErrorCode.CORRUPT, "segment is missing: number=" + end.nextNumber() +
                    ", position=" + end.nextPosition() + ", segment=" + SegmentNames.file(segment) +
                    "; restore it from a backup"));
            }
            return NOTHING_MORE;
        }
        walker.startAt(segment, end.nextNumber(), end.nextPosition());
        while (true)
        {
            final boolean isKnown = isKnown(walker.nextNumber(), walker.nextPosition());
            // What is known to be there must be valid; above it the log ends at the first invalid place.
            final Step step = walker.next(isKnown ? Long.MAX_VALUE - 1 : Long.MAX_VALUE);
            if (step == Step.CORRUPT)
            {
                throw mistrusting(walker.corruption().toException());
            }
            if (step == Step.END)
            {
                return NOTHING_MORE;
            }
            if (walker.segment() != segment)
            {
                return walker.segment();
            }
            checkChain(walker.generation());
            for (final DerivedState state : states)
            {
                state.apply(walker.generation(), segment, walker.generationOffset());
            }
            end.apply(walker.generation(), segment, walker.endOffset());
            checkWatermark(walker.generation());
        }
    }

    /** Whether a generation is known to have been written. */
    private boolean isKnown(final long number, final long position)
    {
        return watermark != null && number <= watermark.number() || number <= end.syncedUpTo() || position < journaled;
    }

    private void checkChain(final GenerationDecoder generation)
    {
        if (!end.isEmpty() && generation.previousChain() != end.chain())
        {
            throw mistrusting(brokenChain("chain is broken", generation));
        }
    }

    private void checkWatermark(final GenerationDecoder generation)
    {
        if (watermark != null && generation.number() == watermark.number() && end.chain() != watermark.chain())
        {
            throw mistrusting(brokenChain("chain differs from the watermark's", generation));
        }
    }

    private EventLogException brokenChain(final String what, final GenerationDecoder generation)
    {
        return new EventLogException(ErrorCode.CORRUPT, what + ": number=" + generation.number() + ", position=" +
            generation.firstPosition() + ", segment=" + SegmentNames.file(walker.segment()) + "; restore it from a backup");
    }

    /** Right behind what only an index has said, it may be the index that is wrong. */
    private RuntimeException mistrusting(final EventLogException corruption)
    {
        return end.nextNumber() == unconfirmedNumber ? new IndexMistrust(corruption) : corruption;
    }
}
