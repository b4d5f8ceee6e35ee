package io.varve.journal.stream;

import org.agrona.concurrent.UnsafeBuffer;

/** Pages of a mapping that nobody else has yet. */
final class MappedPages
{
    private static final int PAGE_LENGTH = 4_096;

    private MappedPages()
    {
    }

    /** Takes the fault of the first store into each page, so that nobody does who is in a hurry; the memory is all zeros. */
    static void touch(final UnsafeBuffer zeros)
    {
        for (int offset = 0; offset < zeros.capacity(); offset += PAGE_LENGTH)
        {
            zeros.putByte(offset, (byte)0);
        }
    }
}
