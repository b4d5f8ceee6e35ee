package io.varve.ring;

import org.agrona.BitUtil;
import org.agrona.concurrent.AtomicBuffer;

/**
 * How far the log has come, in memory that other threads and processes may map: everything below a position has reached
 * that level. Each position has a cache line of its own.
 *
 * <p>Written with release by one thread each, read with acquire by any.
 */
public final class LogPositions
{
    /** Bytes that the positions take. */
    public static final int LENGTH = 3 * BitUtil.CACHE_LINE_LENGTH;

    private final AtomicBuffer buffer;
    private final int journaledOffset;
    private final int syncedOffset;
    private final int replicatedOffset;

    /** Over memory that starts at a multiple of 8. */
    public LogPositions(final AtomicBuffer buffer, final int offset)
    {
        this.buffer = buffer;
        journaledOffset = offset;
        syncedOffset = journaledOffset + BitUtil.CACHE_LINE_LENGTH;
        replicatedOffset = syncedOffset + BitUtil.CACHE_LINE_LENGTH;
    }

    /** Position behind the last event in the mapped journal. */
    public long journaled()
    {
        return buffer.getLongAcquire(journaledOffset); // pairs with the release in journaled(long)
    }

    /** Sets the position behind the last event in the mapped journal. */
    public void journaled(final long position)
    {
        buffer.putLongRelease(journaledOffset, position); // pairs with the acquire in journaled()
    }

    /** Position behind the last event on stable storage. */
    public long synced()
    {
        return buffer.getLongAcquire(syncedOffset);
    }

    /** Sets the position behind the last event on stable storage. */
    public void synced(final long position)
    {
        buffer.putLongRelease(syncedOffset, position);
    }

    /** Position behind the last event on a majority. */
    public long replicated()
    {
        return buffer.getLongAcquire(replicatedOffset);
    }
}
