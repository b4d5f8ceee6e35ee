package io.varve.codec.key;

import org.agrona.UnsafeApi;

/**
 * A page of the hash index, by its address: slots that are probed one after the other, and a sum that every slot is part of.
 *
 * <pre>
 *  0  version: odd while the page changes
 *  8  sum of all that follows, each 8 bytes times twice their index in the page and one
 * 16  number of upper bits that all tags here have in common, 4 bytes, or {@value #OVERFLOW}; 20 these bits, 4 bytes
 * 24  slots in use, 4 bytes; 28 page that the tags go on in, less -1, or 0; 4 bytes
 * 32  table id
 * 64  slots: tag in the upper 30 bits, place of the text / 4 in the lower 34; 0 = free
 * </pre>
 */
final class KeyPage
{
    static final int LENGTH = 4_096;
    static final int SLOTS_OFFSET = 64;
    static final int SLOTS = (LENGTH - SLOTS_OFFSET) / Long.BYTES;

    /** Slots in use above which a page is full: a search for what is not there must find a free one soon. */
    static final int MAX_USED = SLOTS * 15 / 16;

    static final int TAG_BITS = 30;
    static final int OVERFLOW = 255;

    private static final int PLACE_BITS = Long.SIZE - TAG_BITS;
    private static final long PLACE_MASK = (1L << PLACE_BITS) - 1;
    private static final int SUM_OFFSET = 8;
    private static final int DEPTH_OFFSET = 16;
    private static final int PREFIX_OFFSET = 20;
    private static final int USED_OFFSET = 24;
    private static final int NEXT_OFFSET = 28;
    private static final int TABLE_ID_OFFSET = 32;
    private static final int START_BITS = 9;

    private KeyPage()
    {
    }

    /** Makes an empty page; its version stays, since somebody may be looking. */
    static void init(final long page, final int depth, final int prefix, final long tableId)
    {
        UnsafeApi.setMemory(page + SUM_OFFSET, LENGTH - SUM_OFFSET, (byte)0);
        UnsafeApi.putInt(page + DEPTH_OFFSET, depth);
        UnsafeApi.putInt(page + PREFIX_OFFSET, prefix);
        UnsafeApi.putLong(page + TABLE_ID_OFFSET, tableId);
        UnsafeApi.putLong(page + SUM_OFFSET, sum(page));
    }

    static int depth(final long page)
    {
        return UnsafeApi.getInt(page + DEPTH_OFFSET);
    }

    static int prefix(final long page)
    {
        return UnsafeApi.getInt(page + PREFIX_OFFSET);
    }

    static int used(final long page)
    {
        return UnsafeApi.getInt(page + USED_OFFSET);
    }

    /** Page that the tags of a page go on in, or -1. */
    static int next(final long page)
    {
        return UnsafeApi.getIntVolatile(null, page + NEXT_OFFSET) - 1;
    }

    static void next(final long page, final int next)
    {
        UnsafeApi.putIntRelease(null, page + NEXT_OFFSET, next + 1);
        UnsafeApi.putLong(page + SUM_OFFSET, sum(page));
    }

    /** Whether a tag belongs here, as long as the page is not split. */
    static boolean covers(final long page, final int tag)
    {
        final int depth = depth(page);
        return depth <= TAG_BITS && tag >>> TAG_BITS - depth == prefix(page);
    }

    static long version(final long page)
    {
        return UnsafeApi.getLongVolatile(null, page);
    }

    static boolean isChanging(final long version)
    {
        return (version & 1) != 0;
    }

    static void beginChange(final long page)
    {
        UnsafeApi.putLongVolatile(null, page, UnsafeApi.getLong(page) | 1);
    }

    static void endChange(final long page)
    {
        UnsafeApi.putLongVolatile(null, page, (UnsafeApi.getLong(page) | 1) + 1);
    }

    static int tag(final long hash)
    {
        return (int)(hash >>> PLACE_BITS);
    }

