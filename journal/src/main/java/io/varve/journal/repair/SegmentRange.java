package io.varve.journal.repair;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Segments that are written anew together, because a gap reaches from one to the next.
 *
 * @param from first one.
 * @param to   last one.
 * @param gaps in them; none when only the framing is damaged.
 */
record SegmentRange(long from, long to, List<Gap> gaps)
{
    /** Puts gaps together that share a segment; both are in the order of the log. */
    static List<SegmentRange> of(final List<Gap> gaps)
    {
        final List<SegmentRange> ranges = new ArrayList<>();
        for (final Gap gap : gaps)
        {
            final SegmentRange last = ranges.isEmpty() ? null : ranges.get(ranges.size() - 1);
            if (last != null && gap.fromSegment() <= last.to())
            {
                last.gaps().add(gap);
                ranges.set(ranges.size() - 1, new SegmentRange(last.from(), Math.max(last.to(), gap.toSegment()), last.gaps()));
            }
            else
            {
                ranges.add(new SegmentRange(gap.fromSegment(), gap.toSegment(), new ArrayList<>(List.of(gap))));
            }
        }
        return ranges;
    }

    boolean holds(final long segment)
    {
        return from <= segment && segment <= to;
    }

    Map<Long, Gap> gapsByNumber()
    {
        return gaps.stream().collect(Collectors.toMap(Gap::number, Function.identity()));
    }
}
