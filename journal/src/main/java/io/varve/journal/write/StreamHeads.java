package io.varve.journal.write;

import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The version of every stream, off-heap: an extendible hash table (Fagin et al., ACM TODS 4(3), 1979) of 4 KB pages.
 *
 * <p>A page that is three quarters full is split in two, so growing touches a few hundred entries at a time and never all of
 * them; the directory doubles by copying 8 bytes a page. An entry is half a cache line. One thread at a time.
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
    private static final int PAGE_LENGTH = ENTRIES_A_PAGE * ENTRY_LENGTH;
    private static final int MAX_USED = ENTRIES_A_PAGE * 3 / 4;
    private static final int PAGES_A_BLOCK = 256;

    /** Bits of the hash that place an entry in its page; those above them choose the page. */
    private static final int PAGE_BITS = 7;

    private final List<UnsafeBuffer> blocks = new ArrayList<>();
    private int pageCount;
    private int freePage = -1;
    private int depth;
    private int[] directory = new int[1];
    private byte[] pageDepth = new byte[PAGES_A_BLOCK];
    private int[] pageUsed = new int[PAGES_A_BLOCK];
    private long size;

    /** Keeps touched values alive, so that no compiler drops the touch. */
    private long touched;

    /** An empty table. */
    public StreamHeads()
    {
        directory[0] = addPage(0);
    }

    /** Streams that have events. */
    public long size()
    {
        return size;
    }

    /** Bytes of off-heap memory. */
    public long memoryLength()
    {
        return (long)blocks.size() * PAGES_A_BLOCK * PAGE_LENGTH;
    }

    /** Loads the cache line that a look-up will need. */
    public void touch(final int aggregateOrdinal, final boolean isKeyed, final long id)
    {
        final long hash = hash(kind(aggregateOrdinal, isKeyed), id);
        final int page = directory[directoryIndex(hash)];
        touched += block(page).getLong(entryOffset(page, (int)hash));
    }

    /** Version that the next event of a stream gets; {@link #EMPTY} without events. */
    public long nextVersion(final int aggregateOrdinal, final boolean isKeyed, final long id)
    {
        final long kind = kind(aggregateOrdinal, isKeyed);
        final long hash = hash(kind, id);
        final int page = directory[directoryIndex(hash)];
        final UnsafeBuffer block = block(page);
        final int offset = entryOffset(page, find(block, page, hash, kind, id));
        return block.getLong(offset + KIND_OFFSET) == 0 ? EMPTY : block.getLong(offset + NEXT_VERSION_OFFSET);
    }

    /** Sets the version that the next event of a stream gets. */
    public void nextVersion(final int aggregateOrdinal, final boolean isKeyed, final long id, final long version)
    {
        final long kind = kind(aggregateOrdinal, isKeyed);
        final long hash = hash(kind, id);
        int page = directory[directoryIndex(hash)];
        int slot = find(block(page), page, hash, kind, id);
        if (block(page).getLong(entryOffset(page, slot) + KIND_OFFSET) == 0)
        {
            while (pageUsed[page] >= MAX_USED)
            {
                split(page, hash);
                page = directory[directoryIndex(hash)];
                slot = find(block(page), page, hash, kind, id);
            }
            pageUsed[page]++;
            size++;
        }
        put(page, slot, kind, id, version);
    }

    private void put(final int page, final int slot, final long kind, final long id, final long version)
    {
        final UnsafeBuffer block = block(page);
        final int offset = entryOffset(page, slot);
        block.putLong(offset + KIND_OFFSET, kind);
        block.putLong(offset + ID_OFFSET, id);
        block.putLong(offset + NEXT_VERSION_OFFSET, version);
    }

    /** Slot of an entry, or the free one where it belongs; a page always has free ones. */
    private static int find(final UnsafeBuffer block, final int page, final long hash, final long kind, final long id)
    {
        int slot = (int)hash & ENTRIES_A_PAGE - 1;
        while (true)
        {
            final int offset = entryOffset(page, slot);
            final long found = block.getLong(offset + KIND_OFFSET);
            if (found == 0 || found == kind && block.getLong(offset + ID_OFFSET) == id)
            {
                return slot;
            }
            slot = slot + 1 & ENTRIES_A_PAGE - 1;
        }
    }

    private void split(final int page, final long hash)
    {
        final int oldDepth = pageDepth[page];
        if (oldDepth == depth)
        {
            final int[] doubled = new int[directory.length * 2];
            System.arraycopy(directory, 0, doubled, 0, directory.length);
            System.arraycopy(directory, 0, doubled, directory.length, directory.length);
            directory = doubled;
            depth++;
        }

        final int newDepth = oldDepth + 1;
        final int left = addPage(newDepth);
        final int right = addPage(newDepth);
        final long distinguishingBit = 1L << oldDepth;
        final long pattern = hash >>> PAGE_BITS & distinguishingBit - 1;
        for (long i = pattern; i < directory.length; i += distinguishingBit)
        {
            directory[(int)i] = (i & distinguishingBit) == 0 ? left : right;
        }

        final UnsafeBuffer block = block(page);
        for (int slot = 0; slot < ENTRIES_A_PAGE; slot++)
        {
            final int offset = entryOffset(page, slot);
            final long kind = block.getLong(offset + KIND_OFFSET);
            if (kind != 0)
            {
                final long id = block.getLong(offset + ID_OFFSET);
                final long entryHash = hash(kind, id);
                final int target = directory[directoryIndex(entryHash)];
                put(target, find(block(target), target, entryHash, kind, id), kind, id,
                    block.getLong(offset + NEXT_VERSION_OFFSET));
                pageUsed[target]++;
            }
        }
        freePage(page);
    }

    private void freePage(final int page)
    {
        block(page).setMemory(entryOffset(page, 0), PAGE_LENGTH, (byte)0);
        pageUsed[page] = 0;
        freePage = page;
    }

    private int addPage(final int newDepth)
    {
        int page = freePage;
        freePage = -1;
        if (page < 0)
        {
            page = pageCount++;
            if (page == blocks.size() * PAGES_A_BLOCK)
            {
                blocks.add(new UnsafeBuffer(BufferUtil.allocateDirectAligned(PAGES_A_BLOCK * PAGE_LENGTH, PAGE_LENGTH)));
            }
            if (page == pageDepth.length)
            {
                pageDepth = Arrays.copyOf(pageDepth, 2 * page);
                pageUsed = Arrays.copyOf(pageUsed, 2 * page);
            }
        }
        pageDepth[page] = (byte)newDepth;
        return page;
    }

    private int directoryIndex(final long hash)
    {
        return (int)(hash >>> PAGE_BITS) & (1 << depth) - 1;
    }

    private UnsafeBuffer block(final int page)
    {
        return blocks.get(page / PAGES_A_BLOCK);
    }

    private static int entryOffset(final int page, final int slot)
    {
        return page % PAGES_A_BLOCK * PAGE_LENGTH + (slot & ENTRIES_A_PAGE - 1) * ENTRY_LENGTH;
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