    static int tagOf(final long slot)
    {
        return (int)(slot >>> PLACE_BITS);
    }

    static long placeOf(final long slot)
    {
        return (slot & PLACE_MASK) * KeyTexts.ALIGNMENT;
    }

    static long slot(final int tag, final long place)
    {
        return (long)tag << PLACE_BITS | place / KeyTexts.ALIGNMENT;
    }

    /** Slot that a search for a tag begins at: by bits of the tag that its page does not stand for. */
    static int start(final int tag)
    {
        return (tag & (1 << START_BITS) - 1) % SLOTS;
    }

    static int following(final int index)
    {
        return index + 1 == SLOTS ? 0 : index + 1;
    }

    static long slotAt(final long page, final int index)
    {
        return UnsafeApi.getLongVolatile(null, page + SLOTS_OFFSET + (long)index * Long.BYTES);
    }

    /** Puts a slot into a page that is not full. */
    static void add(final long page, final long slot)
    {
        int index = start(tagOf(slot));
        while (slotAt(page, index) != 0)
        {
            index = following(index);
        }
        final long weighed = slot * weight(SLOTS_OFFSET / Long.BYTES + index) + weight(USED_OFFSET / Long.BYTES);
        UnsafeApi.putLongRelease(null, page + SLOTS_OFFSET + (long)index * Long.BYTES, slot);
        UnsafeApi.putInt(page + USED_OFFSET, used(page) + 1);
        UnsafeApi.putLong(page + SUM_OFFSET, UnsafeApi.getLong(page + SUM_OFFSET) + weighed);
    }

    /** Makes the page what another one is, but for its version. */
    static void copy(final long page, final long from)
    {
        UnsafeApi.copyMemory(from + SUM_OFFSET, page + SUM_OFFSET, LENGTH - SUM_OFFSET);
    }

    /** Whether a slot of the page is that of a place. */
    static boolean has(final long page, final long place)
    {
        for (int i = 0; i < SLOTS; i++)
        {
            if (slotAt(page, i) != 0 && placeOf(slotAt(page, i)) == place)
            {
                return true;
            }
        }
        return false;
    }

    /**
     * Takes the slot of a place away, wherever a search would meet it.
     *
     * @param scratch a page to work in.
     */
    static void remove(final long page, final long place, final long scratch)
    {
        copy(scratch, page);
        UnsafeApi.setMemory(page + SLOTS_OFFSET, LENGTH - SLOTS_OFFSET, (byte)0);
        mend(page);
        for (int i = 0; i < SLOTS; i++)
        {
            final long slot = slotAt(scratch, i);
            if (slot != 0 && placeOf(slot) != place)
            {
                add(page, slot);
            }
        }
    }

    /** Makes the sum fit to what stands there. */
    static void mend(final long page)
    {
        int used = 0;
        for (int i = 0; i < SLOTS; i++)
        {
            used += slotAt(page, i) == 0 ? 0 : 1;
        }
        UnsafeApi.putInt(page + USED_OFFSET, used);
        UnsafeApi.putLong(page + SUM_OFFSET, sum(page));
    }

    static boolean isOf(final long page, final long tableId)
    {
        return UnsafeApi.getLong(page + TABLE_ID_OFFSET) == tableId;
    }

    /** Whether the page is of this table and as it was written. */
    static boolean isIntact(final long page, final long tableId)
    {
        return isOf(page, tableId) && UnsafeApi.getLong(page + SUM_OFFSET) == sum(page);
    }

    private static long sum(final long page)
    {
        long sum = 0;
        for (int i = DEPTH_OFFSET / Long.BYTES; i < LENGTH / Long.BYTES; i++)
        {
            sum += UnsafeApi.getLong(page + (long)i * Long.BYTES) * weight(i);
        }
        return sum;
    }

    private static long weight(final int index)
    {
        return 2L * index + 1;
    }
}
