package io.varve.journal.index;

import io.varve.journal.segment.GenerationWalker;
import io.varve.journal.segment.GenerationWalker.Step;
import io.varve.journal.segment.Segments;

import java.util.BitSet;
import java.util.function.LongSupplier;

/**
 * The index of a segment that has no file yet, in memory: each generation is looked at once, when somebody asks first, so
 * writers pay nothing for it.
 */
final class OpenSegmentIndex implements SegmentIndex
{
    private final GenerationWalker walker;
    private final long segment;
    private final RunTable runs = new RunTable();
    private final PostingTable postings = new PostingTable();
    private final long firstGeneration;
    private final long firstPosition;
    private volatile long nextPosition;
    private int endOffset;
    private boolean isAtEnd;

    /** @return null when the segment does not begin with a valid generation. */
    static OpenSegmentIndex of(final Segments segments, final LongSupplier journalId, final long segment)
    {
        final GenerationWalker walker = new GenerationWalker(segments, journalId);
        return walker.startAtFirstGeneration(segment) ? new OpenSegmentIndex(walker, segment) : null;
    }

    private OpenSegmentIndex(final GenerationWalker walker, final long segment)
    {
        this.walker = walker;
        this.segment = segment;
        firstGeneration = walker.nextNumber();
        firstPosition = walker.nextPosition();
        nextPosition = firstPosition;
        endOffset = walker.endOffset();
    }

    /** Looks at the generations that it does not know yet, up to a position, or to the first place that is not valid. */
    void extend(final long limit)
    {
        if (nextPosition < limit)
        {
            walkTo(limit);
        }
    }

    private synchronized void walkTo(final long limit)
    {
        while (!isAtEnd && nextPosition < limit)
        {
            if (walker.next(limit) != Step.GENERATION || walker.segment() != segment)
            {
                isAtEnd = true; // of the segment, or of what is whole: who reads on sees which
                return;
            }
            postings.add(walker.generation(), runs.add(walker.generation(), walker.generationOffset()));
            endOffset = walker.endOffset();
            nextPosition = walker.nextPosition();
        }
    }

    @Override
    public boolean isUsable()
    {
        return true;
    }

    @Override
    public long segment()
    {
        return segment;
    }

    @Override
    public long firstGeneration()
    {
        return firstGeneration;
    }

    @Override
    public synchronized int generations()
    {
        return runs.generations();
    }

    @Override
    public long firstPosition()
    {
        return firstPosition;
    }

    @Override
    public long nextPosition()
    {
        return nextPosition;
    }

    @Override
    public synchronized int endOffset()
    {
        return endOffset;
    }

    @Override
    public synchronized int offset(final int generation)
    {
        return generation >= 0 && generation < runs.generations() ? runs.offset(generation) : -1;
    }

    @Override
    public synchronized int runs()
    {
        return runs.runs();
    }

    @Override
    public synchronized int firstGenerationOf(final int run)
    {
        return runs.firstGeneration(run);
    }

    @Override
    public synchronized int bytesOf(final int run)
    {
        return runs.length(run);
    }

    @Override
    public synchronized long firstPositionOf(final int run)
    {
        return runs.firstPosition(run);
    }

    @Override
    public synchronized long minTimestampOf(final int run)
    {
        return runs.minTimestamp(run);
    }

    @Override
    public synchronized long maxTimestampOf(final int run)
    {
        return runs.maxTimestamp(run);
    }

    @Override
    public synchronized long recordedAtOf(final int run)
    {
        return runs.recordedAt(run);
    }

    @Override
    public synchronized void addRuns(final ListVisitor visitor, final BitSet found)
    {
        postings.forEach((identity, type, list) ->
        {
            if (visitor.isWanted(identity.high(), identity.low(), type))
            {
                list.forEach(found::set);
            }
        });
    }
}
