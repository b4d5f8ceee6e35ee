package io.varve.client.write;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Who may send for a publisher: its own thread, mostly, and nobody else wants to; or who polls, when a session comes or goes. Held
 * for the time of a copy.
 */
final class SendLock
{
    private final AtomicBoolean isHeld = new AtomicBoolean();

    void lock()
    {
        if (!isHeld.compareAndSet(false, true))
        {
            contend();
        }
    }

    private void contend()
    {
        for (int round = 0; !isHeld.compareAndSet(false, true); round++)
        {
            if (round < 100)
            {
                Thread.onSpinWait();
            }
            else
            {
                Thread.yield();
            }
        }
    }

    boolean tryLock()
    {
        return !isHeld.get() && isHeld.compareAndSet(false, true);
    }

    void unlock()
    {
        isHeld.setRelease(false);
    }
}
