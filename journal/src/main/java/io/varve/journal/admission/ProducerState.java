package io.varve.journal.admission;

import io.varve.codec.Limits;
import io.varve.ring.Outcome;
import org.agrona.BitUtil;

import java.util.Arrays;

/**
 * What is known of one producer: its session, its last sequence, and of the last {@link Limits#PRODUCER_WINDOW} sequences which
 * are written and what their first answer was.
 *
 * <p>A sequence without an answer was refused, or never sent: it left no trace, so it may be judged anew. Answers take room as
 * they come, up to the window, so that a producer that wrote little costs little.
 *
 * <p>Sessions are taken by any thread; the rest belongs to the thread that decides, and to whoever has waited until that one is
 * done with all that was sent before.
 */
final class ProducerState
{
    private static final long NOT_WRITTEN = -1;
    private static final int INITIAL_CAPACITY = 16;

    private final long number;
    private volatile long session;

    /** The session that somebody began anew; those since then went on with it. */
    private long begun;
    private long last;

    /** Lowest sequence that the answers have a place for; 0 before the first. */
    private long first;

    /** By the low bits of the sequence: position and version of the first answer. */
    private long[] positions = new long[INITIAL_CAPACITY];
    private int[] versions = new int[INITIAL_CAPACITY];

    /** Of a producer that has written nothing. */
    ProducerState(final long number)
    {
        this.number = number;
        Arrays.fill(positions, NOT_WRITTEN);
    }

    long number()
    {
        return number;
    }

    /** The session that may write. */
    long session()
    {
        return session;
    }

    /** Fences all sessions before the given one. */
    void session(final long newSession)
    {
        session = newSession;
    }

    /** The session that somebody began anew; guarded by this object. */
    long begun()
    {
        return begun;
    }

    /** The session that may write is one that somebody began anew; guarded by this object, or before anybody writes. */
    void begin()
    {
        begun = session;
    }

    /** Highest sequence that was judged, 0 for none. */
    long last()
    {
        return last;
    }

    /** Lowest sequence whose fate is known. */
    long lowestKnown()
    {
        return Math.max(1, last - Limits.PRODUCER_WINDOW + 1);
    }

    /**
     * What becomes of a sequence now.
     *
     * @return {@link Outcome#ADMITTED} when it is to be judged, else why not.
     */
    int judge(final long sequence)
    {
        if (sequence > last)
        {
            return sequence == last + 1 ? Outcome.ADMITTED : Outcome.SEQUENCE_GAP;
        }
        if (sequence < lowestKnown())
        {
            return Outcome.OUTCOME_TOO_OLD;
        }
        return isWritten(sequence) ? Outcome.DUPLICATE : Outcome.ADMITTED;
    }

    /** How many sequences of the window are written. */
    int answers()
    {
        int answers = 0;
        for (long sequence = lowestKnown(); sequence <= last; sequence++)
        {
            answers += isWritten(sequence) ? 1 : 0;
        }
        return answers;
    }

    /** Whether a sequence of the window is written. */
    boolean isWritten(final long sequence)
    {
        return first != 0 && sequence >= first && sequence <= last && positions[index(sequence)] != NOT_WRITTEN;
    }

    /** Position of the first event of a sequence that is written. */
    long position(final long sequence)
    {
        return positions[index(sequence)];
    }

    /** Version of the first event of a sequence that is written. */
    long version(final long sequence)
    {
        return Integer.toUnsignedLong(versions[index(sequence)]);
    }

    /** Notes that a sequence was judged and refused: the next one may come. */
    void refused(final long sequence)
    {
        if (sequence > last)
        {
            moveTo(sequence);
        }
    }

    /** Notes the answer of a sequence that is written, unless it is too old to be asked for. */
    void written(final long sequence, final long position, final long version)
    {
        if (sequence > last)
        {
            moveTo(sequence);
        }
        else if (sequence < lowestKnown())
        {
            return;
        }
        else if (first == 0 || sequence < first)
        {
            reachBackTo(sequence);
        }
        positions[index(sequence)] = position;
        versions[index(sequence)] = (int)version;
    }

    /** Moves the window on; what comes into it is not written yet. */
    private void moveTo(final long sequence)
    {
        if (first == 0 || sequence - first >= 2L * Limits.PRODUCER_WINDOW)
        {
            Arrays.fill(positions, NOT_WRITTEN);
            first = sequence;
        }
        ensureSpan(sequence - first + 1);
        for (long skipped = Math.max(last + 1, sequence - positions.length + 1); skipped <= sequence; skipped++)
        {
            positions[index(skipped)] = NOT_WRITTEN;
        }
        last = sequence;
        first = Math.max(first, last - positions.length + 1);
    }

    private void reachBackTo(final long sequence)
    {
        ensureSpan(last - sequence + 1);
        first = sequence;
    }

    private void ensureSpan(final long span)
    {
        if (span > positions.length && positions.length < Limits.PRODUCER_WINDOW)
        {
            final int capacity = (int)Math.min(Limits.PRODUCER_WINDOW, BitUtil.findNextPositivePowerOfTwo(span));
            final long[] oldPositions = positions;
            final int[] oldVersions = versions;
            positions = new long[capacity];
            versions = new int[capacity];
            Arrays.fill(positions, NOT_WRITTEN);
            for (long sequence = Math.max(first, last - oldPositions.length + 1); first != 0 && sequence <= last; sequence++)
            {
                final int from = (int)(sequence & oldPositions.length - 1);
                positions[index(sequence)] = oldPositions[from];
                versions[index(sequence)] = oldVersions[from];
            }
        }
    }

    private int index(final long sequence)
    {
        return (int)(sequence & positions.length - 1);
    }
}
