package io.varve.codec.key;

import io.varve.codec.Limits;
import io.varve.codec.checksum.Crc;
import org.agrona.BufferUtil;
import org.agrona.UnsafeApi;

/**
 * The texts of keys, one behind the other in the order of the log. A place is an offset in the table's memory.
 *
 * <pre>
 *  0  CRC-32C of what follows
 *  4  length of the text in the lower 11 bits, aggregate in the upper 21
 *  8  number of the key
 * 16  text, padded with zeros to 4
 * </pre>
 */
final class KeyTexts
{
    static final int ALIGNMENT = 4;

    /** Most aggregates that can have keys. */
    static final int MAX_AGGREGATES = 1 << 21;

    /** What a look-up answers when the text there is another one, and when what is there is not what was written. */
    static final long OTHER = 0;
    static final long DAMAGED = -1;

    private static final int HEAD_OFFSET = 4;
    private static final int NUMBER_OFFSET = 8;
    private static final int TEXT_OFFSET = 16;
    private static final int LENGTH_BITS = 11;
    private static final int LENGTH_MASK = (1 << LENGTH_BITS) - 1;

    private final KeyMemory memory;
    private final KeyHeader header;

    KeyTexts(final KeyMemory memory, final KeyHeader header)
    {
        this.memory = memory;
        this.header = header;
    }

    private static int recordLength(final int textLength)
    {
        return TEXT_OFFSET + (textLength + ALIGNMENT - 1 & -ALIGNMENT);
    }

    /**
     * Where a text goes that follows a place; texts do not cross chunks.
     *
     * @return the place, or 0 when the region needs one more chunk.
     */
    long placeOf(final long end, final int textLength)
    {
        final int offset = (int)(end & KeyMemory.CHUNK_LENGTH - 1);
        if (offset != 0 && offset + recordLength(textLength) <= KeyMemory.CHUNK_LENGTH)
        {
            return end;
        }
        // A place at the end of a chunk is the start of the next one, which may have another use.
        int chunk = offset == 0 ? (int)(end / KeyMemory.CHUNK_LENGTH) : (int)(end / KeyMemory.CHUNK_LENGTH) + 1;
        for (; chunk < memory.chunkCount(); chunk++)
        {
            if (header.use(chunk) == KeyRegion.TEXTS)
            {
                return (long)chunk * KeyMemory.CHUNK_LENGTH;
            }
        }
        return 0;
    }

    /** Place behind the text at a place. */
    static long behind(final long place, final int textLength)
    {
        return place + recordLength(textLength);
    }

    /** Place of the text that follows what ends at a place, or 0 when there is none. */
    long following(final long end)
    {
        return address(end) != 0 ? end : placeOf(end, KeyMemory.CHUNK_LENGTH);
    }

    /** Whether a text can stand at a place. */
    boolean isPlace(final long place)
    {
        final int chunk = (int)(place / KeyMemory.CHUNK_LENGTH);
        final int offset = (int)(place & KeyMemory.CHUNK_LENGTH - 1);
        return place > 0 && chunk < memory.chunkCount() && header.use(chunk) == KeyRegion.TEXTS &&
            offset + TEXT_OFFSET <= KeyMemory.CHUNK_LENGTH && (offset & ALIGNMENT - 1) == 0;
    }

    /**
     * Whether texts can end at a place: where there are none, behind one, or where the first one of a chunk would stand, when that
     * one was taken back. What lies ahead of a chunk may have another use.
     */
    boolean isEnd(final long place)
    {
        return place == 0 || isPlace(place - recordLength(1)) || (place & KeyMemory.CHUNK_LENGTH - 1) == 0 && isPlace(place);
    }

    /** Makes what stands at a place nothing: a text of so many bytes at most. */
    void clear(final long place, final int textLength)
    {
        final int offset = (int)(place & KeyMemory.CHUNK_LENGTH - 1);
        UnsafeApi.setMemory(
            memory.address((int)(place / KeyMemory.CHUNK_LENGTH)) + offset,
            Math.min(KeyMemory.CHUNK_LENGTH - offset, recordLength(textLength)), (byte)0);
    }

