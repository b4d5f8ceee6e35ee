package io.varve.ring;

/** Waits for helper threads to end, whatever happens to the thread that waits. */
public final class Joining
{
    private Joining()
    {
    }

    /** Returns when the thread has ended; an interrupt is kept for the caller, not obeyed. */
    public static void uninterruptibly(final Thread thread)
    {
        boolean wasInterrupted = false;
        while (thread.isAlive())
        {
            try
            {
                thread.join();
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
