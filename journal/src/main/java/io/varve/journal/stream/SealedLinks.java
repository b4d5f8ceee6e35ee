package io.varve.journal.stream;

import io.varve.journal.index.IndexFile;
import io.varve.journal.index.IndexFolder;
import io.varve.journal.index.IndexKind;
import io.varve.journal.segment.Segments;
import org.agrona.DirectBuffer;

import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Links of sealed segments, in one immutable index file a segment; opened when they are asked for. Thread-safe.
 *
 * <p>The body of a file: {@code i64 number of the first link, i64 links}, 16 reserved bytes, then the links.
 */
final class SealedLinks implements LinkSource
{
    static final int HEADER_LENGTH = 32;
    static final int FIRST_LINK_OFFSET = 0;
    static final int COUNT_OFFSET = 8;

    private final IndexFolder folder;
    private final Segments segments;

    /** Parts that were opened, in the order of their links; replaced as a whole. A look-up that ends here asks no file system. */
    private volatile Part[] parts = new Part[0];
    private volatile long firstSegment = -1;

    /** Links of one segment, from one number to another. */
    record Part(long segment, IndexFile file, DirectBuffer body, long first, long end)
    {
        boolean holds(final long link)
        {
            return link >= first && link < end;
        }

        /** Offset of a link in the body; nothing in it may be used before the file has checked it. */
        int offset(final long link)
        {
            return HEADER_LENGTH + (int)(link - first) * Link.LENGTH;
        }

        boolean read(final long link, final LinkView into)
        {
            final int offset = offset(link);
            if (!file.check(offset, Link.LENGTH))
            {
                return false;
            }
            if (!into.copy(body, offset))
            {
                file.distrust("a link is damaged: link=" + link);
                return false;
            }
            return true;
        }

        /** Whether no link is damaged. */
        boolean isSound()
        {
            final LinkView link = new LinkView();
            long number = first;
            while (number < end && read(number, link))
            {
                number++;
            }
            return number == end;
        }
    }

    SealedLinks(final IndexFolder folder, final Segments segments)
    {
        this.folder = folder;
        this.segments = segments;
    }

    /** @return the links of a segment, or null when they have no file, or one that cannot be used. */
    Part part(final long segment)
    {
        for (final Part known : parts)
        {
            if (known.segment == segment)
            {
                return known.file.isUsable() ? known : null;
            }
        }
        return add(segment);
    }

    private synchronized Part add(final long segment)
    {
        final Part opened = open(folder.open(segment, IndexKind.LINKS), segment);
        if (opened != null)
        {
            parts = Stream.concat(Stream.of(parts).filter(part -> part.segment != segment), Stream.of(opened))
                .sorted(Comparator.comparingLong(Part::first)).toArray(Part[]::new);
        }
        return opened;
    }

    /** @return behind the newest link that has a file of a segment up to one. */
    long endUpTo(final long segment)
    {
        final long first = Math.max(0, segments.first());
        for (long number = segment; number >= first; number--)
        {
            final Part part = part(number);
            if (part != null)
            {
                return part.end();
            }
        }
        return 0;
    }

    /** @return the links of a file, or null when it cannot be used. */
    static Part open(final IndexFile file, final long segment)
    {
        if (!file.check(0, HEADER_LENGTH))
        {
            return null;
        }
        final DirectBuffer body = file.body();
        final long first = body.getLong(FIRST_LINK_OFFSET);
        final long count = body.getLong(COUNT_OFFSET);
        if (first < 0 || count < 1 || HEADER_LENGTH + count * Link.LENGTH != file.bodyLength())
        {
            file.distrust("says impossible numbers: first link=" + first + ", links=" + count);
            return null;
        }
        return new Part(segment, file, body, first, first + count);
    }

    /** Forgets the file of a segment, which is being made anew. */
    synchronized void forget(final long segment)
    {
        parts = Stream.of(parts).filter(part -> part.segment != segment).toArray(Part[]::new);
    }

    @Override
    public boolean read(final long link, final LinkView into)
    {
        final Part part = partOf(link);
        return part != null && part.read(link, into);
    }

    @Override
    public int touch(final long link)
    {
        final Part part = known(link);
        return part == null ? 0 : part.body.getInt(part.offset(link));
    }

    /** @return the part that holds a link, or null. */
    Part partOf(final long link)
    {
        final Part found = known(link);
        return found == null ? search(link) : found.file.isUsable() ? found : null;
    }

    /** @return the part that holds a link, when its file was opened before; else null. */
    private Part known(final long link)
    {
        final Part[] known = parts;
        int low = 0;
        int high = known.length - 1;
        while (low <= high)
        {
            final int middle = low + high >>> 1;
            final Part part = known[middle];
            if (part.holds(link))
            {
                return part;
            }
            if (link < part.first)
            {
                high = middle - 1;
            }
            else
            {
                low = middle + 1;
            }
        }
        return null;
    }

    /** Opens files until the one is found. Segments are in the order of their links; some may have no file. */
    private Part search(final long link)
    {
        long low = firstSegment();
        long high = segments.last();
        while (low <= high)
        {
            final long middle = low + (high - low) / 2;
            long segment = middle;
            Part part = part(segment);
            while (part == null && segment > low)
            {
                part = part(--segment);
            }
            if (part != null && part.holds(link))
            {
                return part;
            }
            if (part != null && link < part.first)
            {
                high = segment - 1;
            }
            else
            {
                low = middle + 1;
            }
        }
        return null;
    }

    private long firstSegment()
    {
        if (firstSegment < 0)
        {
            firstSegment = segments.first();
        }
        return firstSegment;
    }
}
