package io.varve.journal.read;

import io.varve.codec.Limits;
import io.varve.journal.index.SegmentIndex;
import io.varve.journal.segment.Framing;
import io.varve.journal.segment.Segment;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.UnsafeApi;

/**
 * Where a row of the generations of a stream stand, looked for together.
 *
 * <p>Reading a stream is waiting for memory. So first all places of a row are looked up, and then the first lines of all of them
 * are loaded, by a loop that does nothing else: a processor has many loads under way only while few instructions stand between
 * them. One thread.
 */
final class GenerationRow
{
    /** Generations of a row; the near caches do not hold the first lines of many more. */
    static final int LENGTH = 16;

    /** What of each is loaded: as far as the headers of small events go, and the page that it ends in. */
    private static final int TOUCHED_LENGTH = 24 * BitUtil.CACHE_LINE_LENGTH;

    private final Segment[] segments = new Segment[LENGTH];
    private final int[] offsets = new int[LENGTH];

    /** Of those that were found: their first bytes, and the last ones that may be loaded for them. */
    private final long[] addresses = new long[LENGTH];
    private final long[] ends = new long[LENGTH];
    private int found;

    /** The first place of the row. */
    private int start;

    /** Keeps loads from being left out as useless. */
    private int touched;

    /** Begins ahead of so many places. */
    void reset(final int places)
    {
        start = places;
    }

    /** Places from here on were looked for. */
    int start()
    {
        return start;
    }

    /**
     * Goes on to the row ahead of this one, which must not begin with the first place.
     *
     * @param numbers of the generations of all places.
     * @param limit   position up to which the log is known to be complete.
     */
    void lookFor(final LogView view, final long[] numbers, final long limit)
    {
        final int end = start;
        start = Math.max(0, end - LENGTH);
        found = 0;
        for (int place = end - 1; place >= start; place--)
        {
            lookFor(view, numbers[place], place - start, limit);
        }
        for (int ahead = 0; ahead < TOUCHED_LENGTH; ahead += BitUtil.CACHE_LINE_LENGTH)
        {
            touch(ahead);
        }
        touch(Limits.TARGET_GENERATION_LENGTH - 1);
    }

    private void lookFor(final LogView view, final long number, final int inRow, final long limit)
    {
        final SegmentIndex index = view.index().ofGeneration(number, limit);
        final int offset = index == null ? -1 : index.offset((int)(number - index.firstGeneration()));
        final Segment segment = offset < 0 ? null : view.segments().open(index.segment());
        segments[inRow] = null;
        if (segment != null && offset < segment.buffer().capacity() - Framing.WORD_LENGTH)
        {
            final DirectBuffer buffer = segment.buffer();
            segments[inRow] = segment;
            offsets[inRow] = offset + Framing.WORD_LENGTH;
            addresses[found] = buffer.addressOffset() + offset + Framing.WORD_LENGTH;
            ends[found] = buffer.addressOffset() + buffer.capacity() - 1;
            found++;
        }
    }

    private void touch(final int ahead)
    {
        int sum = 0;
        for (int i = 0; i < found; i++)
        {
            sum += UnsafeApi.getByte(Math.min(addresses[i] + ahead, ends[i]));
        }
        touched += sum;
    }

    /** The segment that holds the generation of a place of the row, or null when it was not found. */
    Segment segment(final int place)
    {
        return segments[place - start];
    }

    /** Offset in its segment of the generation of a place that was found. */
    int offset(final int place)
    {
        return offsets[place - start];
    }
}
