package io.varve.perf.streams;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Holds a writer back to a rate and counts how long it had to; a writer that is too slow is not pushed later. */
final class Pacer
{
    private static final long LONGEST_PARK_NS = 100_000;

    private final double nsAnEvent;
    private long startNs;
    private long waitedNs;

    /** @param eventsASecond highest rate. */
    Pacer(final int eventsASecond)
    {
        nsAnEvent = TimeUnit.SECONDS.toNanos(1) / (double)eventsASecond;
    }

    /** Begins to count anew. */
    void start(final long nowNs)
    {
        startNs = nowNs;
        waitedNs = 0;
    }

    /** Waits until so many events since the start are not too many. */
    void await(final long events)
    {
        final long dueNs = startNs + (long)(events * nsAnEvent);
        final long fromNs = System.nanoTime();
        long nowNs = fromNs;
        while (nowNs < dueNs)
        {
            LockSupport.parkNanos(Math.min(LONGEST_PARK_NS, dueNs - nowNs));
            nowNs = System.nanoTime();
        }
        waitedNs += nowNs - fromNs;
    }

    /** Since the start. */
    long waitedNs()
    {
        return waitedNs;
    }
}
