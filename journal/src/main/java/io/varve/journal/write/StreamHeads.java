package io.varve.journal.write;

import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.UnsafeApi;
import org.agrona.collections.ArrayUtil;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The version of every stream, off-heap: an extendible hash table (Fagin et al., ACM TODS 4(3), 1979) of 4 KB pages.
 *
 * <p>A page that is three quarters full is split in two, so growing touches a few hundred entries at a time and never all of
 * them; the directory doubles by copying 8 bytes a page. An entry is half a cache line. One thread at a time.
 *
 * <p>Memory is accessed by address: every address is that of a page of this table plus a masked slot.
 */
public final class StreamHeads
{
    /** Next version of a stream that has no events. */
    public static final long EMPTY = 0;

    private static final int ENTRY_LENGTH = 4 * BitUtil.SIZE_OF_LONG;
    private static final int KIND_OFFSET = 0;
    private static final int ID_OFFSET = KIND_OFFSET + BitUtil.SIZE_OF_LONG;
    private static final int NEXT_VERSION_OFFSET = ID_OFFSET + BitUtil.SIZE_OF_LONG;

    private static final int ENTRIES_A_PAGE = 128;
    private static final int SLOT_MASK = ENTRIES_A_PAGE - 1;
    private static final int PAGE_LENGTH = ENTRIES_A_PAGE * ENTRY_LENGTH;
    private static final int MAX_USED = ENTRIES_A_PAGE * 3 / 4;
    private static final int PAGES_A_BLOCK = 256;

    /** Bits of the hash that place an entry in its page; those above them choose the page. */
    private static final int PAGE_BITS = 7;

    /** Pages that a processor's near caches hold anyway: touching ahead pays only above. */
    private static final int NEAR_PAGES = 64;

    private ByteBuffer[] blocks = new ByteBuffer[0];
    private long blockAddress;
    private int pagesLeftInBlock;
    private int pageCount;
    private int depth;

    /** By the lower bits of a hash above those of the slot: address of a page, its depth, how many entries it has. */
    private long[] pageAddress = new long[1];
    private byte[] pageDepth = new byte[1];
    private int[] pageUsed = new int[1];
    private long freePage;
    private long size;

    /** Where the last look-up ended, so that what it decided is stored without another one. */
    private long foundKind;
    private long foundId;
    private long foundEntry;
    private boolean isFound;

    /** Keeps touched values alive, so that no compiler drops the touch. */
    private long touched;

    /** An empty table. */
    public StreamHeads()
    {
        pageAddress[0] = addPage();
    }

    /** Streams that have events. */
    public long size()
    {
        return size;
    }

    /** Bytes of off-heap memory. */
    public long memoryLength()
    {
        return (long)blocks.length * PAGES_A_BLOCK * PAGE_LENGTH;
    }

    /** Whether the table is larger than what a processor's near caches hold. */
    public boolean isFar()
    {
        return pageCount > NEAR_PAGES;
    }

    /** Loads the cache line that a look-up will need. */
    public void touch(final int aggregateOrdinal, final boolean isKeyed, final long id)
    {
        final long hash = hash(kind(aggregateOrdinal, isKeyed), id);
        touched += UnsafeApi.getLong(entryAddress(pageAddress[directoryIndex(hash)], (int)hash));
    }

    /** Version that the next event of a stream gets; {@link #EMPTY} without events. */
    public long nextVersion(final int aggregateOrdinal, final boolean isKeyed, final long id)
    {
        final long kind = kind(aggregateOrdinal, isKeyed);
        if (!isFound || id != foundId || kind != foundKind) // else the same stream again: writers come in runs
        {
            final long hash = hash(kind, id);
            foundKind = kind;
            foundId = id;
            foundEntry = find(pageAddress[directoryIndex(hash)], hash, kind, id);
            isFound = UnsafeApi.getLong(foundEntry + KIND_OFFSET) != 0;
        }
        return isFound ? UnsafeApi.getLong(foundEntry + NEXT_VERSION_OFFSET) : EMPTY;
    }

    /** Sets the next version of the stream that {@link #nextVersion(int, boolean, long)} was asked about last. */
    public void advance(final long version)
    {
        if (!isFound)
        {
            insert();
        }
        UnsafeApi.putLong(foundEntry + NEXT_VERSION_OFFSET, version);
    }

    /** Sets the version that the next event of a stream gets. */
    public void nextVersion(final int aggregateOrdinal, final boolean isKeyed, final long id, final long version)
    {
        nextVersion(aggregateOrdinal, isKeyed, id);
        advance(version);
    }

    private void insert()
    {
        final long hash = hash(foundKind, foundId);
        while (pageUsed[directoryIndex(hash)] >= MAX_USED)
        {
            split(hash);
        }
        foundEntry = find(pageAddress[directoryIndex(hash)], hash, foundKind, foundId);
        put(foundEntry, foundKind, foundId, EMPTY);
        final int index = directoryIndex(hash);
        countUsed(index, pageUsed[index] + 1);
        size++;
        isFound = true;
    }

