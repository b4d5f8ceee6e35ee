package io.varve.perf.contender;

import org.agrona.DirectBuffer;

/** Reads a log from its start, event by event; one thread. */
public interface EventReader extends AutoCloseable
{
    /**
     * Steps to the next event, without waiting.
     *
     * @return false when there is none yet.
     */
    boolean next();

    /** Bytes of the event where they lie, valid until the next step. */
    DirectBuffer event();

    @Override
    void close();
}
