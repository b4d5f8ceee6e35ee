package io.varve.perf.streamlog;

import io.varve.perf.contender.EventPattern;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** The content of the events of many streams: every event of every stream differs, and says which one it is. */
public final class StreamPattern
{
    /** Bytes of an event. */
    public static final int LENGTH = 64;

    private static final int VERSION_BITS = 16;
    private static final long MIX = 0x9E37_79B9_7F4A_7C15L;

    private final UnsafeBuffer event = new UnsafeBuffer(0, 0);

    private static long number(final long stream, final long version)
    {
        return stream << VERSION_BITS | version;
    }

    /** Fills a batch, one event behind the other. */
    public void fill(final MutableDirectBuffer events, final long stream, final long firstVersion, final int count)
    {
        for (int i = 0; i < count; i++)
        {
            final long number = number(stream, firstVersion + i);
            event.wrap(events, i * LENGTH, LENGTH);
            EventPattern.fill(event, number, number * MIX);
        }
    }

    /**
     * Checks every byte of an event.
     *
     * @throws IllegalStateException when it is not that event of that stream.
     */
    public static void check(final DirectBuffer event, final long stream, final long version)
    {
        EventPattern.check(event, LENGTH, number(stream, version));
    }
}
