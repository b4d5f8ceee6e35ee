package io.varve.journal.key;

import io.varve.codec.generation.GenerationDecoder.EntryConsumer;
import io.varve.journal.index.IndexFile;
import io.varve.journal.index.IndexFolder;
import io.varve.journal.index.IndexKind;
import io.varve.journal.index.SegmentSummary;
import io.varve.journal.segment.GenerationWalker;
import io.varve.journal.segment.GenerationWalker.Step;
import io.varve.journal.segment.Segments;

import java.util.function.LongSupplier;

/**
 * Hands out the dictionary entries of a log in its order, as a reader needs them: those of a sealed segment from its names file,
 * where that is usable and follows from what came before, the others from the generations. One thread.
 */
final class EntryScan
{
    private final IndexFolder index;
    private final GenerationWalker walker;
    private final Runnable onMissed;

    /** Names file of the segment behind the one that is being read, or null. */
    private IndexFile nextFile;
    private long nextSegment;
    private long nextNumber;

    /** Chain that the names files say, until a generation was read that confirms it. */
    private long unconfirmedChain;
    private boolean isConfirmed = true;

    /**
     * From the beginning of the log.
     *
     * @param index    null when nothing but the log itself is to be believed.
     * @param onMissed called when a corrupt generation is gone around.
     */
    EntryScan(final Segments segments, final LongSupplier journalId, final IndexFolder index, final Runnable onMissed)
    {
        this.index = index;
        this.onMissed = onMissed;
        walker = new GenerationWalker(segments, journalId);
        look(segments.first());
    }

    private void look(final long segment)
    {
        nextSegment = segment;
        final IndexFile file = index == null || segment < 0 ? null : index.open(segment, IndexKind.NAMES);
        nextFile = file == null || !file.isUsable() ? null : file;
    }

    /** Number of the generation behind all entries that were handed out. */
    long nextNumber()
    {
        return nextNumber;
    }

    /**
     * Goes on up to a generation, or to the end of the log; may go beyond it.
     *
     * @param limit     position up to which the log is complete.
     * @param withKeys  whether keys are wanted.
     * @return false when the names files contradict the log: what was handed out must be forgotten.
     */
    boolean advance(final long belowGeneration, final long limit, final boolean withKeys, final EntryConsumer consumer)
    {
        while (nextNumber < belowGeneration)
        {
            if (nextFile != null && restore(limit, withKeys, consumer))
            {
                continue;
            }
            final Step step = walker.next(limit);
            if (step == Step.GENERATION)
            {
                if (!isConfirmed && walker.generation().previousChain() != unconfirmedChain)
                {
                    return false;
                }
                isConfirmed = true;
                if (walker.generation().entryCount() > 0)
                {
                    walker.generation().forEachEntry(consumer);
                }
                nextNumber = walker.nextNumber();
                if (nextSegment != walker.segment() + 1)
                {
                    look(walker.segment() + 1);
                }
            }
            else if (step == Step.END)
            {
                return true;
            }
            else
            {
                onMissed.run();
                if (walker.skipCorrupt() < 0)
                {
                    return true;
                }
            }
        }
        return true;
    }

    /** Takes the next segment's entries from its file, if the log goes on with that segment. */
    private boolean restore(final long limit, final boolean withKeys, final EntryConsumer consumer)
    {
        final SegmentSummary summary = nextFile.summary();
        if (summary.firstGeneration() != nextNumber || summary.nextPosition() > limit ||
            nextNumber > 0 && summary.previousChain() != (isConfirmed ? walker.acceptedChain() : unconfirmedChain))
        {
            return false;
        }
        final NamesFile names = new NamesFile(nextFile);
        if (!names.checkNames() || withKeys && !names.checkKeys())
        {
            nextFile = null;
            return false;
        }
        names.forEachName(consumer);
        if (withKeys)
        {
            names.forEachKey(consumer);
        }
        nextNumber = summary.nextGeneration();
        unconfirmedChain = summary.chain();
        isConfirmed = false;
        look(summary.segment() + 1);
        walker.startAt(nextSegment, nextNumber, summary.nextPosition());
        return true;
    }
}
