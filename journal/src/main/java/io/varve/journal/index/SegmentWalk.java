package io.varve.journal.index;

import io.varve.codec.generation.GenerationDecoder;
import io.varve.journal.segment.GenerationWalker;
import io.varve.journal.segment.GenerationWalker.Step;
import io.varve.journal.segment.Segments;

import java.util.function.BooleanSupplier;

/** Walks over the generations of one sealed segment, once, and shows each to everybody who wants it. */
final class SegmentWalk
{
    /** Sees each generation. */
    @FunctionalInterface
    interface Visitor
    {
        void onGeneration(GenerationDecoder generation, int offset);
    }

    private SegmentWalk()
    {
    }

    /**
     * Walks from the first to the last generation of a segment.
     *
     * @param limit     position up to which the log is known to be complete.
     * @param isWanted  asked for each generation; false ends the walk.
     * @return what the segment holds, or null when it is not whole: nothing may be concluded from it then.
     */
    static SegmentSummary walk(
        final Segments segments,
        final long journalId,
        final long segment,
        final long limit,
        final BooleanSupplier isWanted,
        final Visitor visitor)
    {
        final GenerationWalker walker = new GenerationWalker(segments, () -> journalId);
        if (!walker.startAtFirstGeneration(segment))
        {
            return null;
        }
        final SummaryBuilder summary = new SummaryBuilder(segment);
        while (true)
        {
            final Step step = walker.next(limit);
            if (step == Step.CORRUPT || !isWanted.getAsBoolean())
            {
                return null;
            }
            if (step == Step.END || walker.segment() != segment)
            {
                return summary.generations() == 0 ? null : summary.summary();
            }
            if (!summary.apply(walker.generation(), walker.generationOffset(), walker.endOffset()))
            {
                return null;
            }
            visitor.onGeneration(walker.generation(), walker.generationOffset());
        }
    }
}
