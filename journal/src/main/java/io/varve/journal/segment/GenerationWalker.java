package io.varve.journal.segment;

import io.varve.codec.generation.GenerationCheck;
import io.varve.codec.generation.GenerationDecoder;
import org.agrona.DirectBuffer;

import java.util.function.LongSupplier;

/**
 * Steps from generation to generation through the segments, checking each one: magic, length, number, first position, CRC.
 *
 * <p>The framing of documents is a hint where to look; where it is wrong the walker looks for the next magic. One thread.
 */
public final class GenerationWalker
{
    /** What a step found. */
    public enum Step
    {
        /** A valid generation: {@link #generation()}. */
        GENERATION,

        /** Nothing more below the limit. */
        END,

        /** A place that should hold a generation and does not: {@link #corruption()}. */
        CORRUPT
    }

    private static final long UNKNOWN = -1;

    private final Segments segments;
    private final LongSupplier journalId;
    private final GenerationDecoder generation = new GenerationDecoder();
    private final GenerationDecoder candidate = new GenerationDecoder();

    private Segment segment;
    private int offset;
    private int acceptedOffset;
    private Segment accepted;
    private long previousChain;
    private long acceptedNextPosition;
    private long expectedNumber;
    private long expectedPosition;
    private int generationOffset;
    private GenerationCheck lastCheck;
    private Corruption corruption;

    /**
     * Starts ahead of the first generation of a log.
     *
     * @param journalId folded, which every generation must carry; asked each time, since a reader may come before its journal.
     */
    public GenerationWalker(final Segments segments, final LongSupplier journalId)
    {
        this.segments = segments;
        this.journalId = journalId;
        rewind();
    }

    /** Goes back to ahead of the first generation; its segment is opened when a step needs it, which may be never. */
    public void rewind()
    {
        segment = null;
        offset = 0;
        acceptedOffset = 0;
        expectedNumber = 0;
        expectedPosition = 0;
        corruption = null;
    }

    /**
     * Goes to the beginning of a segment.
     *
     * @param number   of the generation that the next step looks for.
     * @param position of its first event.
     */
    public void startAt(final long segmentNumber, final long number, final long position)
    {
        segment = segments.open(segmentNumber);
        offset = segment == null ? 0 : segment.dataOffset();
        acceptedOffset = offset;
        expectedNumber = number;
        expectedPosition = position;
        corruption = null;
    }

    /**
     * Goes to a place in a segment where a generation was seen.
     *
     * @param wordOffset of the word ahead of it.
     * @param number     of the generation that the next step looks for.
     * @param position   of its first event.
     */
    public void startAt(final long segmentNumber, final int wordOffset, final long number, final long position)
    {
        startAt(segmentNumber, number, position);
        if (segment != null && wordOffset >= offset)
        {
            offset = wordOffset;
            acceptedOffset = wordOffset;
        }
    }

    /**
     * Steps straight to a generation that stands at a known place.
     *
     * @return false when it does not stand there, or not whole; the walker must be started somewhere else then.
     */
    public boolean jump(final long segmentNumber, final int wordOffset, final long number)
    {
        if (!reopen(segmentNumber, wordOffset) || generation.number() != number ||
            generation.journalId() != journalId.getAsLong())
        {
            return false;
        }
        corruption = null;
        accept(segment, wordOffset);
        return true;
    }

    /**
     * Goes to ahead of the generation that holds a position, or to the end of what can be found; steps over what is
     * corrupt and lies wholly below the position.
     *
     * @param limit position up to which the log is known to be complete.
     */
    public void seekPosition(final long position, final long limit)
    {
        seekSegment(position);
        seekOn(position, limit);
    }

    /** As {@link #seekPosition}, from where the walker stands, at or below the position. */
    public void seekOn(final long position, final long limit)
    {
        while (expectedPosition < position)
        {
            final Segment segmentBefore = segment;
            final int offsetBefore = offset;
            final long numberBefore = expectedNumber;
            final long positionBefore = expectedPosition;
            final Step step = next(limit);
            if (step == Step.CORRUPT && corruption.resumePosition() <= position)
            {
                skipCorrupt();
            }
            else if (step != Step.GENERATION)
            {
                return;
            }
            else if (expectedPosition > position)
            {
                segment = segmentBefore;
                offset = offsetBefore;
                acceptedOffset = offsetBefore;
                expectedNumber = numberBefore;
                expectedPosition = positionBefore;
                return;
            }
        }
    }

