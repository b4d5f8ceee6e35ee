package io.varve.tools.console;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns SIGTERM and Ctrl-C into a polite end: the command sees {@link #isRaised()}, finishes its line, and the process
 * ends with {@link ExitCode#OK}.
 *
 * <p>Close it last, behind everything that has to be flushed or released: the process may be gone when that returns.
 */
public final class StopSignal implements AutoCloseable
{
    /** How long a command that was told to stop may take, for instance because nobody reads its output. */
    private static final long PATIENCE_MS = 2_000;

    private final long patienceMs;

    private final CountDownLatch wanted = new CountDownLatch(1);
    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook = new Thread(this::raise, "varve-stop");
    private volatile boolean raised;

    /** Listens from now on. */
    public StopSignal()
    {
        this(PATIENCE_MS);
    }

    /**
     * Listens from now on.
     *
     * @param patienceMs how long the command may take to end when it was told to.
     */
    public StopSignal(final long patienceMs)
    {
        this.patienceMs = patienceMs;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** True once the process was told to end. */
    public boolean isRaised()
    {
        return raised;
    }

    /** Waits until the process is told to end. */
    public void await() throws InterruptedException
    {
        wanted.await();
    }

    @Override
    public void close()
    {
        done.countDown();
        try
        {
            Runtime.getRuntime().removeShutdownHook(hook);
        }
        catch (final IllegalStateException e)
        {
            // The process ends already: raise() waits for done and then ends it with the right code.
        }
    }

    private void raise()
    {
        raised = true;
        wanted.countDown();
        try
        {
            done.await(patienceMs, TimeUnit.MILLISECONDS);
        }
        catch (final InterruptedException e)
        {
            Thread.currentThread().interrupt();
        }
        // Without it a JVM that is ended by a signal exits with 128 + the signal's number.
        Runtime.getRuntime().halt(ExitCode.OK);
    }
}
