package io.varve.journal.index;

import io.varve.codec.generation.GenerationCheck;
import io.varve.codec.generation.GenerationDecoder;
import io.varve.journal.segment.Framing;
import io.varve.journal.segment.Segment;
import io.varve.journal.segment.Segments;

/** Holds index files against the segments that they were made from. */
public final class IndexInspection
{
    private IndexInspection()
    {
    }

    /** Whether a summary is of exactly what stands in a segment: the chain of its last generation says so. */
    public static boolean isBound(final Segments segments, final SegmentSummary summary)
    {
        final Segment segment = segments.open(summary.segment());
        final GenerationDecoder last = new GenerationDecoder();
        final int bodyOffset = summary.lastOffset() + Framing.WORD_LENGTH;
        return segment != null && summary.lastOffset() >= 0 && bodyOffset < segment.buffer().capacity() &&
            last.wrap(segment.buffer(), bodyOffset, segment.buffer().capacity() - bodyOffset) == GenerationCheck.VALID &&
            last.number() == summary.nextGeneration() - 1 && last.computeChain() == summary.chain();
    }
}
