package io.varve.journal.index;

import io.varve.codec.generation.GenerationDecoder;
import org.agrona.collections.IntArrayList;
import org.agrona.collections.LongArrayList;

/**
 * The generations of a segment and the runs that they form, while they are being written or read first: a run is as many
 * generations as make about one full one, so that small generations do not cost an entry each.
 */
final class RunTable
{
    /** A run that has so many bytes is closed: less than a full generation has, so that each of those is a run of its own. */
    static final int RUN_LENGTH = 3_072;

    private final IntArrayList offsets = new IntArrayList();
    private final IntArrayList firstGenerations = new IntArrayList();
    private final IntArrayList lengths = new IntArrayList();
    private final LongArrayList firstPositions = new LongArrayList();
    private final LongArrayList minTimestamps = new LongArrayList();
    private final LongArrayList maxTimestamps = new LongArrayList();
    private final LongArrayList recordedAts = new LongArrayList();
    private boolean isOpen;

    /** Adds the next generation. @return the run that it belongs to. */
    int add(final GenerationDecoder generation, final int offset)
    {
        if (!isOpen)
        {
            firstGenerations.addInt(offsets.size());
            lengths.addInt(0);
            firstPositions.addLong(generation.firstPosition());
            minTimestamps.addLong(generation.minTimestamp());
            maxTimestamps.addLong(generation.maxTimestamp());
            recordedAts.addLong(generation.recordedAt());
        }
        final int run = runs() - 1;
        offsets.addInt(offset);
        final int length = lengths.getInt(run) + generation.length();
        lengths.setInt(run, length);
        minTimestamps.setLong(run, Math.min(minTimestamps.getLong(run), generation.minTimestamp()));
        maxTimestamps.setLong(run, Math.max(maxTimestamps.getLong(run), generation.maxTimestamp()));
        isOpen = length < RUN_LENGTH;
        return run;
    }

    int generations()
    {
        return offsets.size();
    }

    int runs()
    {
        return firstGenerations.size();
    }

    /** Offset in the segment of a generation, counted from the segment's first. */
    int offset(final int generation)
    {
        return offsets.getInt(generation);
    }

    int firstGeneration(final int run)
    {
        return firstGenerations.getInt(run);
    }

    /** Bytes of the generations of a run. */
    int length(final int run)
    {
        return lengths.getInt(run);
    }

    long firstPosition(final int run)
    {
        return firstPositions.getLong(run);
    }

    long minTimestamp(final int run)
    {
        return minTimestamps.getLong(run);
    }

    long maxTimestamp(final int run)
    {
        return maxTimestamps.getLong(run);
    }

    /** Of its first generation. */
    long recordedAt(final int run)
    {
        return recordedAts.getLong(run);
    }
}
