package io.varve.ring;

import com.lmax.disruptor.AlertException;
import com.lmax.disruptor.EventProcessor;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;
import com.lmax.disruptor.TimeoutException;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/**
 * Stages in a thread of their own: an event processor of the Disruptor that waits at the ring's barrier and runs the
 * sealer. Its own sequence is the ring's gating one, which the sealer moves when slots are given back.
 */
final class SealerThread implements Stages, EventProcessor
{
    private static final long MAX_SPINS = 100;
    private static final long MAX_YIELDS = 10;
    private static final long MIN_PARK_NS = 1_000;
    private static final long MAX_PARK_NS = 20_000;

    private final RecordRing ring;
    private final Sealer sealer;
    private final OpenClaims claims;
    private final SequenceBarrier barrier;
    private final IdleStrategy idle = new BackoffIdleStrategy(MAX_SPINS, MAX_YIELDS, MIN_PARK_NS, MAX_PARK_NS);
    private final Sequence seen = new Sequence(-1);
    private final Thread thread;
    private volatile boolean isRunning;
    private volatile boolean isAwaited;

    SealerThread(final RecordRing ring, final Sealer sealer, final OpenClaims claims)
    {
        this.ring = ring;
        this.sealer = sealer;
        this.claims = claims;
        barrier = ring.barrier();
        thread = new Thread(this, "varve-sealer");
        thread.setDaemon(true);
    }

    SealerThread start()
    {
        isRunning = true;
        thread.start();
        return this;
    }

    @Override
    public void run()
    {
        try
        {
            while (isRunning)
            {
                if (sealer.hasWork())
                {
                    final boolean awaited = isAwaited;
                    isAwaited = false;
                    idle.idle(seal(awaited));
                    seen.set(ring.drainedUpTo());
                }
                else
                {
                    awaitCommit();
                }
            }
        }
        catch (final AlertException e)
        {
            // Halted; close() seals what is left.
        }
    }

    private int seal(final boolean awaited)
    {
        try
        {
            return sealer.doWork(awaited);
        }
        catch (final RuntimeException | Error failure)
        {
            return 0; // the sealer has told the sink; this thread goes on to refuse what comes
        }
    }

    private void awaitCommit() throws AlertException
    {
        try
        {
            final long next = ring.drainedUpTo() + 1;
            if (barrier.waitFor(next) < next)
            {
                claims.resolve(); // claimed and not committed: the owner may be dead
                idle.idle();
            }
        }
        catch (final TimeoutException e)
        {
            claims.resolve();
        }
        catch (final InterruptedException e)
        {
            Thread.currentThread().interrupt();
            halt();
        }
    }

    @Override
    public boolean tryDirect(final RecordFlyweight direct, final Object base, final long source, final boolean isGathered)
    {
        return false;
    }

    @Override
    public void awaitCounted()
    {
        // No batch is direct.
    }

    @Override
    public void onCommit(final int slots, final boolean isGathered)
    {
        // The barrier's wait strategy sees the commit.
    }

    @Override
    public boolean assist()
    {
        isAwaited = true;
        return false;
    }

    @Override
    public Sequence getSequence()
    {
        return seen;
    }

    @Override
    public void halt()
    {
        isRunning = false;
        barrier.alert();
    }

    @Override
    public boolean isRunning()
    {
        return isRunning;
    }

    @Override
    public void close()
    {
        halt();
        Joining.uninterruptibly(thread);
    }
}
