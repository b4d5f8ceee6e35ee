package io.varve.client.write;

import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Messages of a producer, from when they are published until they are acked: what a new session is sent again. Off-heap, in order,
 * each in one piece. Grows to a bound; beyond it there is no room until acks come.
 */
final class SendAgain
{
    private static final int FIRST_LENGTH = 16 * 1024;
    private static final int MAX_LENGTH = 4 << 20;
    private static final int ALIGNMENT = 8;
    private static final int CACHE_LINE = 64;

    private UnsafeBuffer buffer = allocate(FIRST_LENGTH);
    private int start;
    private int end;

    private static UnsafeBuffer allocate(final int length)
    {
        return new UnsafeBuffer(BufferUtil.allocateDirectAligned(length, CACHE_LINE));
    }

    /** Bytes that a message takes. */
    static int place(final int length)
    {
        return BitUtil.align(length, ALIGNMENT);
    }

    UnsafeBuffer buffer()
    {
        return buffer;
    }

    /** Where the oldest message is. */
    int start()
    {
        return start;
    }

    /**
     * Makes room behind the last message.
     *
     * @return its offset, or -1 when there is none; what is there may have moved.
     */
    int claim(final int length)
    {
        final int needed = place(length);
        if (end + needed > buffer.capacity())
        {
            final int kept = end - start;
            if (kept + needed > MAX_LENGTH)
            {
                return -1;
            }
            UnsafeBuffer target = buffer;
            if (2 * (kept + needed) > buffer.capacity() && buffer.capacity() < MAX_LENGTH)
            {
                target = allocate(Math.min(MAX_LENGTH, BitUtil.findNextPositivePowerOfTwo(2 * (kept + needed))));
            }
            target.putBytes(0, buffer, start, kept);
            buffer = target;
            start = 0;
            end = kept;
        }
        return end;
    }

    /** Keeps what was claimed. */
    void append(final int length)
    {
        end += place(length);
    }

    /** Lets the oldest message go. */
    void release(final int length)
    {
        start += place(length);
        if (start == end)
        {
            start = 0;
            end = 0;
        }
    }
}
