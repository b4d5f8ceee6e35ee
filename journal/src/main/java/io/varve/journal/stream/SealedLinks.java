package io.varve.journal.stream;

import io.varve.journal.index.IndexFile;
import io.varve.journal.index.IndexFolder;
import io.varve.journal.index.IndexKind;
import io.varve.journal.segment.Segments;
import org.agrona.DirectBuffer;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

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
    private final Map<Long, Part> parts = new ConcurrentHashMap<>();

    /** The part that was asked for last, and the highest segment that has one: most look-ups end there. */
    private volatile Part last;
    private volatile long highest = -1;

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
            into.copy(body, offset);
            return true;
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
        final Part known = parts.get(segment);
        if (known != null)
        {
            return known.file.isUsable() ? known : null;
        }
        final Part opened = open(folder.open(segment, IndexKind.LINKS), segment);
        if (opened != null)
        {
            parts.put(segment, opened);
            highest = Math.max(highest, segment); // a lost update is made up for by the next look
        }
        return opened;
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
    void forget(final long segment)
    {
        parts.remove(segment);
        last = null;
    }

    @Override
    public boolean read(final long link, final LinkView into)
    {
        final Part part = partOf(link);
        return part != null && part.read(link, into);
    }

    /** @return the part that holds a link, or null. */
    Part partOf(final long link)
    {
        final Part known = last;
        if (known != null && known.holds(link) && known.file.isUsable())
        {
            return known;
        }
        final Part found = search(link);
        if (found != null)
        {
            last = found;
        }
        return found;
    }

    /** Segments are in the order of their links; some may have no file. */
    private Part search(final long link)
    {
        long low = segments.first();
        long high = highest >= low && holdsBelow(highest, link) ? highest : segments.last();
        while (low <= high)
        {
            long middle = low + (high - low) / 2;
            Part part = part(middle);
            while (part == null && middle > low)
            {
                part = part(--middle);
            }
            if (part == null)
            {
                low = low + (high - low) / 2 + 1;
            }
            else if (part.holds(link))
            {
                return part;
            }
            else if (link < part.first)
            {
                high = middle - 1;
            }
            else
            {
                low = low + (high - low) / 2 + 1;
            }
        }
        return null;
    }

    private boolean holdsBelow(final long segment, final long link)
    {
        final Part part = part(segment);
        return part != null && link < part.end;
    }
}
