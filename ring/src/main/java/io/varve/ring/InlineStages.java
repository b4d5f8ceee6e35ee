package io.varve.ring;

import io.varve.codec.Limits;
import org.agrona.concurrent.EpochNanoClock;

import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Stages in the publishers' own threads: who commits tries to take the drain flag; its holder runs the sealer for all
 * committed records, clears the flag and looks once more, so that no record is left that nobody looks after.
 *
 * <p>While the sink gives no credit, records gather to a full generation before anybody drains, which is what makes
 * publishing cheap under load. What is left when publishers fall silent then is sealed by a follow-up thread: it sleeps until
 * something is left and looks every {@value #FOLLOW_UP_NS} ns while something is.
 */
final class InlineStages implements Stages
{
    private static final int FREE = 0;
    private static final int DRAINING = 1;

    private static final long FOLLOW_UP_NS = 20_000;
    private static final long SLEEP_NS = 10_000_000;
    private static final int IDLE_ROUNDS = 100;

    /** Slots that hold about one generation: more committed than this is worth a drain without credit. */
    private static final long GENERATION_SLOTS = 2 * Limits.TARGET_GENERATION_LENGTH / RecordRing.SLOT_LENGTH;

    private final AtomicInteger drainFlag = new AtomicInteger(FREE);
    private final RecordRing ring;
    private final Sealer sealer;
    private final GenerationSink sink;
    private final OpenClaims claims;
    private final EpochNanoClock clock;
    private final Thread followUp;
    private volatile boolean isSleeping;
    private volatile boolean isRunning = true;

    InlineStages(
        final RecordRing ring,
        final Sealer sealer,
        final GenerationSink sink,
        final OpenClaims claims,
        final EpochNanoClock clock)
    {
        this.ring = ring;
        this.sealer = sealer;
        this.sink = sink;
        this.claims = claims;
        this.clock = clock;
        followUp = new Thread(this::followUp, "varve-follow-up");
        followUp.setDaemon(true);
    }

    InlineStages start()
    {
        followUp.start();
        return this;
    }

    @Override
    public void onCommit(final long nowNs)
    {
        if (sink.hasCredit(nowNs) || ring.claimedUpTo() - ring.drainedUpTo() >= GENERATION_SLOTS)
        {
            drain(nowNs, false);
        }
        VarHandle.fullFence(); // StoreLoad: the commit must be visible ahead of the look at isSleeping
        if (isSleeping && sealer.hasWork())
        {
            isSleeping = false;
            LockSupport.unpark(followUp);
        }
    }

    @Override
    public boolean assist(final long nowNs)
    {
        return drain(nowNs, true) > 0;
    }

    private int drain(final long nowNs, final boolean isAwaited)
    {
        int work = 0;
        do
        {
            if (drainFlag.get() != FREE || !drainFlag.compareAndSet(FREE, DRAINING))
            {
                return work; // the holder looks once more after it has cleared the flag
            }
            // An interrupt must not reach the journal: it would close the channels that map it.
            final boolean wasInterrupted = Thread.interrupted();
            try
            {
                work += sealer.doWork(nowNs, isAwaited);
            }
            finally
            {
                drainFlag.set(FREE); // StoreLoad: the look below must not move ahead of it
                if (wasInterrupted)
                {
                    Thread.currentThread().interrupt();
                }
            }
        }
        while (hasNewWork(nowNs, isAwaited));
        return work;
    }

    private boolean hasNewWork(final long nowNs, final boolean isAwaited)
    {
        return sealer.hasUnseen() && (isAwaited || sink.hasCredit(nowNs));
    }

    private void followUp()
    {
        int idleRounds = 0;
        while (isRunning)
        {
            if (sealer.hasWork())
            {
                idleRounds = 0;
                drain(clock.nanoTime(), false);
                LockSupport.parkNanos(FOLLOW_UP_NS);
            }
            else if (ring.claimedUpTo() > ring.drainedUpTo())
            {
                claims.resolve();
                LockSupport.parkNanos(SLEEP_NS);
            }
            else if (++idleRounds < IDLE_ROUNDS)
            {
                LockSupport.parkNanos(FOLLOW_UP_NS);
            }
            else
            {
                isSleeping = true;
                if (!sealer.hasWork() && isRunning)
                {
                    LockSupport.parkNanos(SLEEP_NS);
                }
                isSleeping = false;
                idleRounds = 0;
            }
        }
    }

    @Override
    public void close()
    {
        isRunning = false;
        LockSupport.unpark(followUp);
        boolean wasInterrupted = false;
        while (followUp.isAlive() && Thread.currentThread() != followUp)
        {
            try
            {
                followUp.join();
            }
            catch (final InterruptedException e)
            {
                wasInterrupted = true;
            }
        }
        if (wasInterrupted)
        {
            Thread.currentThread().interrupt();
        }
    }
}
