package io.varve.perf.contender;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteBuffer;

/**
 * The content of the events of a measurement: two words of the caller, up to six that follow from them, and then words that are the
 * same in all events, so that filling a long event costs little beside writing it.
 */
public final class EventPattern
{
    private static final long STEP = 0x9E37_79B9_7F4A_7C15L;
    private static final int HEAD_LENGTH = 2 * Long.BYTES;
    private static final int MIXED_LENGTH = 64;

    private EventPattern()
    {
    }

    /**
     * Room for one event, off-heap, with the words that all events share.
     *
     * @param length bytes of an event, a multiple of 8 and at least 16.
     */
    public static UnsafeBuffer buffer(final int length)
    {
        final UnsafeBuffer event = new UnsafeBuffer(ByteBuffer.allocateDirect(length));
        for (int offset = MIXED_LENGTH; offset < length; offset += Long.BYTES)
        {
            event.putLong(offset, shared(offset));
        }
        return event;
    }

    private static long shared(final int offset)
    {
        return STEP * offset;
    }

    /** Fills an event whose {@link #buffer} this is. */
    public static void fill(final MutableDirectBuffer event, final long number, final long value)
    {
        event.putLong(0, number);
        event.putLong(Long.BYTES, value);
        final int mixedLength = Math.min(MIXED_LENGTH, event.capacity());
        long word = number ^ value;
        for (int offset = HEAD_LENGTH; offset < mixedLength; offset += Long.BYTES)
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
     * @throws IllegalStateException when it is not the event of that number and length.
     */
    public static void check(final DirectBuffer event, final int length, final long number)
    {
        boolean isSame = event.capacity() == length && number(event) == number;
        final int mixedLength = Math.min(MIXED_LENGTH, length);
        long word = isSame ? number ^ value(event) : 0;
        for (int offset = HEAD_LENGTH; isSame && offset < mixedLength; offset += Long.BYTES)
        {
            word += STEP;
            isSame = event.getLong(offset) == word;
        }
        for (int offset = MIXED_LENGTH; isSame && offset < length; offset += Long.BYTES)
        {
            isSame = event.getLong(offset) == shared(offset);
        }
        if (!isSame)
        {
            throw new IllegalStateException("event is not what was written: number=" + number + ", length=" +
                event.capacity() + ", expected length=" + length);
        }
    }
}
