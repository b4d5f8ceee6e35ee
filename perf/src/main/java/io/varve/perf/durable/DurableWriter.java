package io.varve.perf.durable;

import org.agrona.DirectBuffer;

/** Writes events; one thread. */
interface DurableWriter extends AutoCloseable
{
    /** Hands an event over without waiting for it; copied before this returns. */
    void submit(DirectBuffer event);

    /**
     * Waits until at least the oldest of what was handed over is on stable storage.
     *
     * @return how many of them are, that no answer of this counted before.
     */
    int await();

    @Override
    void close();
}
