package io.varve.journal.stream;

import java.util.Arrays;

/** Which page holds the streams of which hashes, put together from the headers of the pages. */
final class HeadDirectory
{
    private final GrowingMemory memory;
    private final long table;
    private long[] pages;
    private boolean hasUnfinished;

    private HeadDirectory(final HeadsControl control, final long[] pages)
    {
        memory = control.memory();
        table = control.table();
        this.pages = pages;
    }

    /**
     * Reads the headers of all pages of a table that nobody changes.
     *
     * @return null when they do not cover all hashes exactly once, but for a last page that was written and not made part of the
     *     table.
     */
    static HeadDirectory read(final HeadsControl control)
    {
        final HeadDirectory read = new HeadDirectory(control, new long[1]);
        final long count = control.pages();
        if (!holds(read.memory, count))
        {
            return null;
        }
        long covered = 0;
        for (long number = 0; number < count; number++)
        {
            final long page = read.page(number);
            if (!HeadPage.isValid(page, read.table, number))
            {
                return null;
            }
            if (number == count - 1 && number > 0 && read.isUnfinished(page))
            {
                read.hasUnfinished = true;
                break;
            }
            read.add(page);
            covered += 1L << HeadPage.MAX_DEPTH - HeadPage.depth(HeadPage.word(page));
        }
        return covered == 1L << HeadPage.MAX_DEPTH && read.isWhole() ? read : null;
    }

    /**
     * Adds the pages from one number to another of a table that its writer is changing. Where that leaves an older page in the
     * place of a younger one, the older one's header says so.
     *
     * @param known the directory so far, which stays as it is; null for none.
     * @return null when there is something else than pages.
     */
    static long[] refresh(final HeadsControl control, final long[] known, final long from, final long to)
    {
        if (!holds(control.memory(), to))
        {
            return null;
        }
        final HeadDirectory refreshed = new HeadDirectory(control, known == null ? new long[1] : known.clone());
        refreshed.pages[0] = known == null ? refreshed.page(0) : known[0];
        for (long number = from; number < to; number++)
        {
            final long page = refreshed.page(number);
            if (!refreshed.isValid(page, number))
            {
                return null;
            }
            refreshed.add(page);
        }
        return refreshed.pages;
    }

    /** A header may be between two states: its checksum is stored together with what changes, but not read so. */
    private boolean isValid(final long page, final long number)
    {
        return HeadPage.isValid(page, table, number) || HeadPage.isValid(page, table, number);
    }

    private static boolean holds(final GrowingMemory memory, final long count)
    {
        return count >= 1 && HeadsControl.LENGTH + count * HeadPage.LENGTH <= memory.length();
    }

    private long page(final long number)
    {
        return memory.address(HeadsControl.LENGTH + number * HeadPage.LENGTH);
    }

    /** Adds a page, which is younger than all before: it takes its hashes from the one that it was split from. */
    private void add(final long page)
    {
        final int depth = HeadPage.depth(HeadPage.word(page));
        while (pages.length < 1L << depth)
        {
            final int length = pages.length;
            pages = Arrays.copyOf(pages, 2 * length);
            System.arraycopy(pages, 0, pages, length, length);
        }
        for (long i = HeadPage.prefix(page), step = 1L << depth; i < pages.length; i += step)
        {
            pages[(int)i] = page;
        }
    }

    /** Whether the page that the last one was split from has not become deeper. */
    private boolean isUnfinished(final long last)
    {
        final int lastDepth = HeadPage.depth(HeadPage.word(last));
        final long origin = pages[(int)HeadPage.prefix(last) & pages.length - 1];
        return origin != 0 && HeadPage.depth(HeadPage.word(origin)) < lastDepth &&
            HeadPage.covers(origin, HeadPage.word(origin), HeadPage.prefix(last));
    }

    private boolean isWhole()
    {
        for (int i = 0; i < pages.length; i++)
        {
            final long page = pages[i];
            if (page == 0 || !HeadPage.covers(page, HeadPage.word(page), i))
            {
                return false;
            }
        }
        return true;
    }

    /** Addresses of pages by the lower bits of a hash; their number is a power of two. */
    long[] pages()
    {
        return pages;
    }

    /** Whether the last page is none. */
    boolean hasUnfinished()
    {
        return hasUnfinished;
    }
}
