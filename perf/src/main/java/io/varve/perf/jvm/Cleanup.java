package io.varve.perf.jvm;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** What must not outlive this JVM, the last first: one hook, so that files go after the processes that hold them. */
public final class Cleanup
{
    private static final Deque<Runnable> ACTIONS = new ArrayDeque<>();
    private static boolean isEnding;

    static
    {
        Runtime.getRuntime().addShutdownHook(new Thread(Cleanup::run, "cleanup"));
    }

    private Cleanup()
    {
    }

    static void atExit(final Runnable action)
    {
        synchronized (ACTIONS)
        {
            ACTIONS.push(action);
        }
    }

    /**
     * Starts a process that ends with this JVM, however that ends: none is started any more when it does.
     *
     * @param end of the process.
     */
    public static Process start(final ProcessBuilder command, final Consumer<Process> end) throws IOException
    {
        synchronized (ACTIONS)
        {
            if (isEnding)
            {
                throw new IOException("this process is being ended");
            }
            final Process process = command.start();
            ACTIONS.push(() -> end.accept(process));
            return process;
        }
    }

    private static void run()
    {
        synchronized (ACTIONS)
        {
            isEnding = true;
            ACTIONS.forEach(Runnable::run);
        }
    }
}
