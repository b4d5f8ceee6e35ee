package io.varve.perf.contender;

import org.agrona.DirectBuffer;

/** Appends events to a log; one thread. */
public interface EventWriter extends AutoCloseable
{
    /**
     * Appends one event, waiting for room when there is none. Of a log with batches, it goes out with its batch.
     *
     * @param event off-heap, all of the buffer; copied before this returns.
     */
    void append(DirectBuffer event);

    /**
     * Waits until a reader in another process could read everything that was appended, as full batches, or of a log with a server
     * until that has said that it has everything.
     */
    void awaitJournaled();

    @Override
    void close();
}
