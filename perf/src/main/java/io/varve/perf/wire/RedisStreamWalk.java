package io.varve.perf.wire;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.List;

/** Reads a Redis stream from its start. */
public final class RedisStreamWalk
{
    private static final int ENTRIES = 5_000;

    private final UnsafeBuffer event = new UnsafeBuffer(0, 0);
    private final RedisConnection connection;
    private final String stream;
    private List<?> entries = List.of();
    private int next;
    private String behind = "-";

    /** Along a connection that is used for nothing else meanwhile. */
    public RedisStreamWalk(final RedisConnection connection, final String stream)
    {
        this.connection = connection;
        this.stream = stream;
    }

    /** Steps to the next event; false when there is none. */
    public boolean next()
    {
        if (next == entries.size())
        {
            entries = connection.range(stream, behind, ENTRIES);
            next = 0;
            if (entries.isEmpty())
            {
                return false;
            }
        }
        final Object entry = entries.get(next++);
        behind = "(" + RedisConnection.id(entry);
        event.wrap(RedisConnection.event(entry));
        return true;
    }

    /** Its bytes, until the next step. */
    public DirectBuffer event()
    {
        return event;
    }
}
