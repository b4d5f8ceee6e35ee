package io.varve.journal.read;

import io.varve.journal.index.SegmentIndex;
import io.varve.journal.segment.GenerationWalker;
import io.varve.journal.segment.GenerationWalker.Step;
import org.agrona.collections.LongArrayList;

import java.util.BitSet;

/**
 * Steps forwards through the generations that can hold events of a query, by what indexes say, and through all of them where no
 * index can be used.
 *
 * <p>An index only says where to look. What stands there is checked like everything else; where it is not what the index
 * said, the walk goes on generation by generation, and meets what is corrupt as a walk without index does.
 */
final class PlannedWalk
{
    private static final int NONE = -1;

    private final LogView view;
    private final SegmentPlanner planner;
    private final GenerationWalker walker;
    private final long from;
    private final long limit;

    /** Numbers of the generations of one stream, the newest first; null when the walk goes over segments. */
    private LongArrayList stream;
    private int streamLeft;

    /** The segment that is walked by its index; null when generations are stepped through. */
    private SegmentIndex index;
    private BitSet runs;
    private int run;
    private int generation;
    private int generationsEnd;
    private long scannedSegment;

    /** Generations below were stepped on, or passed over for good. */
    private long doneBelow;
    private long donePosition;

    /** @param stream numbers of the generations of one stream, the newest first; null to go over segments. */
    PlannedWalk(
        final LogView view,
        final EventFilter filter,
        final GenerationWalker walker,
        final long from,
        final long limit,
        final LongArrayList stream)
    {
        this.view = view;
        this.walker = walker;
        this.from = from;
        this.limit = limit;
        this.stream = stream;
        planner = new SegmentPlanner(filter);
        if (stream != null)
        {
            streamLeft = stream.size();
        }
        else if (from < limit)
        {
            startAt(from);
        }
    }

    private void startAt(final long position)
    {
        final long segment = view.index().segmentOfPosition(position);
        final SegmentIndex first = segment < 0 ? null : view.index().of(segment, limit);
        if (first != null && first.firstPosition() <= position)
        {
            walkBy(first);
        }
        else
        {
            walker.rewind();
            walker.seekPosition(position, limit);
            scan(walker.segment());
        }
    }

    private void walkBy(final SegmentIndex segmentIndex)
    {
        index = segmentIndex;
        final long below = index.firstGeneration() + index.generations();
        runs = planner.plan(index, view.names(below), from, limit);
        if (runs == null)
        {
            walker.startAt(index.segment(), index.firstGeneration(), index.firstPosition());
            scan(index.segment());
            return;
        }
        run = NONE;
        generation = 0;
        generationsEnd = 0;
    }

    private void scan(final long segment)
    {
        index = null;
        scannedSegment = segment;
    }

    /** Steps on the next generation; it is then what the walker stands on. */
    Step next()
    {
        if (from >= limit)
        {
            return Step.END;
        }
        final Step step = stream != null ? nextOfStream() : nextOfLog();
        if (step == Step.GENERATION)
        {
            doneBelow = walker.generation().number() + 1;
            donePosition = walker.generation().nextPosition();
        }
        return step;
    }

    private Step nextOfStream()
    {
        while (streamLeft > 0)
        {
            final long number = stream.getLong(--streamLeft);
            if (isJump(view.index().ofGeneration(number, limit), number))
            {
                if (walker.generation().firstPosition() >= limit)
                {
                    return Step.END;
                }
                if (walker.generation().nextPosition() > from)
                {
                    return Step.GENERATION;
                }
            }
            else if (isBehind(view.index().numberBehind(limit), number))
            {
                return Step.END; // admitted, and not in the journal yet
            }
            else
            {
                stream = null;
                startAt(Math.max(from, donePosition));
                return nextOfLog();
            }
        }
        return Step.END;
    }

    private static boolean isBehind(final long end, final long number)
    {
        return end >= 0 && number >= end;
    }

    private boolean isJump(final SegmentIndex where, final long number)
    {
        final int offset = where == null ? NONE : where.offset((int)(number - where.firstGeneration()));
        return offset >= 0 && walker.jump(where.segment(), offset, number);
    }

    private Step nextOfLog()
    {
        while (true)
        {
            final Step step = index == null ? nextScanned() : nextIndexed();
            if (step != null)
            {
                return step;
            }
        }
    }

    /** @return null when the walk has come to a place from which it goes on by an index. */
    private Step nextScanned()
    {
        while (true)
        {
            final Step step = walker.next(limit);
            if (step != Step.GENERATION)
            {
                return step;
            }
            if (walker.segment() != scannedSegment)
            {
                scannedSegment = walker.segment();
                final SegmentIndex found = view.index().of(scannedSegment, limit);
                if (found != null && found.firstGeneration() == walker.generation().number())
                {
                    walkBy(found);
                    return null;
                }
            }
            if (walker.generation().number() >= doneBelow)
            {
                return Step.GENERATION;
            }
        }
    }

    /** @return null when the walk goes on in another way. */
    private Step nextIndexed()
    {
        while (true)
        {
            if (generation >= generationsEnd)
            {
                run = runs.nextSetBit(run + 1);
                if (run < 0)
                {
                    return goOnBehind();
                }
                generation = index.firstGenerationOf(run);
                generationsEnd = run + 1 < index.runs() ? index.firstGenerationOf(run + 1) : index.generations();
                if (generation < 0 || generationsEnd < generation)
                {
                    scanFrom(0);
                    return null;
                }
            }
            final long number = index.firstGeneration() + generation;
            if (number < doneBelow)
            {
                generation++;
            }
            else if (!isJump(index, number))
            {
                scanFrom(run);
                return null;
            }
            else
            {
                generation++;
                return walker.generation().firstPosition() >= limit ? Step.END : Step.GENERATION;
            }
        }
    }

    /** Goes through the rest of the segment, and finds out why a generation is not where its index says. */
    private void scanFrom(final int firstRun)
    {
        final long segment = index.segment();
        final int first = index.firstGenerationOf(firstRun);
        final int offset = index.offset(first);
        final long position = index.firstPositionOf(firstRun);
        if (index.isUsable() && offset >= 0)
        {
            walker.startAt(segment, offset, index.firstGeneration() + first, position);
        }
        else
        {
            walker.startAt(segment, index.firstGeneration(), index.firstPosition());
        }
        scan(segment);
    }

    /** Goes on in the segment behind, or behind what the index knows of this one. */
    private Step goOnBehind()
    {
        if (index.nextPosition() >= limit)
        {
            return Step.END;
        }
        final long nextNumber = index.firstGeneration() + index.generations();
        final long nextPosition = index.nextPosition();
        final SegmentIndex following = view.index().of(index.segment() + 1, limit);
        if (following != null && following.firstGeneration() == nextNumber && following.firstPosition() == nextPosition)
        {
            walkBy(following);
        }
        else
        {
            walker.startAt(index.segment(), index.endOffset(), nextNumber, nextPosition);
            scan(index.segment());
        }
        return null;
    }
}
