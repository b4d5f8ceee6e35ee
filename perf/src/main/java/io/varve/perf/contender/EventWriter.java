package io.varve.perf.contender;

import org.agrona.DirectBuffer;

/** Appends events to a log; one thread. */
public interface EventWriter extends AutoCloseable
{
    /**
     * Appends one event, waiting for room when there is none.
     *
     * @param event off-heap, all of the buffer; copied before this returns.
     */
    void append(DirectBuffer event);

    /** Waits until a reader in another process could read everything that was appended. */
    void awaitJournaled();

    @Override
    void close();
}
