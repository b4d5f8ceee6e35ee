package io.varve.ring;

import io.varve.codec.Limits;
import org.agrona.concurrent.EpochNanoClock;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Stages in the publishers' own threads: who commits tries to take the drain flag; its holder runs the sealer for all
 * committed records, clears the flag and looks once more, so that no record is left that nobody looks after.
 *
 * <p>While the sink gives no credit, records gather to a full generation before anybody drains, which is what makes
 * publishing cheap under load. What is left when publishers fall silent then is sealed by a follow-up thread: it sleeps until
 * something is left, and drains when a look finds the same records waiting as the one before.
 */
final class InlineStages implements Stages
{
    private static final int FREE = 0;
    private static final int DRAINING = 1;
    private static final int CLOSED = 2;

    /** One direct batch is being taken, which is not counted yet. */
    private static final int DIRECT = 3;

    private static final long FOLLOW_UP_NS = 20_000;
    private static final long BUSY_NS = 200_000;

    /** Between looks at publishers that have been at work for long. */
    private static final long MAX_BUSY_NS = 1_000_000;
    private static final long RESOLVE_NS = 1_000_000;
    private static final long SLEEP_NS = 10_000_000;
    private static final int IDLE_ROUNDS = 20;

    /** Slots that hold about one generation: more committed than this is worth a drain without credit. */
    private static final long GENERATION_SLOTS = 2 * Limits.TARGET_GENERATION_LENGTH / RecordRing.SLOT_LENGTH;

    /** The same for records that are gathered: of so many generations, one that is not full matters little. */
    private static final long GATHERED_SLOTS = 4 * GENERATION_SLOTS;

    /** While records gather, the clock is read once in so many slots. */
    private static final long CLOCK_MASK = 16 - 1;

    /** Looks at the flag while a direct batch is taken: some us, far more than a store takes to be seen. */
    private static final int DIRECT_SPINS = 300;

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
    public boolean tryDirect(final RecordFlyweight direct, final Object base, final long source, final boolean isGathered)
    {
        if (drainFlag.get() != FREE || ring.claimedUpTo() != ring.drainedUpTo() || !sealer.isDirectWorthwhile() ||
            !drainFlag.compareAndSet(FREE, DIRECT))
        {
            return false;
        }
        boolean isTaken = false;
        final boolean wasInterrupted = Thread.interrupted();
        try
        {
            isTaken = sealer.publish(direct, base, source, isGathered);
        }
        finally
        {
            drainFlag.setRelease(FREE); // no fence: who finds the flag taken by this waits for it, see takeFlag()
            if (wasInterrupted)
            {
                Thread.currentThread().interrupt();
            }
        }
        if (sealer.hasUnseen()) // who committed meanwhile has left it to this thread
        {
            if (sink.hasCredit(clock.nanoTime()))
            {
                drain(false);
            }
        }
        if (!isGathered)
        {
            wakeFollowUp();
        }
        return isTaken;
    }

    @Override
    public void awaitCounted()
    {
        final long before = sealer.directCount();
        while (drainFlag.get() == DIRECT && sealer.directCount() == before)
        {
            Thread.yield();
        }
    }

    @Override
    public void onCommit(final int slots, final boolean isGathered)
    {
        final long claimed = ring.claimedUpTo();
        final long backlog = claimed - ring.drainedUpTo();
        if (isGathered)
        {
            if (backlog >= GATHERED_SLOTS)
            {
                drain(false);
            }
            return;
        }
        if (backlog >= GENERATION_SLOTS)
        {
            drain(false);
        }
        else if (backlog <= slots || (claimed & CLOCK_MASK) < slots)
        {
            // Reading the clock costs as much as publishing: while records gather anyway, only now and then.
            if (sink.hasCredit(clock.nanoTime()))
            {
                drain(false);
            }
        }
        wakeFollowUp();
    }

    private void wakeFollowUp()
    {
        if (isSleeping && sealer.hasWork())
        {
            isSleeping = false;
            LockSupport.unpark(followUp);
        }
    }

    @Override
    public boolean assist()
    {
        return sealer.hasWork() && drain(true) > 0;
    }