    /** Goes to the start of the last segment whose first generation begins at or below a position. */
    private void seekSegment(final long position)
    {
        long low = segments.first();
        long high = segments.last();
        while (low < high)
        {
            final long middle = low + (high - low + 1) / 2;
            if (startAtFirstGeneration(middle) && expectedPosition <= position)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }
        if (low == segments.first() || !startAtFirstGeneration(low))
        {
            rewind();
        }
    }

    /**
     * Goes to ahead of the first generation of a segment.
     *
     * @return false when it holds no valid one; the walker stays where it is.
     */
    public boolean startAtFirstGeneration(final long segmentNumber)
    {
        final Segment found = segments.open(segmentNumber);
        if (found == null)
        {
            return false;
        }
        final int first = firstDocument(found);
        final int at = first < 0 ? -1 : GenerationSearch.find(found.buffer(), first, 0, candidate);
        if (at < 0)
        {
            return false;
        }
        segment = found;
        offset = at;
        acceptedOffset = at;
        expectedNumber = candidate.number();
        expectedPosition = candidate.firstPosition();
        corruption = null;
        return true;
    }

    /**
     * Steps to the next generation.
     *
     * @param limit position up to which the log is known to be complete; {@link Long#MAX_VALUE} when nothing is known,
     *              which ends the walk at the first place that holds nothing valid.
     */
    public Step next(final long limit)
    {
        if (expectedPosition >= limit)
        {
            return Step.END;
        }
        if (corruption != null)
        {
            return Step.CORRUPT;
        }
        while (true)
        {
            if (segment == null)
            {
                segment = segments.open(Math.max(segments.first(), 0));
                if (segment == null)
                {
                    return missing(limit);
                }
                offset = segment.dataOffset();
                acceptedOffset = offset;
            }
            if (isExpectedAt(segment, offset))
            {
                return accept(segment, offset);
            }
            final int behindMetadata = behindMetadata(segment.buffer(), offset);
            if (behindMetadata > 0)
            {
                offset = behindMetadata;
                continue;
            }
            return searchOn(limit);
        }
    }

    private boolean isExpectedAt(final Segment where, final int wordOffset)
    {
        final DirectBuffer buffer = where.buffer();
        final int bodyOffset = wordOffset + Framing.WORD_LENGTH;
        lastCheck = generation.wrap(buffer, bodyOffset, buffer.capacity() - bodyOffset);
        return lastCheck == GenerationCheck.VALID && generation.journalId() == journalId.getAsLong() &&
            (expectedNumber == UNKNOWN || generation.number() == expectedNumber) && generation.firstPosition() == expectedPosition;
    }

    private Step accept(final Segment where, final int wordOffset)
    {
        segment = where;
        accepted = where;
        generationOffset = wordOffset;
        previousChain = generation.previousChain();
        offset = (int)Framing.next(wordOffset, generation.length());
        acceptedOffset = offset;
        expectedNumber = generation.number() + 1;
        expectedPosition = generation.nextPosition();
        acceptedNextPosition = expectedPosition;
        return Step.GENERATION;
    }

    /** @return the offset behind a metadata document, or -1 when none stands here. */
    private static int behindMetadata(final DirectBuffer buffer, final int wordOffset)
    {
        if (wordOffset + Framing.WORD_LENGTH > buffer.capacity())
        {
            return -1;
        }
        final int word = Framing.word(buffer, wordOffset);
        final long next = Framing.next(wordOffset, Framing.length(word));
        return Framing.isMetadata(word) && next <= buffer.capacity() ? (int)next : -1;
    }

    /** The expected generation is not here: it stands in the next segment, or behind broken framing. */
    private Step searchOn(final long limit)
    {
        final GenerationCheck checkHere = lastCheck;
        final Segment following = segments.open(segment.number() + 1);
        final int first = following == null ? -1 : firstDocument(following);
        if (first >= 0 && isExpectedAt(following, first))
        {
            return accept(following, first);
        }
        lastCheck = checkHere;
        return limit == Long.MAX_VALUE ? Step.END : searchByMagic(limit);
    }

    private Step searchByMagic(final long limit)
    {
        final GenerationCheck checkHere = lastCheck;
        Segment where = segment;
        int from = acceptedOffset; // ahead of metadata, whose length may be what is broken
        while (where != null)
        {
            final int at = GenerationSearch.find(where.buffer(), from, expectedNumber, candidate);
            if (at >= 0)
            {
                if (isExpectedAt(where, at))
                {
                    return accept(where, at);
                }
                corruption = new Corruption(segment.place(), offset, expectedNumber, expectedPosition, reason(checkHere),
                    where.number(), at, candidate.number(), candidate.firstPosition());
                return Step.CORRUPT;
            }
            where = followingOf(where);
            from = where == null ? 0 : where.dataOffset();
        }
        lastCheck = checkHere;
        return missing(limit);
    }

