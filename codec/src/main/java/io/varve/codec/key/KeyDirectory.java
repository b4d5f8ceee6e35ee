package io.varve.codec.key;

import java.util.Arrays;
import java.util.function.IntToLongFunction;

/**
 * Addresses of pages by the upper bits of tags: as many entries as the deepest page needs, so shallower ones stand there more than
 * once. It is not kept: pages say themselves what they cover.
 */
final class KeyDirectory
{
    private KeyDirectory()
    {
    }

    static long pageOf(final long[] directory, final int tag)
    {
        return directory[tag >>> KeyPage.TAG_BITS - Integer.numberOfTrailingZeros(directory.length)];
    }

    /**
     * Shows a page, which covers less than the one that is shown there now.
     *
     * <p>Whoever looks meanwhile sees one or the other; the page that was there still has everything.
     *
     * @return the directory that shows it.
     */
    static long[] enter(final long[] directory, final long page)
    {
        long[] entered = directory;
        if (1 << KeyPage.depth(page) > directory.length)
        {
            entered = new long[2 * directory.length];
            for (int i = 0; i < entered.length; i++)
            {
                entered[i] = directory[i >>> 1];
            }
        }
        show(entered, page);
        return entered;
    }

    private static void show(final long[] directory, final long page)
    {
        final int each = directory.length >>> KeyPage.depth(page);
        final int from = KeyPage.prefix(page) * each;
        Arrays.fill(directory, from, from + each, page);
    }

    /**
     * Reads it from the pages; where two cover the same, one was being split, and the deeper is shown.
     *
     * @return null when there are no pages, or they do not make a whole.
     */
    static long[] read(final IntToLongFunction addresses, final int pageCount, final long tableId)
    {
        final short[] depths = new short[pageCount];
        int maxDepth = 0;
        for (int i = 0; i < pageCount; i++)
        {
            final long page = addresses.applyAsLong(i);
            if (page == 0 || !isPage(page, tableId))
            {
                return null;
            }
            depths[i] = (short)KeyPage.depth(page);
            maxDepth = Math.max(maxDepth, depths[i] == KeyPage.OVERFLOW ? 0 : depths[i]);
        }
        if (pageCount == 0)
        {
            return null;
        }
        final long[] directory = new long[1 << maxDepth];
        for (int depth = 0; depth <= maxDepth; depth++)
        {
            for (int i = 0; i < pageCount; i++)
            {
                if (depths[i] == depth)
                {
                    show(directory, addresses.applyAsLong(i));
                }
            }
        }
        for (final long page : directory)
        {
            if (page == 0)
            {
                return null;
            }
        }
        return directory;
    }

    private static boolean isPage(final long page, final long tableId)
    {
        final int depth = KeyPage.depth(page);
        final int prefix = KeyPage.prefix(page);
        return KeyPage.isOf(page, tableId) &&
            (depth == KeyPage.OVERFLOW || depth >= 0 && depth <= KeyPages.MAX_DEPTH && prefix >= 0 && prefix >>> depth == 0);
    }
}
