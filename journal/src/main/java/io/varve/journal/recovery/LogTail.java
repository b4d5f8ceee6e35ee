package io.varve.journal.recovery;

import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import io.varve.codec.Limits;
import io.varve.codec.generation.GenerationDecoder;
import io.varve.journal.segment.Framing;
import io.varve.journal.segment.GenerationSearch;
import io.varve.journal.segment.Segment;
import io.varve.journal.segment.SegmentNames;
import io.varve.journal.segment.Segments;
import org.agrona.DirectBuffer;

/** Looks at what lies behind the end of the log. */
final class LogTail
{
    private final Segments segments;
    private final LogTotals end;
    private final GenerationDecoder decoder = new GenerationDecoder();

    LogTail(final Segments segments, final LogTotals end)
    {
        this.segments = segments;
        this.end = end;
    }

    /**
     * Counts the valid generations behind the first invalid place.
     *
     * @throws EventLogException with {@link ErrorCode#CORRUPT} when one of them says that the place was synced.
     */
    long countGenerations()
    {
        long count = 0;
        final long last = segments.last();
        for (long number = Math.max(end.endSegment(), segments.first()); number <= last; number++)
        {
            final Segment segment = segments.open(number);
            int at = number == end.endSegment() ? end.endOffset() : 0;
            while (segment != null && (at = GenerationSearch.find(segment.buffer(), at, 0, decoder)) >= 0)
            {
                count++;
                if (decoder.syncedUpTo() >= end.nextNumber() && decoder.number() > end.nextNumber())
                {
                    throw new EventLogException(ErrorCode.CORRUPT, "corrupt generation: number=" + end.nextNumber() +
                        ", position=" + end.nextPosition() + ", segment=" +
                        SegmentNames.file(Math.max(end.endSegment(), 0)) + ", offset=" + end.endOffset() +
                        ", reason=generation " + decoder.number() + " says that it was synced; restore it from a backup");
                }
                at += Framing.WORD_LENGTH;
            }
        }
        return count;
    }

    /** Whether something was begun behind the end and not finished. */
    boolean isDirty()
    {
        final long number = end.isEmpty() ? segments.last() : end.endSegment();
        final Segment segment = number < 0 ? null : segments.open(number);
        if (segment == null)
        {
            return false;
        }
        final DirectBuffer buffer = segment.buffer();
        long from = end.isEmpty() ? dataStart(segment) : end.endOffset();
        if (from + Framing.WORD_LENGTH > buffer.capacity())
        {
            return from < buffer.capacity(); // the file ends within a word: it was cut off there
        }
        int word = Framing.word(buffer, (int)from);
        if (Framing.isMetadata(word))
        {
            from = Framing.next(from, Framing.length(word));
            word = from + Framing.WORD_LENGTH <= buffer.capacity() ? Framing.word(buffer, (int)from) : 0;
        }
        if (word == Framing.END_OF_FILE)
        {
            return false;
        }
        final long to = Math.min(buffer.capacity(), from + Framing.WORD_LENGTH + Limits.MAX_GENERATION_LENGTH);
        for (long at = from; at < to; at++)
        {
            if (buffer.getByte((int)at) != 0)
            {
                return true;
            }
        }
        return false;
    }

    /** Behind the metadata that a new segment starts with. */
    static long dataStart(final Segment segment)
    {
        if (segment == null)
        {
            return 0;
        }
        final DirectBuffer buffer = segment.buffer();
        long at = 0;
        while (at + Framing.WORD_LENGTH <= buffer.capacity() && Framing.isMetadata(Framing.word(buffer, (int)at)))
        {
            at = Framing.next(at, Framing.length(Framing.word(buffer, (int)at)));
        }
        return at;
    }
}
