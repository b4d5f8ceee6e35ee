package io.varve.journal.stream;

import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.util.Arrays;

/**
 * Links that no sealed segment's file holds yet, in chunks. One thread appends; another may drop those that are not needed any
 * more; any may read.
 */
final class LinkLog implements LinkSource
{
    private final StreamStorage storage;
    private final long table;
    private volatile Chunks chunks;
    private long next;

    private LinkChunk current;

    /** A link is put together here, so that it never counts without its checksum. */
    private final UnsafeBuffer scratch =
        new UnsafeBuffer(BufferUtil.allocateDirectAligned(Link.LENGTH, BitUtil.CACHE_LINE_LENGTH));

    /** Chunks by number, from a first one; some may not be there. Replaced as a whole. */
    private record Chunks(long first, LinkChunk[] all)
    {
        private LinkChunk find(final long number)
        {
            final long index = number - first;
            return index >= 0 && index < all.length ? all[(int)index] : null;
        }

        private long end()
        {
            return first + all.length;
        }
    }

    /** Goes on with the link of a number; there are no chunks yet. */
    LinkLog(final StreamStorage storage, final long table, final long next)
    {
        this.storage = storage;
        this.table = table;
        this.next = next;
        chunks = new Chunks(next / LinkChunk.LINKS, new LinkChunk[0]);
    }

    /**
     * Goes on with chunks that are there.
     *
     * @return null when one of them is damaged, or missing between the others.
     */
    static LinkLog open(final StreamFolder folder, final long table, final long next) throws IOException
    {
        final LinkLog opened = new LinkLog(folder, table, next);
        for (final long number : folder.chunks())
        {
            final UnsafeBuffer buffer = folder.openChunk(number, true);
            final LinkChunk chunk = buffer == null ? null : LinkChunk.wrap(buffer, table, number);
            if (chunk == null && number * LinkChunk.LINKS < next)
            {
                return null;
            }
            if (chunk != null)
            {
                opened.add(number, chunk);
            }
        }
        final long last = next == 0 ? -1 : (next - 1) / LinkChunk.LINKS;
        return last >= 0 && opened.chunks.find(last) == null && next % LinkChunk.LINKS != 0 ? null : opened;
    }

    private synchronized void add(final long number, final LinkChunk chunk)
    {
        final Chunks now = chunks;
        if (now.all.length == 0)
        {
            chunks = new Chunks(number, new LinkChunk[]{chunk});
            return;
        }
        final long first = Math.min(now.first, number);
        final LinkChunk[] all = new LinkChunk[(int)(Math.max(now.end(), number + 1) - first)];
        System.arraycopy(now.all, 0, all, (int)(now.first - first), now.all.length);
        all[(int)(number - first)] = chunk;
        chunks = new Chunks(first, all);
    }

    /** Links that can be appended from one on before another chunk is needed. */
    long roomFrom(final long link)
    {
        final Chunks now = chunks;
        long number = link / LinkChunk.LINKS;
        while (now.find(number) != null)
        {
            number++;
        }
        return Math.max(0, number * LinkChunk.LINKS - link);
    }

    /** Adds the next chunk that is missing; any one thread. */
    synchronized void grow(final long from) throws IOException
    {
        long number = from / LinkChunk.LINKS;
        while (chunks.find(number) != null)
        {
            number++;
        }
        add(number, LinkChunk.format(storage.createChunk(number), table, number));
    }

    /** The chunk that a link belongs into, or null. */
    LinkChunk chunk(final long link)
    {
        return chunks.find(link / LinkChunk.LINKS);
    }

    /** Number of the link that comes next. */
    long next()
    {
        return next;
    }

    /** Goes on with another number: links in between stand elsewhere, or are to be forgotten. */
    void next(final long number)
    {
        next = number;
        current = null;
    }

    /** Appends a link, for which there must be room. */
    long append(final int kind, final long id, final long generation, final long previous, final long lastVersion)
    {
        final long number = next;
        if (current == null || number % LinkChunk.LINKS == 0)
        {
            current = chunks.find(number / LinkChunk.LINKS);
        }
        Link.put(scratch, 0, kind, id, generation, previous, lastVersion);
        Link.seal(scratch, 0);
        current.buffer().putBytes(LinkChunk.offset(number), scratch, 0, Link.LENGTH);
        next = number + 1;
        return number;
    }

    /**
     * Changes the last version of a link of the generation that is open, in one store.
     *
     * @return false when the link is damaged; it stays so.
     */
    boolean lastVersion(final long link, final long version)
    {
        final UnsafeBuffer buffer = chunk(link).buffer();
        final int offset = LinkChunk.offset(link);
        scratch.putBytes(0, buffer, offset, Link.LENGTH);
        if (!Link.isValid(scratch, 0))
        {
            return false;
        }
        Link.lastVersion(scratch, 0, version);
        Link.seal(scratch, 0);
        buffer.putLongOrdered(offset + Link.LAST_WORD_OFFSET, scratch.getLong(Link.LAST_WORD_OFFSET));
        return true;
    }

    @Override
    public boolean read(final long link, final LinkView into)
    {
        final LinkChunk chunk = chunk(link);
        if (chunk == null)
        {
            return false;
        }
        return into.copy(chunk.buffer(), LinkChunk.offset(link));
    }

    @Override
    public int touch(final long link)
    {
        return 0;
    }

    /** Number of the first link that may be here. */
    long first()
    {
        return chunks.first * LinkChunk.LINKS;
    }

    /** Drops chunks of which all links stand elsewhere. */
    synchronized void dropBelow(final long link) throws IOException
    {
        final Chunks now = chunks;
        final long first = Math.min(link / LinkChunk.LINKS, now.end());
        if (first > now.first)
        {
            chunks = new Chunks(first, Arrays.copyOfRange(now.all, (int)(first - now.first), now.all.length));
            for (long number = now.first; number < first; number++)
            {
                storage.dropChunk(number);
            }
        }
    }

    /** Whether the links are as they were when the last writer closed cleanly. */
    boolean isSound()
    {
        for (final LinkChunk chunk : chunks.all)
        {
            if (chunk != null && !chunk.isSound())
            {
                return false;
            }
        }
        return true;
    }

    /** Whether no link from one on is missing or damaged; where the writer appends. */
    boolean isSound(final long from)
    {
        final LinkView link = new LinkView();
        for (long number = from; number < next; number++)
        {
            if (!read(number, link))
            {
                return false;
            }
        }
        return true;
    }

    /** Notes checksums and puts everything on stable storage, where there is one. */
    void force()
    {
        for (final LinkChunk chunk : chunks.all)
        {
            if (chunk != null && chunk.buffer().byteBuffer() instanceof MappedByteBuffer mapped)
            {
                chunk.seal();
                mapped.force();
            }
        }
    }
}
