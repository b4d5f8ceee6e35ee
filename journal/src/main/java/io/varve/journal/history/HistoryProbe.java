package io.varve.journal.history;

import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import io.varve.codec.Limits;
import io.varve.codec.checksum.Chain;
import io.varve.codec.generation.GenerationCheck;
import io.varve.codec.generation.GenerationDecoder;
import io.varve.codec.generation.GenerationLayout;
import io.varve.journal.segment.Framing;
import io.varve.journal.segment.Segment;
import org.agrona.DirectBuffer;

import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Finds single generations of a copy by bisection, first over its segments, then over the bytes of one, so that a look costs a
 * number of reads that grows with the logarithm of the log. Each generation that is read is checked. One thread.
 */
public final class HistoryProbe
{
    /** Most bytes without the start of a generation where all are whole: one generation, an index page, headers. */
    private static final int WINDOW_LENGTH = Limits.MAX_GENERATION_LENGTH + 16 * 1024;

    private final JournalCopy copy;
    private final GenerationDecoder generation = new GenerationDecoder();
    private final Map<Long, Segment> opened = new HashMap<>();
    private int foundOffset;
    private long reads;

    /** Of a copy that may grow meanwhile. */
    public HistoryProbe(final JournalCopy copy)
    {
        this.copy = copy;
    }

    /** The copy that is looked at. */
    public JournalCopy copy()
    {
        return copy;
    }

    /** Generations that were read and checked so far. */
    public long reads()
    {
        return reads;
    }

    /** Number of the last generation; -1 of an empty log. */
    public long lastNumber()
    {
        if (copy.nextPosition() == 0)
        {
            return -1;
        }
        if (findLast(found -> found.firstPosition() < copy.nextPosition()) && generation.nextPosition() == copy.nextPosition())
        {
            return generation.number();
        }
        throw damaged("no generation ends at the log's end, position=" + copy.nextPosition());
    }

    /**
     * Finds a generation.
     *
     * @return it, valid until the next look; null when it is not there or not whole.
     */
    public GenerationDecoder find(final long number)
    {
        return findLast(found -> found.number() <= number) && generation.number() == number ? generation : null;
    }

    /**
     * Chain of a generation, {@link Chain#START} of -1. The generation behind it says it too, where it is damaged itself.
     *
     * @throws EventLogException with {@link ErrorCode#CORRUPT} when neither is whole.
     */
    public long chain(final long number)
    {
        if (number < 0)
        {
            return Chain.START;
        }
        if (find(number) != null)
        {
            return generation.computeChain();
        }
        if (find(number + 1) != null)
        {
            return generation.previousChain();
        }
        throw damaged("generation number=" + number + " is missing or damaged");
    }

    private EventLogException damaged(final String what)
    {
        return new EventLogException(ErrorCode.CORRUPT, what + ": place=" + copy.place() + "; verify it");
    }

    /** Finds the last generation that lies at or below a place, in the order of the log. */
    private boolean findLast(final Predicate<GenerationDecoder> isAtOrBelow)
    {
        long low = copy.segments().first();
        long high = copy.segments().last();
        long best = -1;
        while (low <= high)
        {
            long middle = low + (high - low) / 2;
            final long asked = middle;
            while (middle <= high && !readFirst(open(middle)))
            {
                middle++; // one that holds nothing whole says nothing
            }
            if (middle <= high && isAtOrBelow.test(generation))
            {
                best = middle;
                low = middle + 1;
            }
            else
            {
                high = asked - 1;
            }
        }
        return best >= 0 && findLastIn(open(best), isAtOrBelow);
    }

    private boolean findLastIn(final Segment segment, final Predicate<GenerationDecoder> isAtOrBelow)
    {
        readFirst(segment);
        int low = foundOffset;
        int high = segment.buffer().capacity();
        while (high - low > Framing.WORD_LENGTH)
        {
            final int middle = low + (high - low) / 2 & -Framing.WORD_LENGTH;
            if (middle > low && readFrom(segment, middle, high) && isAtOrBelow.test(generation))
            {
                low = foundOffset;
            }
            else if (middle > low)
            {
                high = middle;
            }
            else
            {
                break;
            }
        }
        while (wrap(segment.buffer(), low) && generation.nextPosition() < copy.nextPosition())
        {
            // Damage wider than the window looked like the end of the segment: what follows is looked at one by one.
            final int behind = (int)Framing.next(low, generation.length());
            if (!readFrom(segment, behind, Integer.MAX_VALUE) || !isAtOrBelow.test(generation))
            {
                break;
            }
            low = foundOffset;
        }
        return wrap(segment.buffer(), low);
    }

    /** Reads the first whole generation of a segment, unless nothing was written to it yet. */
    private boolean readFirst(final Segment segment)
    {
        if (segment == null)
        {
            return false;
        }
        long at = 0;
        int word = Framing.word(segment.buffer(), 0);
        while (Framing.isMetadata(word))
        {
            at = Framing.next(at, Framing.length(word));
            word = at + Framing.WORD_LENGTH <= segment.buffer().capacity() ? Framing.word(segment.buffer(), (int)at) : 0;
        }
        return word != 0 && readFrom(segment, 0, Integer.MAX_VALUE);
    }

    /**
     * Reads the first whole generation whose header word stands at or behind an offset.
     *
     * @param below offset that the word lies below; the search ends after a window unless it is {@link Integer#MAX_VALUE}.
     */
    private boolean readFrom(final Segment segment, final int from, final int below)
    {
        final DirectBuffer buffer = segment.buffer();
        final long end = below == Integer.MAX_VALUE ? below : Math.min(below, (long)from + WINDOW_LENGTH);
        final long last = Math.min(end - 1, buffer.capacity() - Framing.WORD_LENGTH - GenerationLayout.HEADER_LENGTH);
        for (int at = from; at <= last; at += Framing.WORD_LENGTH)
        {
            if (buffer.getInt(at + Framing.WORD_LENGTH, ByteOrder.LITTLE_ENDIAN) == GenerationLayout.MAGIC && wrap(buffer, at))
            {
                foundOffset = at;
                return true;
            }
        }
        return false;
    }

    private boolean wrap(final DirectBuffer buffer, final int wordOffset)
    {
        final int bodyOffset = wordOffset + Framing.WORD_LENGTH;
        final boolean isWhole = generation.wrap(buffer, bodyOffset, buffer.capacity() - bodyOffset) == GenerationCheck.VALID &&
            generation.journalId() == copy.foldedId();
        reads += isWhole ? 1 : 0;
        return isWhole;
    }

    private Segment open(final long number)
    {
        return opened.computeIfAbsent(number, copy.segments()::open);
    }
}
