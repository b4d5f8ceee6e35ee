package io.varve.perf.durable;

import io.varve.perf.contender.EventPattern;
import org.agrona.DirectBuffer;

/** The events of all writers: each says whose it is, and which one. */
final class DurableEvents
{
    static final int LENGTH = 256;

    private static final int SEQUENCE_BITS = 40;

    private DurableEvents()
    {
    }

    static long number(final int writer, final long sequence)
    {
        return (long)writer << SEQUENCE_BITS | sequence;
    }

    static void check(final DirectBuffer event, final int writer, final long sequence)
    {
        EventPattern.check(event, LENGTH, number(writer, sequence));
    }
}
