package io.varve.perf.harness;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Holds a writer back to a rate and counts how long it had to; a writer that is too slow is not pushed later. */
public final class Pacer
{
    private static final long LONGEST_PARK_NS = 100_000;

    private final double nsAUnit;
    private long startNs;
    private long waitedNs;

    /** Of units: events, or bytes, at most so many a second. */
    public Pacer(final double aSecond)
    {
        nsAUnit = TimeUnit.SECONDS.toNanos(1) / aSecond;
    }

    /** Begins to count anew. */
    public void start(final long nowNs)
    {
        startNs = nowNs;
        waitedNs = 0;
    }

    /** Waits until so many units since the start are not too many. */
    public void await(final long units)
    {
        final long dueNs = startNs + (long)(units * nsAUnit);
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
    public long waitedNs()
    {
        return waitedNs;
    }
}
