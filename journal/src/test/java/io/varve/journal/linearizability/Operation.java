package io.varve.journal.linearizability;

import io.varve.api.ExpectedVersion;

/**
 * One operation on a stream as somebody saw it.
 *
 * <p>The stream is its count of events. An append that expects {@code expected} and finds {@code n} events writes {@code count}
 * more and answers {@code n}, or is refused and answers {@code n}; a read answers {@code n}.
 *
 * @param kind     what was asked and what came of it.
 * @param expected code of {@link ExpectedVersion}.
 * @param count    of events of an append.
 * @param answer   events that the stream had.
 * @param callNs   when it was called, by a clock that all threads share.
 * @param returnNs when it returned.
 */
public record Operation(Kind kind, long expected, int count, long answer, long callNs, long returnNs)
{
    /** What was asked and what came of it. */
    public enum Kind
    {
        APPENDED, REFUSED, READ
    }

    /** An answer that cannot be given in a state. */
    static final long IMPOSSIBLE = -1;

    /**
     * Applies it to a stream.
     *
     * @param events that the stream has.
     * @return events that it has then, or {@link #IMPOSSIBLE} when the answer could not have been given.
     */
    long apply(final long events)
    {
        if (answer != events)
        {
            return IMPOSSIBLE;
        }
        return switch (kind)
        {
            case READ -> events;
            case APPENDED -> isExpected(events) ? events + count : IMPOSSIBLE;
            case REFUSED -> isExpected(events) ? IMPOSSIBLE : events;
        };
    }

    private boolean isExpected(final long events)
    {
        if (expected == ExpectedVersion.ANY_CODE)
        {
            return true;
        }
        if (expected == ExpectedVersion.NONE_CODE)
        {
            return events == 0;
        }
        return expected == ExpectedVersion.EXISTS_CODE ? events > 0 : events == expected + 1;
    }
}