    private int drain(final boolean isAwaited)
    {
        int work = 0;
        while (true)
        {
            if (!takeFlag())
            {
                return work; // the holder looks once more after it has cleared the flag
            }
            // An interrupt must not reach the journal: it would close the channels that map it.
            final boolean wasInterrupted = Thread.interrupted();
            try
            {
                work += sealer.doWork(isAwaited);
            }
            finally
            {
                drainFlag.set(FREE); // StoreLoad: the look below must not move ahead of it
                if (wasInterrupted)
                {
                    Thread.currentThread().interrupt();
                }
            }
            if (!hasNewWork(isAwaited))
            {
                return work;
            }
        }
    }

    /**
     * Takes the flag to drain, waiting for a direct batch: its publisher clears the flag without a fence, which would cost as much
     * as the rest, and so may miss a commit that it has not seen yet. A holder of more spins than that has long seen it.
     */
    private boolean takeFlag()
    {
        for (int spins = 0; spins < DIRECT_SPINS; spins++)
        {
            final int flag = drainFlag.get();
            if (flag == FREE)
            {
                if (drainFlag.compareAndSet(FREE, DRAINING))
                {
                    return true;
                }
            }
            else if (flag == DIRECT)
            {
                Thread.onSpinWait();
            }
            else
            {
                return false;
            }
        }
        return false;
    }

    private boolean hasNewWork(final boolean isAwaited)
    {
        return sealer.hasUnseen() && (isAwaited || sink.hasCredit(clock.nanoTime()));
    }

    private void followUp()
    {
        int idleRounds = 0;
        long busyNs = BUSY_NS;
        long lookedAtBefore = -1;
        while (isRunning)
        {
            final long drained = ring.drainedUpTo();
            // Claims too: whoever goes on publishing drains by himself, and is not to be helped to small generations.
            final long lookedAt = drained + ring.claimedUpTo() + sealer.directCount();
            if (sealer.hasWork())
            {
                idleRounds = 0;
                if (lookedAt == lookedAtBefore)
                {
                    busyNs = BUSY_NS;
                    followUpDrain();
                    LockSupport.parkNanos(FOLLOW_UP_NS);
                }
                else
                {
                    LockSupport.parkNanos(busyNs); // publishers drain; they need the core more than this thread does
                    busyNs = Math.min(2 * busyNs, MAX_BUSY_NS);
                }
            }
            else if (ring.claimedUpTo() > drained)
            {
                claims.resolve();
                LockSupport.parkNanos(RESOLVE_NS);
            }
            else if (++idleRounds < IDLE_ROUNDS)
            {
                LockSupport.parkNanos(BUSY_NS);
            }
            else
            {
                sleep();
                busyNs = BUSY_NS;
                idleRounds = 0;
            }
            lookedAtBefore = lookedAt;
        }
    }

    private void followUpDrain()
    {
        try
        {
            drain(false);
        }
        catch (final RuntimeException | Error failure)
        {
            // The sealer has told the sink, and whoever waits for an outcome hears it from there; this thread must go on.
            LockSupport.parkNanos(RESOLVE_NS);
        }
    }

    /**
     * Sleeps until a publisher wakes this thread. A publisher looks at the flag behind its commit without a fence, which would cost
     * more than the rest of the publish; so the last look here comes long after the flag was set, when no commit that
     * missed it can still be in a store buffer.
     */
    private void sleep()
    {
        isSleeping = true;
        LockSupport.parkNanos(FOLLOW_UP_NS);
        if (isSleeping && !sealer.hasWork() && isRunning)
        {
            LockSupport.parkNanos(SLEEP_NS);
        }
        isSleeping = false;
    }

    @Override
    public void close()
    {
        isRunning = false;
        LockSupport.unpark(followUp);
        if (Thread.currentThread() != followUp)
        {
            Joining.uninterruptibly(followUp);
        }
        while (!drainFlag.compareAndSet(FREE, CLOSED)) // the sink belongs to its owner again
        {
            Thread.yield();
        }
        final boolean wasInterrupted = Thread.interrupted();
        if (sealer.isOpen())
        {
            sealer.doWork(true); // a direct batch came behind the last look of who closes
        }
        if (wasInterrupted)
        {
            Thread.currentThread().interrupt();
        }
    }
}