    /** A segment that is missing as a whole is stepped over. */
    private Segment followingOf(final Segment where)
    {
        final long last = segments.last();
        Segment following = null;
        for (long number = where.number() + 1; number <= last && following == null; number++)
        {
            following = segments.open(number);
        }
        return following;
    }

    /** @return offset of the first document that is not metadata, or -1 when none was written. */
    private static int firstDocument(final Segment where)
    {
        int at = where.dataOffset();
        for (int next = at; next >= 0; next = behindMetadata(where.buffer(), at))
        {
            at = next;
        }
        return at + Framing.WORD_LENGTH <= where.buffer().capacity() && Framing.word(where.buffer(), at) != 0 ? at : -1;
    }

    /** A valid generation that is not the expected one is of another place or another journal. */
    private static String reason(final GenerationCheck check)
    {
        if (check == null)
        {
            return "missing";
        }
        return check == GenerationCheck.VALID ? "another generation stands there" : check.text();
    }

    private Step missing(final long limit)
    {
        if (limit == Long.MAX_VALUE)
        {
            return Step.END;
        }
        corruption = new Corruption(
            segment == null ? "segment " + segments.first() : segment.place(), offset, expectedNumber, expectedPosition,
            reason(lastCheck), UNKNOWN, 0, UNKNOWN, limit);
        return Step.CORRUPT;
    }

    /**
     * Steps over the corrupt place that was found last.
     *
     * @return positions that are left out, or -1 when nothing was found corrupt.
     */
    public long skipCorrupt()
    {
        final Corruption found = corruption;
        if (found == null)
        {
            return -1;
        }
        if (found.resumeSegment() != UNKNOWN)
        {
            segment = segments.open(found.resumeSegment());
            offset = found.resumeOffset();
            acceptedOffset = offset;
        }
        expectedNumber = found.resumeNumber(); // unknown when nothing follows yet
        final long leftOut = found.resumePosition() - expectedPosition;
        expectedPosition = found.resumePosition();
        corruption = null;
        return leftOut;
    }

    /** The generation that the last step found, valid until the next one. */
    public GenerationDecoder generation()
    {
        return generation;
    }

    /** Whether the place that the next step looks at lies right behind a generation that this walk has accepted. */
    public boolean isBehindAccepted()
    {
        return accepted != null && accepted == segment && offset >= generationOffset && corruption == null &&
            acceptedNextPosition == expectedPosition;
    }

    /** Chain ahead of the generation that was accepted last. */
    public long previousChain()
    {
        return previousChain;
    }

    /** Chain of the generation that was accepted last, wherever the walk has looked since. */
    public long acceptedChain()
    {
        final int bodyOffset = generationOffset + Framing.WORD_LENGTH;
        candidate.wrapUnchecked(accepted.buffer(), bodyOffset, accepted.buffer().capacity() - bodyOffset);
        return candidate.computeChain();
    }

    /** Segment that holds it. */
    public long segment()
    {
        return segment == null ? 0 : segment.number();
    }

    /** Offset in the segment of the word ahead of it. */
    public int generationOffset()
    {
        return generationOffset;
    }

    /** Offset in the segment behind it. */
    public int endOffset()
    {
        return offset;
    }

    /** Number of the generation that the next step looks for. */
    public long nextNumber()
    {
        return expectedNumber;
    }

    /** First position of the generation that the next step looks for. */
    public long nextPosition()
    {
        return expectedPosition;
    }

    /** What the last step found corrupt, or null. */
    public Corruption corruption()
    {
        return corruption;
    }

    /** Wraps the generation at a place that a walk has found before. */
    public boolean reopen(final long segmentNumber, final int wordOffset)
    {
        if (segment == null || segment.number() != segmentNumber || segment.buffer().capacity() <= wordOffset)
        {
            segment = segments.open(segmentNumber);
        }
        final int bodyOffset = wordOffset + Framing.WORD_LENGTH;
        return segment != null && segment.buffer().capacity() > bodyOffset && generation.wrap(
            segment.buffer(), bodyOffset, segment.buffer().capacity() - bodyOffset) == GenerationCheck.VALID;
    }
}
