package io.varve.ring;

import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The parts of a transaction's record: behind a header like a batch's stand batches and conditions, each a record of its own
 * on a multiple of 8 that says its length in bytes where others say their slots.
 */
final class TransactionRecord
{
    private final RecordFlyweight part;
    private int firstOffset;
    private int partCount;
    private int index;
    private int offset;
    private int nextOffset;

    TransactionRecord(final UnsafeBuffer arena)
    {
        part = new RecordFlyweight(arena);
    }

    /** Bytes of a batch as a part; a condition is as long as a batch of nothing. */
    static int partLength(final int events, final int dataLength, final int metadataLength)
    {
        return BitUtil.align(RecordFlyweight.length(events, dataLength, metadataLength), BitUtil.SIZE_OF_LONG);
    }

    /** Starts ahead of the first part. */
    TransactionRecord wrap(final RecordFlyweight record)
    {
        firstOffset = record.offset() + RecordFlyweight.HEADER_LENGTH;
        partCount = record.partCount();
        return rewind();
    }

    /** Starts again ahead of the first part. */
    TransactionRecord rewind()
    {
        index = -1;
        nextOffset = firstOffset;
        return this;
    }

    /**
     * Steps to the next part.
     *
     * @return false behind the last one.
     */
    boolean next()
    {
        if (index + 1 >= partCount)
        {
            return false;
        }
        index++;
        offset = nextOffset;
        nextOffset = offset + part.wrap(offset).slots();
        return true;
    }

    /** Steps to the next part that is a batch. */
    boolean nextBatch()
    {
        while (next())
        {
            if (!part.isCondition())
            {
                return true;
            }
        }
        return false;
    }

    /** The part that the walk stands on. */
    RecordFlyweight part()
    {
        return part;
    }

    /** Index of the part that the walk stands on, from 0. */
    int index()
    {
        return index;
    }

    /** Events of the batches ahead of the current part that are of its stream, by a walk of another one. */
    int eventsAhead(final TransactionRecord walk)
    {
        int events = 0;
        walk.firstOffset = firstOffset;
        walk.partCount = index;
        walk.rewind();
        while (walk.nextBatch())
        {
            final RecordFlyweight earlier = walk.part;
            if (earlier.id() == part.id() && earlier.aggregateOrdinal() == part.aggregateOrdinal() &&
                earlier.isKeyed() == part.isKeyed())
            {
                events += earlier.eventCount();
            }
        }
        return events;
    }
}
