package io.varve.ring;

import java.util.concurrent.TimeUnit;

/** A thread whose failure is a failure of the test. */
final class TestThread
{
    private final Thread thread;
    private volatile Throwable failure;

    /** What a thread does. */
    @FunctionalInterface
    interface Code
    {
        void run() throws Exception;
    }

    private TestThread(final String name, final Code code)
    {
        thread = new Thread(() -> run(code), name);
        thread.setDaemon(true);
    }

    static TestThread start(final String name, final Code code)
    {
        final TestThread started = new TestThread(name, code);
        started.thread.start();
        return started;
    }

    private void run(final Code code)
    {
        try
        {
            code.run();
        }
        catch (final Throwable e)
        {
            failure = e;
        }
    }

    Thread thread()
    {
        return thread;
    }

    /** Waits until it has terminated, and fails when it failed. */
    void end()
    {
        end(Await.BOUND_NS);
    }

    void end(final long boundNs)
    {
        try
        {
            thread.join(TimeUnit.NANOSECONDS.toMillis(boundNs));
        }
        catch (final InterruptedException e)
        {
            throw new AssertionError(e);
        }
        if (thread.isAlive())
        {
            final AssertionError stuck = new AssertionError("thread goes on: " + thread.getName());
            stuck.setStackTrace(thread.getStackTrace());
            throw stuck;
        }
        if (failure != null)
        {
            throw new AssertionError(thread.getName() + ": " + failure, failure);
        }
    }

    /** Runs something in a thread of its own and returns when that has terminated. */
    static void runToEnd(final String name, final Code code)
    {
        start(name, code).end();
    }
}