    void write(
        final long place, final int aggregate, final long number, final Object base, final long text, final int length)
    {
        final long address = memory.address((int)(place / KeyMemory.CHUNK_LENGTH)) + (place & KeyMemory.CHUNK_LENGTH - 1);
        UnsafeApi.putInt(address + HEAD_OFFSET, aggregate << LENGTH_BITS | length);
        UnsafeApi.putLong(address + NUMBER_OFFSET, number);
        UnsafeApi.copyMemory(base, text, null, address + TEXT_OFFSET, length);
        for (int i = length; i < (length + ALIGNMENT - 1 & -ALIGNMENT); i++)
        {
            UnsafeApi.putByte(address + TEXT_OFFSET + i, (byte)0);
        }
        UnsafeApi.putInt(address, Crc.crc32c(0, address + HEAD_OFFSET, TEXT_OFFSET - HEAD_OFFSET + length));
    }

    /** Address of what stands at a place, or 0 when nothing that was written whole stands there. */
    long address(final long place)
    {
        final int chunk = (int)(place / KeyMemory.CHUNK_LENGTH);
        final int offset = (int)(place & KeyMemory.CHUNK_LENGTH - 1);
        if (chunk >= memory.chunkCount())
        {
            memory.refresh(); // another process has added it
        }
        if (!isPlace(place))
        {
            return 0;
        }
        final long address = memory.address(chunk) + offset;
        final int length = UnsafeApi.getInt(address + HEAD_OFFSET) & LENGTH_MASK;
        return length >= 1 && length <= Limits.MAX_KEY_LENGTH && offset + recordLength(length) <= KeyMemory.CHUNK_LENGTH &&
            UnsafeApi.getInt(address) == Crc.crc32c(0, address + HEAD_OFFSET, TEXT_OFFSET - HEAD_OFFSET + length) ? address : 0;
    }

    /** Number of the key at a place if it is this one, else {@link #OTHER} or {@link #DAMAGED}. */
    long match(final long place, final int aggregate, final Object base, final long text, final int length)
    {
        final long address = address(place);
        if (address == 0)
        {
            return DAMAGED;
        }
        return UnsafeApi.getInt(address + HEAD_OFFSET) == (aggregate << LENGTH_BITS | length) &&
            isEqual(base, text, address + TEXT_OFFSET, length) ? UnsafeApi.getLong(address + NUMBER_OFFSET) : OTHER;
    }

    private static boolean isEqual(final Object base, final long text, final long other, final int length)
    {
        int i = 0;
        for (; i <= length - Long.BYTES; i += Long.BYTES)
        {
            if (UnsafeApi.getLong(base, text + i) != UnsafeApi.getLong(other + i))
            {
                return false;
            }
        }
        for (; i < length; i++)
        {
            if (UnsafeApi.getByte(base, text + i) != UnsafeApi.getByte(other + i))
            {
                return false;
            }
        }
        return true;
    }

    static long number(final long address)
    {
        return UnsafeApi.getLong(address + NUMBER_OFFSET);
    }

    static int aggregate(final long address)
    {
        return UnsafeApi.getInt(address + HEAD_OFFSET) >>> LENGTH_BITS;
    }

    static int length(final long address)
    {
        return UnsafeApi.getInt(address + HEAD_OFFSET) & LENGTH_MASK;
    }

    static long text(final long address)
    {
        return address + TEXT_OFFSET;
    }

    static byte[] utf8(final long address)
    {
        final byte[] utf8 = new byte[length(address)];
        UnsafeApi.copyMemory(null, text(address), utf8, BufferUtil.ARRAY_BASE_OFFSET, utf8.length);
        return utf8;
    }
}
