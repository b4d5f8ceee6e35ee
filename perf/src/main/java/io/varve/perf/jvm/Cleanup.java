package io.varve.perf.jvm;

import java.util.ArrayDeque;
import java.util.Deque;

/** What must not outlive this JVM, the last first: one hook, so that files go after the processes that hold them. */
public final class Cleanup
{
    private static final Deque<Runnable> ACTIONS = new ArrayDeque<>();

    static
    {
        Runtime.getRuntime().addShutdownHook(new Thread(Cleanup::run, "cleanup"));
    }

    private Cleanup()
    {
    }

    /** Runs an action when this JVM ends. */
    public static void atExit(final Runnable action)
    {
        synchronized (ACTIONS)
        {
            ACTIONS.push(action);
        }
    }

    private static void run()
    {
        synchronized (ACTIONS)
        {
            ACTIONS.forEach(Runnable::run);
        }
    }
}
