package io.varve.perf.contender;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteBuffer;

/** The content of the events of a measurement: two words of the caller, and six that follow from them. */
public final class EventPattern
{
    /** Bytes of an event. */
    public static final int LENGTH = 64;

    private static final long STEP = 0x9E37_79B9_7F4A_7C15L;
    private static final int HEAD_LENGTH = 2 * Long.BYTES;

    private EventPattern()
    {
    }

    /** Room for one event, off-heap. */
    public static UnsafeBuffer buffer()
    {
        return new UnsafeBuffer(ByteBuffer.allocateDirect(LENGTH));
    }

    /** Fills an event. */
    public static void fill(final MutableDirectBuffer event, final long number, final long value)
    {
        event.putLong(0, number);
        event.putLong(Long.BYTES, value);
        long word = number ^ value;
        for (int offset = HEAD_LENGTH; offset < LENGTH; offset += Long.BYTES)
        {
            word += STEP;
            event.putLong(offset, word);
        }
    }

    /** Number of an event. */
    public static long number(final DirectBuffer event)
    {
        return event.getLong(0);
    }

    /** Value of an event. */
    public static long value(final DirectBuffer event)
    {
        return event.getLong(Long.BYTES);
    }

    /**
     * Checks every byte of an event.
     *
     * @throws IllegalStateException when it is not the event of that number.
     */
    public static void check(final DirectBuffer event, final long number)
    {
        boolean isSame = event.capacity() == LENGTH && number(event) == number;
        long word = isSame ? number ^ value(event) : 0;
        for (int offset = HEAD_LENGTH; isSame && offset < LENGTH; offset += Long.BYTES)
        {
            word += STEP;
            isSame = event.getLong(offset) == word;
        }
        if (!isSame)
        {
            throw new IllegalStateException("event is not what was written: number=" + number + ", length=" +
                event.capacity() + ", expected length=" + LENGTH);
        }
    }
}
