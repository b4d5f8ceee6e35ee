package io.varve.journal.stream;

import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;

import java.io.IOException;

/**
 * Heads and links of all streams as the writer changes them: what admission asks and tells.
 *
 * <p>The stream that was asked about last is kept at hand, and what was decided about it is stored when another one is asked about
 * or the generation is sealed: link first, then how many there are, then head. So heads and links may be ahead of the journal by
 * generations that are not appended yet, never behind, and links say how to go back. One thread.
 */
final class StreamTable
{
    /** Links that a generation can need at most: one for each of its batches. */
    static final int MAX_GENERATION_LINKS = 4_096;

    /** Pages that the streams of a generation can need at most, unless somebody chose their ids to that end. */
    static final int MAX_GENERATION_PAGES = 64;

    private final HeadsControl control;
    private final HeadTable heads;
    private final LinkLog links;

    /** Makes room ahead; null before it is started. */
    private StreamGrowth growth;
    private long streams;

    private long generation;

    /** Number of the first link of the open generation. */
    private long generationLink;

    /** The stream at hand. */
    private boolean isAtHand;
    private boolean isDirty;
    private boolean isFound;
    private int kind;
    private long id;
    private long nextVersion;
    private long link;

    StreamTable(final HeadsControl control, final HeadTable heads, final LinkLog links, final long streams)
    {
        this.control = control;
        this.heads = heads;
        this.links = links;
        this.streams = streams;
        generationLink = links.next();
    }

    /** Has room made by a thread of its own from now on, until {@link #release}. */
    void growAhead()
    {
        growth = new StreamGrowth(links, heads).start();
    }

    /** Gives the files back. */
    void release()
    {
        if (growth != null)
        {
            growth.close();
            growth = null;
        }
        control.memory().close();
    }

    HeadsControl control()
    {
        return control;
    }

    HeadTable heads()
    {
        return heads;
    }

    LinkLog links()
    {
        return links;
    }

    /** Whether the table is larger than what a processor's near caches hold. */
    boolean isFar()
    {
        return heads.isFar();
    }

    /** Loads the cache line that a look-up will need. */
    void touch(final int streamKind, final long streamId)
    {
        heads.touch(streamKind, streamId);
    }

    /**
     * Goes on with another generation.
     *
     * @return false when the disk has no room for what it may need.
     */
    boolean begin(final long number)
    {
        flush();
        if (!hasRoom())
        {
            return false;
        }
        generation = number;
        generationLink = links.next();
        return true;
    }

    /** Makes room for what a generation may need; false when the disk has none. */
    private boolean hasRoom()
    {
        try
        {
            while (links.roomFrom(links.next()) < MAX_GENERATION_LINKS)
            {
                links.grow(links.next());
            }
            growHeads();
            if (growth != null)
            {
                growth.look(links.next());
            }
            return true;
        }
        catch (final IOException e)
        {
            return false;
        }
    }

    private void growHeads() throws IOException
    {
        heads.grow(MAX_GENERATION_PAGES);
    }

    /** Version that the next event of a stream gets; 0 without events. */
    long nextVersion(final int streamKind, final long streamId)
    {
        if (!isAtHand || streamId != id || streamKind != kind)
        {
            flush();
            isFound = heads.find(streamKind, streamId);
            kind = streamKind;
            id = streamId;
            link = isFound ? heads.link() : HeadBucket.NO_LINK;
            nextVersion = link == HeadBucket.NO_LINK ? 0 : heads.lastVersion() + 1;
            isAtHand = true;
        }
        return nextVersion;
    }

    /** Sets the next version of the stream that was asked about last. */
    void advance(final long version)
    {
        nextVersion = version;
        isDirty = true;
    }

    /** Stores what was decided about the stream at hand; ahead of the generation's append. */
    void flush()
    {
        if (isDirty)
        {
            isDirty = false;
            final long lastVersion = nextVersion - 1;
            if (link != HeadBucket.NO_LINK && link >= generationLink)
            {
                if (!links.lastVersion(link, lastVersion))
                {
                    control.distrust();
                }
            }
            else
            {
                final boolean isFirst = link == HeadBucket.NO_LINK;
                link = links.append(kind, id, generation, isFirst ? Link.NONE : link, lastVersion);
                streams += isFirst ? 1 : 0;
                control.counts(link + 1, streams);
            }
            if (isFound)
            {
                heads.store(kind, id, link, lastVersion);
            }
            else
            {
                heads.put(kind, id, link, lastVersion);
                isFound = true;
            }
        }
    }

    /** Takes over a link that stands elsewhere, with the next number. */
    void restore(final int streamKind, final long streamId, final long previous, final long lastVersion) throws IOException
    {
        growHeads();
        final long number = links.next();
        streams += previous == Link.NONE ? 1 : 0;
        links.next(number + 1);
        heads.put(streamKind, streamId, number, lastVersion);
        control.counts(number + 1, streams);
        generationLink = number + 1;
        isAtHand = false;
    }

    /**
     * Takes back what was admitted behind the end of the journal, the newest first; may be done again when it was interrupted.
     *
     * @param lastGeneration that the journal holds.
     * @param source         of links.
     * @return false when links do not say how.
     */
    boolean undoAbove(final long lastGeneration, final LinkSource source)
    {
        final LinkView undone = new LinkView();
        final LinkView before = new LinkView();
        long number = links.next() - 1;
        long left = streams;
        try
        {
            while (number >= 0)
            {
                if (!source.read(number, undone))
                {
                    return false;
                }
                if (undone.generation <= lastGeneration)
                {
                    break;
                }
                final boolean isFirst = undone.previous == Link.NONE;
                if (!isFirst && (undone.previous >= number || !source.read(undone.previous, before) ||
                    !before.isOf(undone.kind, undone.id)))
                {
                    return false;
                }
                heads.restore(
                    undone.kind, undone.id, isFirst ? HeadBucket.NO_LINK : undone.previous, before.lastVersion);
                left -= isFirst ? 1 : 0;
                number--;
            }
        }
        catch (final EventLogException e)
        {
            if (e.code() != ErrorCode.IO_ERROR)
            {
                throw e;
            }
            return false;
        }
        streams = left;
        links.next(number + 1);
        control.counts(number + 1, streams);
        generationLink = number + 1;
        isAtHand = false;
        return true;
    }

    /** Streams that have events. */
    long streams()
    {
        return streams;
    }
}
