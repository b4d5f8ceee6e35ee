package io.varve.ring;

import io.varve.codec.Limits;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Fills a transaction into one claim of a publisher: batches and conditions in order, then {@link #commit}. One thread, that of
 * the publisher.
 */
public final class TransactionClaim
{
    /** Bytes of the ring that a condition takes. */
    public static final int CONDITION_LENGTH = TransactionRecord.partLength(0, 0, 0);

    private static final int NONE = -1;

    private final RecordPublisher publisher;
    private final UnsafeBuffer arena;
    private final RecordFlyweight part;
    private final UnsafeBuffer eventView = new UnsafeBuffer(0, 0);
    private int partCount;
    private int nextOffset;
    private int endOffset;
    private int nextEventOffset;
    private int openEventOffset = NONE;
    private int openEventType;
    private int openEventLength;

    TransactionClaim(final RecordPublisher publisher, final UnsafeBuffer arena)
    {
        this.publisher = publisher;
        this.arena = arena;
        part = new RecordFlyweight(arena);
    }

    /** Bytes of the ring that a batch takes. */
    public static int batchLength(final int events, final int dataLength, final int metadataLength)
    {
        return TransactionRecord.partLength(events, dataLength, metadataLength);
    }

    /** Most bytes of the ring that all parts may take. */
    public static int maxLength()
    {
        return Limits.MAX_GENERATION_LENGTH;
    }

    /**
     * Claims room, if there is room.
     *
     * @param parts       batches and conditions.
     * @param lengthBytes that they take.
     * @return 0, {@link RecordPublisher#BACK_PRESSURED} or {@link RecordPublisher#WINDOW_FULL}.
     */
    public long tryClaim(final int parts, final int lengthBytes)
    {
        final int recordLength = RecordFlyweight.HEADER_LENGTH + lengthBytes;
        final long refused = publisher.tryTake(recordLength);
        if (refused < 0)
        {
            return refused;
        }
        partCount = parts;
        nextOffset = publisher.claimedOffset() + RecordFlyweight.HEADER_LENGTH;
        endOffset = nextOffset + lengthBytes;
        openEventOffset = NONE;
        return 0;
    }

    /**
     * Starts the next batch; exactly its events must follow.
     *
     * @param flags    of {@link RecordFlyweight}.
     * @param timestamp ns since the epoch, or {@link Long#MIN_VALUE} to have it stamped.
     * @param isLast   whether no batch follows it; conditions may.
     */
    public void batch(
        final int aggregateOrdinal,
        final long id,
        final int flags,
        final long expectedVersion,
        final long timestamp,
        final int events,
        final int dataLength,
        final byte[] metadata,
        final boolean isLast)
    {
        beginPart(RecordFlyweight.BATCH, TransactionRecord.partLength(events, dataLength, metadata.length));
        part.putStream(aggregateOrdinal, id);
        part.putVersion(expectedVersion);
        part.putTimestamp(timestamp);
        part.putShape(
            flags |
                (timestamp == Long.MIN_VALUE ? RecordFlyweight.STAMP : 0) |
                (isLast ? 0 : RecordFlyweight.MORE),
            events, dataLength, metadata.length);
        arena.putBytes(part.metadataOffset(), metadata);
        nextEventOffset = part.firstEventOffset();
    }

    /** Puts the next condition. */
    public void condition(final int aggregateOrdinal, final long id, final int flags, final long expectedVersion)
    {
        beginPart(RecordFlyweight.CONDITION, CONDITION_LENGTH);
        part.putStream(aggregateOrdinal, id);
        part.putVersion(expectedVersion);
        part.putShape(flags, 1, 0, 0);
    }

    private void beginPart(final int state, final int length)
    {
        sealOpenEvent();
        if (nextOffset + length > endOffset)
        {
            throw new IllegalStateException("part does not fit the claim: length=" + length + ", bytes left=" +
                (endOffset - nextOffset));
        }
        part.wrap(nextOffset).putHead(state, length);
        nextOffset += length;
    }

    /**
     * Room for the data of the next event of the batch.
     *
     * @return a view of the bytes, valid until the next call.
     */
    public UnsafeBuffer event(final int type, final int length)
    {
        sealOpenEvent();
        if (length < 0 || length > Limits.MAX_EVENT_LENGTH ||
            nextEventOffset + RecordFlyweight.EVENT_HEADER_LENGTH + length > nextOffset)
        {
            throw new IllegalStateException("event does not fit its batch: length=" + length + ", bytes left=" +
                (nextOffset - nextEventOffset - RecordFlyweight.EVENT_HEADER_LENGTH));
        }
        openEventOffset = nextEventOffset;
        openEventType = type;
        openEventLength = length;
        nextEventOffset += RecordFlyweight.EVENT_HEADER_LENGTH + length;
        eventView.wrap(arena, openEventOffset + RecordFlyweight.EVENT_HEADER_LENGTH, length);
        return eventView;
    }

    private void sealOpenEvent()
    {
        if (openEventOffset != NONE)
        {
            RecordFlyweight.sealEvent(arena, openEventOffset, openEventType, openEventLength);
            openEventOffset = NONE;
        }
    }

    /**
     * Publishes the transaction.
     *
     * @return its ticket.
     */
    public long commit()
    {
        sealOpenEvent();
        eventView.wrap(0, 0);
        return publisher.commitTransaction(partCount);
    }
}
