package io.varve.codec.generation;

import io.varve.codec.sbe.BatchHeaderEncoder;
import org.agrona.UnsafeApi;

import java.nio.ByteOrder;

/**
 * Batch and event headers as whole words, written by address: three stores a batch and one an event, which is what a batch costs
 * most; tests hold them equal to the schema.
 */
public final class HeaderWords
{
    /** Offset of the instance's number in a batch header. */
    public static final int ID_OFFSET = BatchHeaderEncoder.idEncodingOffset();

    /** Offset of the narrow time and sequence in a batch header. */
    public static final int TIME_OFFSET = BatchHeaderEncoder.timeDeltaEncodingOffset();

    private static final boolean IS_LITTLE_ENDIAN = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
    private static final int COUNT_SHIFT = 8;
    private static final int PRODUCER_SHIFT = 16;
    private static final int FLAGS_SHIFT = 24;
    private static final int BYTE_MASK = 0xFF;

    private HeaderWords()
    {
    }

    /** The first word of a batch header. */
    public static long batch(
        final int flags, final int identityIndex, final long firstVersion, final int eventCount, final int producerIndex)
    {
        return firstVersion << Integer.SIZE | (long)flags << FLAGS_SHIFT | (long)producerIndex << PRODUCER_SHIFT |
            (long)(eventCount - 1) << COUNT_SHIFT | identityIndex;
    }

    /** Flags in the first word of a batch header. */
    public static int flags(final long batch)
    {
        return (int)(batch >>> FLAGS_SHIFT) & BYTE_MASK;
    }

    /** A first word with more flags. */
    public static long withFlags(final long batch, final int flags)
    {
        return batch | (long)flags << FLAGS_SHIFT;
    }

    /** Events of the batch, in the first word of its header. */
    public static int eventCount(final long batch)
    {
        return ((int)(batch >>> COUNT_SHIFT) & BYTE_MASK) + 1;
    }

    /** The word of an event header. */
    public static long event(final int type, final int crc, final int length)
    {
        return (long)crc << Integer.SIZE | (long)type << Short.SIZE | length;
    }

    /** Puts a word at an address. */
    public static void put(final long address, final long word)
    {
        UnsafeApi.putLong(address, IS_LITTLE_ENDIAN ? word : Long.reverseBytes(word));
    }

    /** The word at an address. */
    public static long get(final long address)
    {
        final long word = UnsafeApi.getLong(address);
        return IS_LITTLE_ENDIAN ? word : Long.reverseBytes(word);
    }
}
