package io.varve.journal.stream;

import io.varve.codec.checksum.Crc;
import org.agrona.UnsafeApi;

/**
 * A page of the table of heads: a header of 64 bytes and 63 {@link HeadBucket}s, for all streams whose hash ends in the page's
 * prefix.
 *
 * <pre>
 *    0  u32  CRC-32C of bytes 4 to 64
 *    4  u8   depth: bits of the prefix
 *    5  u8   1 while streams are moved out of the page or within it
 *    6  u16  magic, the bytes "HP"
 *    8  i64  prefix: the lowest bits of the hash of every stream in here
 *   16  i64  table: the number that all files of a table carry
 *   24  i64  number of the page
 *   32  reserved
 * </pre>
 *
 * <p>The first 8 bytes are stored at once: that store splits a page. A stream stands in the bucket that the upper half of its
 * hash names, or, when that one is full, in the first one behind it that is not; a search ends where it meets a free slot.
 */
final class HeadPage
{
    static final int LENGTH = 4_096;
    static final int BUCKETS = LENGTH / HeadBucket.LENGTH - 1;
    static final int MAX_DEPTH = 31;

    /** Buckets that a stream may stand behind its own; a page that would need more is split. */
    static final int MAX_DISTANCE = 8;

    private static final long MAGIC = (long)('H' | 'P' << 8) << 48;
    private static final long BUSY = 1L << 40;
    private static final int DEPTH_SHIFT = Integer.SIZE;

    private static final int PREFIX_OFFSET = Long.BYTES;
    private static final int TABLE_OFFSET = PREFIX_OFFSET + Long.BYTES;
    private static final int NUMBER_OFFSET = TABLE_OFFSET + Long.BYTES;

    private HeadPage()
    {
    }

    /** The header's first 8 bytes. */
    static long word(final long page)
    {
        return UnsafeApi.getLongVolatile(null, page);
    }

    static int depth(final long word)
    {
        return (int)(word >>> DEPTH_SHIFT) & 0xFF;
    }

    static boolean isBusy(final long word)
    {
        return (word & BUSY) != 0;
    }

    static long prefix(final long page)
    {
        return UnsafeApi.getLong(page + PREFIX_OFFSET);
    }

    /** Whether a header's checksum, table, number and prefix are those of a page. */
    static boolean isValid(final long page, final long table, final long number)
    {
        final long word = word(page);
        return (word & ~(BUSY | 0xFF_FFFF_FFFFL)) == MAGIC && depth(word) <= MAX_DEPTH &&
            (int)word == Crc.crc32c(0, page + Integer.BYTES, HeadBucket.LENGTH - Integer.BYTES) &&
            UnsafeApi.getLong(page + TABLE_OFFSET) == table && UnsafeApi.getLong(page + NUMBER_OFFSET) == number &&
            (prefix(page) & ~mask(depth(word))) == 0;
    }

    static long mask(final int depth)
    {
        return (1L << depth) - 1;
    }

    /** Whether the streams of a hash belong into a page whose header begins with a word. */
    static boolean covers(final long page, final long word, final long hash)
    {
        return (hash & mask(depth(word))) == prefix(page);
    }

    /** Makes an empty page; it is none before {@link #depth(long, int, boolean, long)} was set. */
    static void format(final long page, final long prefix, final long table, final long number)
    {
        UnsafeApi.setMemory(page, LENGTH, (byte)0);
        UnsafeApi.putLong(page + PREFIX_OFFSET, prefix);
        UnsafeApi.putLong(page + TABLE_OFFSET, table);
        UnsafeApi.putLong(page + NUMBER_OFFSET, number);
    }

    /**
     * Sets depth and whether the page is being changed, in one store that is ordered behind all stores before.
     *
     * @param scratch {@value HeadBucket#LENGTH} bytes to compute the checksum in.
     */
    static void depth(final long page, final int depth, final boolean isBusy, final long scratch)
    {
        final long upper = MAGIC | (isBusy ? BUSY : 0) | (long)depth << DEPTH_SHIFT;
        UnsafeApi.copyMemory(page, scratch, HeadBucket.LENGTH);
        UnsafeApi.putLong(scratch, upper);
        final int crc = Crc.crc32c(0, scratch + Integer.BYTES, HeadBucket.LENGTH - Integer.BYTES);
        UnsafeApi.putLongVolatile(null, page, upper | crc & 0xFFFF_FFFFL);
    }

    /** Number of the bucket where a search for a hash begins. */
    static int home(final long hash)
    {
        return (int)((hash >>> Integer.SIZE) * BUCKETS >>> Integer.SIZE);
    }

    /** The bucket so many behind one, around the end of the page. */
    static long bucket(final long page, final int home, final int distance)
    {
        final int number = home + distance;
        return page + HeadBucket.LENGTH + (long)(number < BUCKETS ? number : number - BUCKETS) * HeadBucket.LENGTH;
    }

    /** Sets the checksums of all buckets. */
    static void seal(final long page)
    {
        for (int i = 0; i < BUCKETS; i++)
        {
            HeadBucket.seal(bucket(page, i, 0));
        }
    }

    /** Whether the checksums of all buckets are true. */
    static boolean isSound(final long page)
    {
        for (int i = 0; i < BUCKETS; i++)
        {
            if (!HeadBucket.isValid(bucket(page, i, 0)))
            {
                return false;
            }
        }
        return true;
    }
}
