package io.varve.journal.write;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Threads that wait for positions: any thread adds itself, one thread wakes those whose position was reached, and only those.
 *
 * <p>Whoever adds itself looks at the position once more before it parks; so one that comes too late for a wake-up does not
 * need it.
 */
final class SyncWaiters
{
    /** One thread that waits; left when it does not any more. */
    static final class Waiter
    {
        private final Thread thread = Thread.currentThread();
        private final long position;
        private volatile boolean hasLeft;
        private Waiter next;

        /** Those that were added since the last wake-up, up to this one. */
        private int ordinal;

        private Waiter(final long position)
        {
            this.position = position;
        }

        /** Says that the thread waits no longer, whatever for. */
        void leave()
        {
            hasLeft = true;
        }
    }

    /** Newest first; those behind it do not change. */
    private final AtomicReference<Waiter> added = new AtomicReference<>();

    /** Whose position was not reached yet; by the thread that wakes. */
    private Waiter waiting;
    private int woken;

    /** Adds the calling thread, which waits until everything below a position is reached. */
    Waiter add(final long position)
    {
        final Waiter waiter = new Waiter(position);
        Waiter newest;
        do
        {
            newest = added.get();
            waiter.next = newest;
            waiter.ordinal = newest == null ? 1 : newest.ordinal + 1;
        }
        while (!added.compareAndSet(newest, waiter));
        return waiter;
    }

    /** Threads that were added since the last wake-up. */
    int added()
    {
        final Waiter newest = added.get();
        return newest == null ? 0 : newest.ordinal;
    }

    /**
     * Wakes those who wait for what lies below a position.
     *
     * @return how many.
     */
    int wake(final long reached)
    {
        woken = 0;
        waiting = wakeReached(added.getAndSet(null), reached, wakeReached(waiting, reached, null));
        return woken;
    }

    /** @return those who wait on, ahead of others that do. */
    private Waiter wakeReached(final Waiter first, final long reached, final Waiter others)
    {
        Waiter left = others;
        for (Waiter waiter = first, next; waiter != null; waiter = next)
        {
            next = waiter.next;
            if (waiter.hasLeft)
            {
                continue;
            }
            if (waiter.position <= reached)
            {
                LockSupport.unpark(waiter.thread);
                woken++;
            }
            else
            {
                waiter.next = left;
                left = waiter;
            }
        }
        return left;
    }

    /** Wakes all: there will be nothing to wait for. */
    void wakeAll()
    {
        wake(Long.MAX_VALUE);
    }
}
