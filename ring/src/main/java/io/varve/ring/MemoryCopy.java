package io.varve.ring;

import org.agrona.UnsafeApi;

/** Copies into off-heap memory: what is short long by long, which is quicker than a call. */
final class MemoryCopy
{
    private static final int SHORT_LENGTH = 128;

    private MemoryCopy()
    {
    }

    /**
     * Copies bytes between places that do not overlap.
     *
     * @param base of the source: an array, or null when {@code from} is an address.
     */
    static void copy(final Object base, final long from, final long to, final int length)
    {
        if (length > SHORT_LENGTH)
        {
            UnsafeApi.copyMemory(base, from, null, to, length);
        }
        else if (length >= Long.BYTES)
        {
            final int last = length - Long.BYTES;
            for (int i = 0; i < last; i += Long.BYTES)
            {
                UnsafeApi.putLong(to + i, UnsafeApi.getLong(base, from + i));
            }
            UnsafeApi.putLong(to + last, UnsafeApi.getLong(base, from + last));
        }
        else
        {
            for (int i = 0; i < length; i++)
            {
                UnsafeApi.putByte(to + i, UnsafeApi.getByte(base, from + i));
            }
        }
    }
}
