package io.varve.replication.counter;

import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What a node counts. Each counter has a cache line and one thread that writes it, but for {@link #addFromAnywhere}; everybody may
 * read.
 */
public final class NodeCounters
{
    private final AtomicBuffer values = new UnsafeBuffer(BufferUtil.allocateDirectAligned(
        NodeCounter.values().length * BitUtil.CACHE_LINE_LENGTH, BitUtil.CACHE_LINE_LENGTH));

    /** All zero. */
    public NodeCounters()
    {
    }

    private static int offset(final NodeCounter counter)
    {
        return counter.ordinal() * BitUtil.CACHE_LINE_LENGTH;
    }

    /** Its value. */
    public long get(final NodeCounter counter)
    {
        return values.getLongVolatile(offset(counter));
    }

    /** Adds; by the one thread that writes it. */
    public void add(final NodeCounter counter, final long amount)
    {
        final int offset = offset(counter);
        values.putLongRelease(offset, values.getLong(offset) + amount); // one writer: readers need no more than the order
    }

    /** Adds, by any thread. */
    public void addFromAnywhere(final NodeCounter counter, final long amount)
    {
        values.getAndAddLong(offset(counter), amount);
    }

    /** Sets; by the one thread that writes it. */
    public void set(final NodeCounter counter, final long value)
    {
        values.putLongRelease(offset(counter), value);
    }
}
