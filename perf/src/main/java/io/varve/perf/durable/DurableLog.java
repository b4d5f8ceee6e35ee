package io.varve.perf.durable;

/** A log that is open. */
interface DurableLog extends AutoCloseable
{
    /** A writer of its own, for one thread, into the stream of its number. */
    DurableWriter writer(int number);

    /**
     * Reads the stream of a writer back from its start.
     *
     * @throws IllegalStateException when an event is not what was written there.
     */
    long check(int number);

    @Override
    void close();
}
