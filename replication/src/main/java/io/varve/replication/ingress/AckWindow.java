package io.varve.replication.ingress;

import org.agrona.BitUtil;

/**
 * Batches of one publisher without a sent ack, in the order they came: each with its sequence, its ticket in the ring, and the
 * bytes that its client has in flight for it. Nothing here allocates after construction.
 */
final class AckWindow
{
    /** Ticket of a batch that never came to the ring: it was refused by a bound. */
    static final long REFUSED = -1;

    private final int capacity;
    private final int mask;
    private final long[] sequences;
    private final long[] tickets;
    private final int[] lengths;
    private long head;
    private long tail;

    AckWindow(final int batches)
    {
        capacity = batches;
        final int length = BitUtil.findNextPositivePowerOfTwo(batches);
        mask = length - 1;
        sequences = new long[length];
        tickets = new long[length];
        lengths = new int[length];
    }

    boolean isFull()
    {
        return tail - head >= capacity;
    }

    int size()
    {
        return (int)(tail - head);
    }

    void add(final long sequence, final long ticket, final int lengthBytes)
    {
        final int index = (int)tail++ & mask;
        sequences[index] = sequence;
        tickets[index] = ticket;
        lengths[index] = lengthBytes;
    }

    /** Sequence of the batch at an index from the oldest. */
    long sequence(final int index)
    {
        return sequences[(int)(head + index) & mask];
    }

    /** Its ticket, or {@link #REFUSED}. */
    long ticket(final int index)
    {
        return tickets[(int)(head + index) & mask];
    }

    /** Bytes of its message. */
    int length(final int index)
    {
        return lengths[(int)(head + index) & mask];
    }

    /** Forgets the oldest. */
    void remove(final int count)
    {
        head += count;
    }
}
