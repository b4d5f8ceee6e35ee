package io.varve.replication.ingress;

import org.agrona.concurrent.NanoClock;

/**
 * The time that a thread was awake: however long it was held up between two looks at the clock (a paused process, a long
 * collection), no more than a bound of it passes, so that nobody else is taken for silent because this side did not listen.
 * One thread.
 */
final class WakingClock implements NanoClock
{
    private final NanoClock clock;
    private final long maxStepNs;
    private long lastNs;
    private long awakeNs;

    /** @param maxStepNs ns that pass at most from one look to the next. */
    WakingClock(final NanoClock clock, final long maxStepNs)
    {
        this.clock = clock;
        this.maxStepNs = maxStepNs;
        lastNs = clock.nanoTime();
    }

    @Override
    public long nanoTime()
    {
        final long nowNs = clock.nanoTime();
        awakeNs += Math.min(nowNs - lastNs, maxStepNs);
        lastNs = nowNs;
        return awakeNs;
    }
}
