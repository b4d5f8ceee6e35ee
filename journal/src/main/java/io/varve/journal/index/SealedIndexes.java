package io.varve.journal.index;

import java.util.Arrays;

/** Indexes of sealed segments in the order of their generations, found by bisection of plain numbers. Immutable. */
final class SealedIndexes
{
    static final SealedIndexes NONE = new SealedIndexes(new long[0], new SegmentIndex[0]);

    private final long[] firstGenerations;
    private final SegmentIndex[] indexes;

    private SealedIndexes(final long[] firstGenerations, final SegmentIndex[] indexes)
    {
        this.firstGenerations = firstGenerations;
        this.indexes = indexes;
    }

    /** These and another one, which takes the place of one that begins with the same generation. */
    SealedIndexes with(final SegmentIndex index)
    {
        final int found = Arrays.binarySearch(firstGenerations, index.firstGeneration());
        if (found >= 0)
        {
            final SegmentIndex[] replaced = indexes.clone();
            replaced[found] = index;
            return new SealedIndexes(firstGenerations, replaced);
        }
        final int at = -found - 1;
        final int behind = indexes.length - at;
        final long[] moreFirst = Arrays.copyOf(firstGenerations, indexes.length + 1);
        final SegmentIndex[] more = Arrays.copyOf(indexes, indexes.length + 1);
        System.arraycopy(firstGenerations, at, moreFirst, at + 1, behind);
        System.arraycopy(indexes, at, more, at + 1, behind);
        moreFirst[at] = index.firstGeneration();
        more[at] = index;
        return new SealedIndexes(moreFirst, more);
    }

    /** @return the index that holds a generation, or null. */
    SegmentIndex find(final long generation)
    {
        int low = 0;
        int high = firstGenerations.length - 1;
        while (low <= high)
        {
            final int middle = low + high >>> 1;
            if (firstGenerations[middle] <= generation)
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }
        final SegmentIndex found = high < 0 ? null : indexes[high];
        return found != null && generation - firstGenerations[high] < found.generations() ? found : null;
    }
}
