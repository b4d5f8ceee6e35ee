package io.varve.codec.key;

import org.agrona.UnsafeApi;

/**
 * Hash index from keys to the places of their texts: extendible hashing (Fagin et al., ACM TODS 4(3), 1979) over
 * {@linkplain KeyPage pages}. The upper bits of a tag choose the page, so a page is split without a look at the texts; growing
 * touches one page at a time. Keys whose hashes are equal, whatever chance that is, go on in overflow pages.
 *
 * <p>One thread adds; look-ups of any threads, and of processes that map the table, take no lock: a hit is proven by the text,
 * and a miss counts only when the page did not change meanwhile.
 */
final class KeyPages
{
    /** What a look-up answers when the key is not there, and when the index cannot say. */
    static final long NONE = 0;
    static final long DAMAGED = -1;

    static final int MAX_DEPTH = 21;
    private static final int PAGES_A_CHUNK = KeyMemory.CHUNK_LENGTH / KeyPage.LENGTH;

    /** Entries of the directory for each page above which it does not grow: only equal hashes would make it so thin. */
    private static final int MAX_DIRECTORY_RATIO = 64;

    /** Attempts to see a page at rest: its writer died, or the processor is so busy that giving up is right. */
    private static final int MAX_ATTEMPTS = 1_000_000;

    private final KeyRegion region;
    private final KeyHeader header;
    private final KeyTexts texts;
    private final KeyHash hash;
    private final long seed;
    private final boolean isFollower;

    /** Addresses of pages, by the upper bits of tags. */
    private volatile long[] directory;

    KeyPages(
        final KeyRegion region, final KeyHeader header, final KeyTexts texts, final KeyHash hash, final boolean isFollower)
    {
        this.isFollower = isFollower;
        this.region = region;
        this.header = header;
        this.texts = texts;
        this.hash = hash;
        seed = header.tableId();
        reread();
    }

    long hash(final int aggregate, final Object base, final long text, final int length)
    {
        return hash.of(seed, aggregate, base, text, length);
    }

    long address(final int page)
    {
        final long chunk = region.address(page / PAGES_A_CHUNK);
        return chunk == 0 || page < 0 ? 0 : chunk + (long)(page % PAGES_A_CHUNK) * KeyPage.LENGTH;
    }

