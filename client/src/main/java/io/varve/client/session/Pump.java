package io.varve.client.session;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Who may take messages in: one thread at a time, whichever comes first. What it takes in is for all, so the others need not wait
 * for their turn, they look again at what they wait for.
 */
public final class Pump
{
    private static final int SPINS = 64;
    private static final int YIELDS = 64;
    private static final long PARK_NS = 20_000;

    private final AtomicBoolean isHeld = new AtomicBoolean();
    private final BooleanSupplier work;

    /** @param work takes in some messages; returns whether there were any. */
    Pump(final BooleanSupplier work)
    {
        this.work = work;
    }

    /**
     * Takes messages in, unless another thread does so already.
     *
     * @return whether any came.
     */
    public boolean poll()
    {
        if (isHeld.get() || !isHeld.compareAndSet(false, true))
        {
            return false;
        }
        try
        {
            return work.getAsBoolean();
        }
        finally
        {
            isHeld.set(false);
        }
    }

    /** Waits for the turn; until {@link #release()} no other thread takes messages in. */
    void hold()
    {
        for (int round = 0; !isHeld.compareAndSet(false, true); round++)
        {
            idle(round);
        }
    }

    void release()
    {
        isHeld.set(false);
    }

    /**
     * Takes messages in until something has come to be.
     *
     * @param deadlineNs by {@link System#nanoTime()}.
     * @return false when the time is over.
     */
    public boolean await(final BooleanSupplier condition, final long deadlineNs)
    {
        for (int round = 0; !condition.getAsBoolean(); round++)
        {
            if (poll())
            {
                round = 0;
            }
            else if (!condition.getAsBoolean())
            {
                if (System.nanoTime() - deadlineNs >= 0)
                {
                    return false;
                }
                idle(round);
            }
        }
        return true;
    }

    /** Lets others go on; parking returns at once in an interrupted thread, which then yields. */
    public static void idle(final int round)
    {
        if (round < SPINS)
        {
            Thread.onSpinWait();
        }
        else if (round < SPINS + YIELDS || Thread.currentThread().isInterrupted())
        {
            Thread.yield();
        }
        else
        {
            LockSupport.parkNanos(PARK_NS);
        }
    }
}
