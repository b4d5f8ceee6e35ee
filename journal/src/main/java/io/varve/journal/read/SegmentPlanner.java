package io.varve.journal.read;

import io.varve.codec.dictionary.Dictionary;
import io.varve.codec.name.Identity;
import io.varve.journal.index.SegmentIndex;

import java.util.BitSet;

/**
 * Says which runs of a segment can hold events that fulfil a query: those of the wanted aggregates, and of the wanted types, and
 * in the wanted ranges of time and position. Each condition only ever takes runs away; what is left is filtered event by event.
 */
final class SegmentPlanner
{
    private final EventFilter filter;

    SegmentPlanner(final EventFilter filter)
    {
        this.filter = filter;
    }

    /**
     * Plans one segment.
     *
     * @param from position of the first event wanted.
     * @param to   position behind the last.
     * @return runs, or null when the index turned out not to be usable.
     */
    BitSet plan(final SegmentIndex index, final Dictionary names, final long from, final long to)
    {
        final int runs = index.runs();
        final BitSet wanted = new BitSet(runs);
        final int first = Math.max(0, firstAbove(index, runs, from) - 1);
        final int end = firstAbove(index, runs, to == Long.MAX_VALUE ? to : to - 1);
        if (first < end)
        {
            wanted.set(first, end);
        }
        if (filter.hasTimestamps() || filter.hasRecordedAt())
        {
            removeOtherTimes(index, runs, wanted);
        }
        if (filter.hasIdentity() && !wanted.isEmpty())
        {
            final BitSet ofAggregates = new BitSet(runs);
            index.addRuns((high, low, type) -> type == 0 && filter.mayMatchAggregate(high, low, names), ofAggregates);
            wanted.and(ofAggregates);
        }
        if (filter.hasTypes() && !wanted.isEmpty())
        {
            final BitSet ofTypes = new BitSet(runs);
            index.addRuns(
                (high, low, type) -> type != 0 && filter.mayMatchType(new Identity(high, low), type, names), ofTypes);
            wanted.and(ofTypes);
        }
        return index.isUsable() ? wanted : null;
    }

    /** The first run that begins above a position, or how many there are. */
    static int firstAbove(final SegmentIndex index, final int runs, final long position)
    {
        int low = 0;
        int high = runs;
        while (low < high)
        {
            final int middle = low + high >>> 1;
            if (index.firstPositionOf(middle) > position)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }
        return low;
    }

    private void removeOtherTimes(final SegmentIndex index, final int runs, final BitSet wanted)
    {
        for (int run = wanted.nextSetBit(0); run >= 0; run = wanted.nextSetBit(run + 1))
        {
            final long recordedLast = run + 1 < runs ? index.recordedAtOf(run + 1) : Long.MAX_VALUE;
            if (filter.hasTimestamps() && !filter.mayMatchTimestamps(index.minTimestampOf(run), index.maxTimestampOf(run)) ||
                filter.hasRecordedAt() && !filter.mayMatchRecordedAt(index.recordedAtOf(run), recordedLast))
            {
                wanted.clear(run);
            }
        }
    }
}