    /**
     * Number of a key, or {@link #NONE} or {@link #DAMAGED}.
     *
     * @param isProven whether that it is not there must be proven by the sums of its pages.
     */
    long find(final int aggregate, final Object base, final long text, final int length, final boolean isProven)
    {
        final int tag = KeyPage.tag(hash(aggregate, base, text, length));
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++)
        {
            final long[] known = directory;
            final long page = known == null ? 0 : KeyDirectory.pageOf(known, tag);
            if (page == 0)
            {
                if (header.pageCount() == 0)
                {
                    return NONE;
                }
                follow();
                continue;
            }
            final long version = KeyPage.version(page);
            if (!KeyPage.covers(page, tag))
            {
                follow();
            }
            else if (!KeyPage.isChanging(version))
            {
                final long number = search(page, tag, aggregate, base, text, length, isProven);
                UnsafeApi.loadFence();
                if (number > 0 || KeyPage.version(page) == version)
                {
                    return number;
                }
            }
            Thread.onSpinWait();
        }
        return DAMAGED;
    }

    /** Takes over what the process that adds has made of the pages. */
    private void follow()
    {
        if (isFollower)
        {
            region.refresh();
            reread();
        }
    }

    private long search(
        final long head,
        final int tag,
        final int aggregate,
        final Object base,
        final long text,
        final int length,
        final boolean isProven)
    {
        long verdict = NONE;
        int left = header.pageCount();
        for (long page = head; page != 0 && left > 0; page = address(KeyPage.next(page)), left--)
        {
            int index = KeyPage.start(tag);
            for (int i = 0; i < KeyPage.SLOTS; i++)
            {
                final long slot = KeyPage.slotAt(page, index);
                if (slot == 0)
                {
                    break;
                }
                if (KeyPage.tagOf(slot) == tag)
                {
                    final long number = texts.match(KeyPage.placeOf(slot), aggregate, base, text, length);
                    if (number > 0)
                    {
                        return number;
                    }
                    verdict = number == KeyTexts.OTHER ? verdict : DAMAGED;
                }
                index = KeyPage.following(index);
            }
            // That something is not there must not be said of a page that may have lost it.
            verdict = !isProven || KeyPage.isIntact(page, seed) ? verdict : DAMAGED;
        }
        return verdict;
    }

    /**
     * Makes room for a key.
     *
     * @return false when there is none.
     */
    boolean reserve(final int tag)
    {
        if (directory == null)
        {
            final long first = newPage();
            if (first == 0)
            {
                return false;
            }
            KeyPage.init(first, 0, 0, seed);
            header.pageCount(1);
            directory = new long[]{first};
        }
        while (true)
        {
            final long head = KeyDirectory.pageOf(directory, tag);
            if (lastOf(head) == head && KeyPage.used(head) < KeyPage.MAX_USED)
            {
                return true;
            }
            if (!isSplittable(head))
            {
                return reserveOverflow(head);
            }
            if (!split(head, tag))
            {
                return false;
            }
        }
    }

    private boolean isSplittable(final long page)
    {
        final int depth = KeyPage.depth(page);
        return KeyPage.next(page) < 0 && depth < MAX_DEPTH &&
            (1 << depth < directory.length || directory.length <= MAX_DIRECTORY_RATIO * header.pageCount());
    }

    private boolean reserveOverflow(final long head)
    {
        final long last = lastOf(head);
        if (KeyPage.used(last) < KeyPage.MAX_USED)
        {
            return true;
        }
        final long page = newPage();
        if (page == 0)
        {
            return false;
        }
        final int index = header.pageCount();
        KeyPage.init(page, KeyPage.OVERFLOW, 0, seed);
        header.pageCount(index + 1);
        KeyPage.copy(header.pageCopy(), last);
        header.splitting(indexOf(last));
        KeyPage.beginChange(head);
        KeyPage.next(last, index);
        KeyPage.endChange(head);
        header.splitting(-1);
        return true;
    }

    private long lastOf(final long head)
    {
        long last = head;
        for (long page = head; page != 0; page = address(KeyPage.next(page)))
        {
            last = page;
        }
        return last;
    }

    /** Adds a key for which there is room. */
    void add(final int tag, final long place)
    {
        final long head = KeyDirectory.pageOf(directory, tag);
        KeyPage.beginChange(head);
        KeyPage.add(lastOf(head), KeyPage.slot(tag, place));
        KeyPage.endChange(head);
    }

    private long newPage()
    {
        final int index = header.pageCount();
        return index / PAGES_A_CHUNK < region.size() || region.add() ? address(index) : 0;
    }

    /** Moves the tags of a page whose next bit is set to a new page. */
    private boolean split(final long page, final int tag)
    {
        final long upper = newPage();
        if (upper == 0)
        {
            return false;
        }
        final int depth = KeyPage.depth(page) + 1;
        final int prefix = KeyPage.prefix(page) << 1;
        final int index = indexOf(page);
        KeyPage.copy(header.pageCopy(), page);
        KeyPage.init(upper, depth, prefix | 1, seed);
        fill(upper, header.pageCopy());
        header.splitting(index);
        header.pageCount(header.pageCount() + 1);
        directory = KeyDirectory.enter(directory, upper);

        KeyPage.beginChange(page);
        KeyPage.init(page, depth, prefix, seed);
        fill(page, header.pageCopy());
        KeyPage.endChange(page);
        header.splitting(-1);
        return true;
    }

    private int indexOf(final long page)
    {
        int index = 0;
        while (address(index) != page)
        {
            final long chunk = region.address(index / PAGES_A_CHUNK);
            index = page >= chunk && page < chunk + KeyMemory.CHUNK_LENGTH ?
                index + (int)((page - chunk) / KeyPage.LENGTH) : index + PAGES_A_CHUNK;
        }
        return index;
    }

    private static void fill(final long page, final long from)
    {
        for (int i = 0; i < KeyPage.SLOTS; i++)
        {
            final long slot = KeyPage.slotAt(from, i);
            if (slot != 0 && KeyPage.covers(page, KeyPage.tagOf(slot)))
            {
                KeyPage.add(page, slot);
            }
        }
    }

    /** Reads the directory anew. */
    void reread()
    {
        final int pages = header.pageCount();
        directory = pages < 0 || pages > region.size() * PAGES_A_CHUNK ? null : KeyDirectory.read(this::address, pages, seed);
    }

    /** First page that a tag belongs to, or 0. */
    long headOf(final int tag)
    {
        return directory == null ? 0 : KeyDirectory.pageOf(directory, tag);
    }

    /** Page that the tags of a page go on in, or 0. */
    long following(final long page)
    {
        return address(KeyPage.next(page));
    }

    /** Tag of the key that stands at an address. */
    int tagOf(final long address)
    {
        return KeyPage.tag(hash(KeyTexts.aggregate(address), null, KeyTexts.text(address), KeyTexts.length(address)));
    }

    /** Whether all pages are as they were written, each key has one, and all of them stand for so many keys. */
    boolean isIntact(final long count)
    {
        final int pages = header.pageCount();
        if (pages < 0 || pages > region.size() * PAGES_A_CHUNK)
        {
            return false;
        }
        long used = 0;
        for (int i = 0; i < pages; i++)
        {
            final long page = address(i);
            if (page == 0 || !KeyPage.isIntact(page, seed))
            {
                return false;
            }
            used += KeyPage.used(page);
        }
        return used == count && (pages == 0 || directory != null);
    }
}
