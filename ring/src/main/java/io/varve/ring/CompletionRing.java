package io.varve.ring;

import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Outcomes of one publisher's batches, from the thread that seals to the one that publishes.
 *
 * <p>Outcomes come in the order of the tickets and at most {@link #window()} batches are without a polled one, so a
 * ticket has a fixed place and no entry is ever overwritten unread. An entry is status, position and version; the count
 * of completed tickets is released behind it and acquired ahead of reading it.
 */
final class CompletionRing
{
    private static final int STATUS_OFFSET = 0;
    private static final int POSITION_OFFSET = STATUS_OFFSET + BitUtil.SIZE_OF_LONG;
    private static final int VERSION_OFFSET = POSITION_OFFSET + BitUtil.SIZE_OF_LONG;
    private static final int ENTRY_LENGTH = 4 * BitUtil.SIZE_OF_LONG;
    private static final int COUNT_LENGTH = 2 * BitUtil.CACHE_LINE_LENGTH;

    private static final int DETAIL_SHIFT = 32;

    private final ProducerSession session;
    private final int mask;
    private final UnsafeBuffer buffer;
    private final long address;

    CompletionRing(final int window)
    {
        this(window, null);
    }

    /** @param session of the producer whose batches these are; null for none. */
    CompletionRing(final int window, final ProducerSession session)
    {
        this.session = session;
        final int entries = BitUtil.findNextPositivePowerOfTwo(window);
        mask = entries - 1;
        buffer = new UnsafeBuffer(BufferUtil.allocateDirectAligned(
            COUNT_LENGTH + entries * ENTRY_LENGTH, BitUtil.CACHE_LINE_LENGTH));
        address = buffer.addressOffset();
    }

    /** The producer whose batches these are, or null. */
    ProducerSession session()
    {
        return session;
    }

    /** Most batches without a polled outcome. */
    int window()
    {
        return mask + 1;
    }

    /** Writes the outcome of the next ticket; by the thread that seals. */
    void complete(final long ticket, final long status, final long position, final long version)
    {
        final long entry = address + entryOffset(ticket); // a masked ticket always lies within
        UnsafeApi.putLong(entry + STATUS_OFFSET, status);
        UnsafeApi.putLong(entry + POSITION_OFFSET, position);
        UnsafeApi.putLong(entry + VERSION_OFFSET, version);
        buffer.putLongRelease(0, ticket + 1); // pairs with the acquire in completed()
    }

    /** Tickets below this have their outcome. */
    long completed()
    {
        return buffer.getLongAcquire(0); // pairs with the release in complete()
    }

    int status(final long ticket)
    {
        return (int)buffer.getLong(entryOffset(ticket) + STATUS_OFFSET);
    }

    /** Of a transaction that was refused for a version: which part. */
    int detail(final long ticket)
    {
        return (int)(buffer.getLong(entryOffset(ticket) + STATUS_OFFSET) >>> DETAIL_SHIFT);
    }

    /** A status with a detail. */
    static long withDetail(final int status, final int detail)
    {
        return (long)detail << DETAIL_SHIFT | status;
    }

    long position(final long ticket)
    {
        return buffer.getLong(entryOffset(ticket) + POSITION_OFFSET);
    }

    long version(final long ticket)
    {
        return buffer.getLong(entryOffset(ticket) + VERSION_OFFSET);
    }

    private int entryOffset(final long ticket)
    {
        return COUNT_LENGTH + (int)(ticket & mask) * ENTRY_LENGTH;
    }
}
