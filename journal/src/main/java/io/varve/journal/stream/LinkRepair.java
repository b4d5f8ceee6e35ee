package io.varve.journal.stream;

import org.agrona.MutableDirectBuffer;

import java.io.IOException;

/**
 * Gives the links of a sealed segment their numbers and those of their previous links: from what the writer has appended, or,
 * where that is gone, from the links before the segment.
 */
final class LinkRepair
{
    /** In place of the previous link: there is one, not known yet. */
    static final long UNKNOWN = -2;

    private final LinkLog log;
    private final SealedLinks sealed;
    private final LinkView view = new LinkView();

    LinkRepair(final LinkLog log, final SealedLinks sealed)
    {
        this.log = log;
        this.sealed = sealed;
    }

    /**
     * Completes the links of a segment.
     *
     * @return number of the first.
     */
    long complete(final MutableDirectBuffer links, final int count, final long segment, final long firstGeneration)
        throws IOException
    {
        final long first = firstLink(count, segment, firstGeneration);
        if (!takeFromLog(links, count, first))
        {
            search(links, count, first);
        }
        return first;
    }

    private long firstLink(final int count, final long segment, final long firstGeneration)
    {
        if (firstGeneration == 0)
        {
            return 0;
        }
        final SealedLinks.Part before = sealed.part(segment - 1);
        if (before != null)
        {
            return before.end();
        }
        final SealedLinks.Part behind = sealed.part(segment + 1);
        if (behind != null)
        {
            return behind.first() - count;
        }
        final long found = firstInLog(firstGeneration);
        if (found < 0)
        {
            throw new IllegalStateException("nothing says which number the first link of a segment has: segment=" + segment);
        }
        return found;
    }

    /** @return the first link of a generation, when the log holds the one before it too; else -1. */
    private long firstInLog(final long generation)
    {
        long low = log.first();
        long high = log.next();
        while (low < high)
        {
            final long middle = low + (high - low) / 2;
            if (!log.read(middle, view) || view.generation < generation)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }
        return low > 0 && log.read(low, view) && view.generation == generation &&
            log.read(low - 1, view) && view.generation == generation - 1 ? low : -1;
    }

    private boolean takeFromLog(final MutableDirectBuffer links, final int count, final long first)
    {
        for (int i = 0; i < count; i++)
        {
            final int offset = i * Link.LENGTH;
            if (!log.read(first + i, view) || !Link.isOf(links, offset, view.kind, view.id) ||
                view.generation != Link.generation(links, offset) || view.lastVersion != Link.lastVersion(links, offset))
            {
                return false;
            }
        }
        for (int i = 0; i < count; i++)
        {
            log.read(first + i, view);
            Link.previous(links, i * Link.LENGTH, view.previous);
        }
        return true;
    }

    /** Looks for the previous links, within the segment, then in those before it, the newest first. */
    private void search(final MutableDirectBuffer links, final int count, final long first) throws IOException
    {
        final HeadTable newest = table();
        for (int i = 0; i < count; i++)
        {
            final int offset = i * Link.LENGTH;
            if (newest.find(Link.kind(links, offset), Link.id(links, offset)))
            {
                Link.previous(links, offset, first + newest.link());
            }
            put(newest, links, i);
        }

        final HeadTable wanted = table();
        long missing = 0;
        for (int i = 0; i < count; i++)
        {
            if (Link.previous(links, i * Link.LENGTH) == UNKNOWN)
            {
                put(wanted, links, i);
                missing++;
            }
        }
        for (long number = first - 1; number >= 0 && missing > 0; number--)
        {
            if (!log.read(number, view) && !sealed.read(number, view))
            {
                throw new IllegalStateException("a link before the segment cannot be read: link=" + number);
            }
            if (wanted.find(view.kind, view.id) && wanted.link() != HeadBucket.NO_LINK)
            {
                Link.previous(links, (int)wanted.link() * Link.LENGTH, number);
                wanted.store(view.kind, view.id, HeadBucket.NO_LINK, 0);
                missing--;
            }
        }
        if (missing > 0)
        {
            throw new IllegalStateException("previous links are missing: first link=" + first + ", missing=" + missing);
        }
    }

    private static HeadTable table() throws IOException
    {
        return StreamTables.create(StreamStorage.MEMORY, 0, 0, 0).heads();
    }

    private static void put(final HeadTable table, final MutableDirectBuffer links, final int index) throws IOException
    {
        table.grow(StreamTable.MAX_GENERATION_PAGES);
        table.put(Link.kind(links, index * Link.LENGTH), Link.id(links, index * Link.LENGTH), index, 0);
    }
}