    private static void put(final long entry, final long kind, final long id, final long version)
    {
        UnsafeApi.putLong(entry + KIND_OFFSET, kind);
        UnsafeApi.putLong(entry + ID_OFFSET, id);
        UnsafeApi.putLong(entry + NEXT_VERSION_OFFSET, version);
    }

    /** Address of an entry, or of the free one where it belongs; a page always has free ones. */
    private static long find(final long page, final long hash, final long kind, final long id)
    {
        int slot = (int)hash;
        while (true)
        {
            final long entry = entryAddress(page, slot);
            final long found = UnsafeApi.getLong(entry + KIND_OFFSET);
            if (found == 0 || found == kind && UnsafeApi.getLong(entry + ID_OFFSET) == id)
            {
                return entry;
            }
            slot++;
        }
    }

    /** Splits the page of a hash in two by the next bit of its entries' hashes. */
    private void split(final long hash)
    {
        final int oldDepth = pageDepth[directoryIndex(hash)];
        if (oldDepth == depth)
        {
            doubleDirectory();
        }
        final long oldPage = pageAddress[directoryIndex(hash)];
        final long left = addPage();
        final long right = addPage();
        final int distinguishingBit = 1 << oldDepth;
        final int pattern = directoryIndex(hash) & distinguishingBit - 1;
        int leftUsed = 0;
        int rightUsed = 0;

        for (int slot = 0; slot < ENTRIES_A_PAGE; slot++)
        {
            final long entry = entryAddress(oldPage, slot);
            final long kind = UnsafeApi.getLong(entry + KIND_OFFSET);
            if (kind != 0)
            {
                final long id = UnsafeApi.getLong(entry + ID_OFFSET);
                final long entryHash = hash(kind, id);
                final boolean isLeft = (directoryIndex(entryHash) & distinguishingBit) == 0;
                leftUsed += isLeft ? 1 : 0;
                rightUsed += isLeft ? 0 : 1;
                put(find(isLeft ? left : right, entryHash, kind, id), kind, id,
                    UnsafeApi.getLong(entry + NEXT_VERSION_OFFSET));
            }
        }
        for (int i = pattern; i < pageAddress.length; i += distinguishingBit)
        {
            final boolean isLeft = (i & distinguishingBit) == 0;
            pageAddress[i] = isLeft ? left : right;
            pageUsed[i] = isLeft ? leftUsed : rightUsed;
            pageDepth[i] = (byte)(oldDepth + 1);
        }
        UnsafeApi.setMemory(oldPage, PAGE_LENGTH, (byte)0);
        freePage = oldPage;
    }

    private void doubleDirectory()
    {
        final int length = pageAddress.length;
        pageAddress = Arrays.copyOf(pageAddress, 2 * length);
        pageDepth = Arrays.copyOf(pageDepth, 2 * length);
        pageUsed = Arrays.copyOf(pageUsed, 2 * length);
        System.arraycopy(pageAddress, 0, pageAddress, length, length);
        System.arraycopy(pageDepth, 0, pageDepth, length, length);
        System.arraycopy(pageUsed, 0, pageUsed, length, length);
        depth++;
    }

    /** A page whose depth is below the directory's stands in it more than once. */
    private void countUsed(final int index, final int used)
    {
        final int stride = 1 << pageDepth[index];
        for (int i = index & stride - 1; i < pageUsed.length; i += stride)
        {
            pageUsed[i] = used;
        }
    }

    private long addPage()
    {
        if (freePage != 0)
        {
            final long page = freePage;
            freePage = 0;
            return page;
        }
        if (pagesLeftInBlock == 0)
        {
            final ByteBuffer block = BufferUtil.allocateDirectAligned(PAGES_A_BLOCK * PAGE_LENGTH, PAGE_LENGTH);
            blocks = ArrayUtil.add(blocks, block);
            blockAddress = new UnsafeBuffer(block).addressOffset();
            pagesLeftInBlock = PAGES_A_BLOCK;
        }
        pageCount++;
        return blockAddress + (long)--pagesLeftInBlock * PAGE_LENGTH;
    }

    private int directoryIndex(final long hash)
    {
        return (int)(hash >>> PAGE_BITS) & pageAddress.length - 1;
    }

    private static long entryAddress(final long page, final int slot)
    {
        return page + (long)(slot & SLOT_MASK) * ENTRY_LENGTH;
    }

    /** Never 0, which marks a free entry. */
    private static long kind(final int aggregateOrdinal, final boolean isKeyed)
    {
        return (long)aggregateOrdinal << 2 | (isKeyed ? 2 : 0) | 1;
    }

    /** Finaliser of MurmurHash3 (Appleby) over both halves. */
    private static long hash(final long kind, final long id)
    {
        long h = id + kind * 0x9E37_79B9_7F4A_7C15L;
        h = (h ^ h >>> 33) * 0xFF51_AFD7_ED55_8CCDL;
        h = (h ^ h >>> 33) * 0xC4CE_B9FE_1A85_EC53L;
        return h ^ h >>> 33;
    }
}
