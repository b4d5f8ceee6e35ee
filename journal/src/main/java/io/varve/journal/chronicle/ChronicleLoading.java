package io.varve.journal.chronicle;

import io.varve.ring.Joining;

/**
 * Loads Chronicle on a thread of its own, once in a process: most of what a start on a small directory costs, and nothing that
 * the recovery, which looks at the files first, has to wait for.
 *
 * <p>Chronicle's classes initialise each other in circles, which two threads must not do at once. So every way to a queue leads
 * through {@link #await}.
 */
public final class ChronicleLoading
{
    private static Thread loader;

    private ChronicleLoading()
    {
    }

    /** Begins, unless that was done. */
    public static synchronized void begin()
    {
        if (loader == null)
        {
            loader = new Thread(ChronicleLoading::load, "varve-loader");
            loader.setDaemon(true);
            loader.start();
        }
    }

    private static void load()
    {
        try
        {
            ChronicleQueues.load();
        }
        catch (final ClassNotFoundException | RuntimeException | LinkageError e)
        {
            // Whoever opens a queue meets it again, and says it where somebody listens.
        }
    }

    /** Waits until it is done. */
    public static void await()
    {
        begin();
        final Thread started;
        synchronized (ChronicleLoading.class)
        {
            started = loader;
        }
        Joining.uninterruptibly(started);
    }
}
