package io.varve.journal.index;

import io.varve.codec.generation.GenerationCheck;
import io.varve.codec.generation.GenerationDecoder;
import io.varve.journal.segment.Framing;
import io.varve.journal.segment.Segment;
import io.varve.journal.segment.Segments;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;

/** Looks at all index files of a log: which of them are not there, not whole, or not of what stands in their segment. */
public final class IndexInspection
{
    private final IndexFolder folder;
    private final Segments segments;

    public IndexInspection(final IndexFolder folder, final Segments segments)
    {
        this.folder = folder;
        this.segments = segments;
    }

    /**
     * Counts the files that the next writer has to make; reads every file whole.
     *
     * @param openSegment that is written to, or was last: it needs none, and those behind it neither.
     */
    public long toRebuild(final long openSegment)
    {
        final Set<String> names;
        try
        {
            names = folder.names();
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException(e);
        }
        long count = 0;
        for (long segment = segments.first(); segment < openSegment; segment++)
        {
            for (final IndexKind kind : IndexKind.BUILT)
            {
                final IndexFile file = IndexFolder.holds(names, segment, kind) ? folder.open(segment, kind) : null;
                if (file == null || !file.checkAll() || !isBound(segments, file.summary()))
                {
                    count++;
                }
            }
        }
        return count;
    }

    /** Whether a summary is of exactly what stands in a segment: the chain of its last generation says so. */
    static boolean isBound(final Segments segments, final SegmentSummary summary)
    {
        final Segment segment = segments.open(summary.segment());
        final GenerationDecoder last = new GenerationDecoder();
        final int bodyOffset = summary.lastOffset() + Framing.WORD_LENGTH;
        return segment != null && summary.lastOffset() >= 0 && bodyOffset < segment.buffer().capacity() &&
            last.wrap(segment.buffer(), bodyOffset, segment.buffer().capacity() - bodyOffset) == GenerationCheck.VALID &&
            last.number() == summary.nextGeneration() - 1 && last.computeChain() == summary.chain();
    }
}
