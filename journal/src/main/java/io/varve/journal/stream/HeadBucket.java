package io.varve.journal.stream;

import io.varve.codec.checksum.Crc;
import org.agrona.BitUtil;
import org.agrona.UnsafeApi;

/**
 * A cache line of the table of heads: three streams and a checksum over them.
 *
 * <pre>
 *    0  u32  CRC-32C of bytes 4 to 64
 *    4  u32  last version, three times
 *   16  i64  id, three times
 *   40  i64  newest link in the upper 40 bits, kind in the lower 24, three times; 0 where the slot is free
 * </pre>
 *
 * <p>The word with link and kind is stored last, so that a slot is whole or free whenever its writer dies; the checksum may be
 * missing then. Memory is accessed by address: that of a page of a table plus a bucket.
 */
final class HeadBucket
{
    static final int LENGTH = BitUtil.CACHE_LINE_LENGTH;
    static final int SLOTS = 3;

    /** In place of a link: the stream has no events. */
    static final long NO_LINK = (1L << Long.SIZE - StreamKey.KIND_BITS) - 1;

    private static final int VERSIONS_OFFSET = Integer.BYTES;
    private static final int IDS_OFFSET = VERSIONS_OFFSET + SLOTS * Integer.BYTES;
    private static final int WORDS_OFFSET = IDS_OFFSET + SLOTS * Long.BYTES;

    private HeadBucket()
    {
    }

    private static int crc(final long bucket)
    {
        return Crc.crc32c(0, bucket + VERSIONS_OFFSET, LENGTH - VERSIONS_OFFSET);
    }

    static boolean isValid(final long bucket)
    {
        return UnsafeApi.getInt(bucket) == crc(bucket);
    }

    /** Sets the checksum. */
    static void seal(final long bucket)
    {
        UnsafeApi.putIntRelease(null, bucket, crc(bucket));
    }

    /** @return the slot of a stream, or -1. */
    static int find(final long bucket, final int kind, final long id)
    {
        for (int slot = 0; slot < SLOTS; slot++)
        {
            if (id(bucket, slot) == id && kind(bucket, slot) == kind)
            {
                return slot;
            }
        }
        return -1;
    }

    /** @return a slot that is free, or -1. */
    static int free(final long bucket)
    {
        for (int slot = 0; slot < SLOTS; slot++)
        {
            if (word(bucket, slot) == 0)
            {
                return slot;
            }
        }
        return -1;
    }

    private static long word(final long bucket, final int slot)
    {
        return UnsafeApi.getLong(bucket + WORDS_OFFSET + slot * Long.BYTES);
    }

    /** 0 when the slot is free. */
    static int kind(final long bucket, final int slot)
    {
        return (int)(word(bucket, slot) & StreamKey.KIND_MASK);
    }

    static long id(final long bucket, final int slot)
    {
        return UnsafeApi.getLong(bucket + IDS_OFFSET + slot * Long.BYTES);
    }

    static long link(final long bucket, final int slot)
    {
        return word(bucket, slot) >>> StreamKey.KIND_BITS;
    }

    static long lastVersion(final long bucket, final int slot)
    {
        return UnsafeApi.getInt(bucket + VERSIONS_OFFSET + slot * Integer.BYTES) & 0xFFFF_FFFFL;
    }

    /** Fills a slot that is free, or changes the head of the stream in it; the checksum is not true until {@link #seal}. */
    static void put(
        final long bucket, final int slot, final int kind, final long id, final long link, final long lastVersion)
    {
        UnsafeApi.putLong(bucket + IDS_OFFSET + slot * Long.BYTES, id);
        UnsafeApi.putInt(bucket + VERSIONS_OFFSET + slot * Integer.BYTES, (int)lastVersion);
        UnsafeApi.putLongRelease(null, bucket + WORDS_OFFSET + slot * Long.BYTES, link << StreamKey.KIND_BITS | kind);
    }

    /** Frees a slot. */
    static void clear(final long bucket, final int slot)
    {
        UnsafeApi.putLongRelease(null, bucket + WORDS_OFFSET + slot * Long.BYTES, 0);
    }
}
