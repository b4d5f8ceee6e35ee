package io.varve.tools.demo;

import io.varve.tools.console.CommandException;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** The moment at which the demo gives up. */
final class Deadline
{
    private static final long POLL_NS = TimeUnit.MILLISECONDS.toNanos(2);

    private final long seconds;
    private final long atNs;

    Deadline(final long seconds)
    {
        this.seconds = seconds;
        atNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    }

    /** Waits until something holds. */
    void await(final String what, final BooleanSupplier condition)
    {
        while (!condition.getAsBoolean())
        {
            if (remainingMs() <= 0)
            {
                throw passed(what);
            }
            LockSupport.parkNanos(POLL_NS);
        }
    }

    long remainingMs()
    {
        return Math.max(0, TimeUnit.NANOSECONDS.toMillis(atNs - System.nanoTime()));
    }

    /** The failure to be thrown when it has passed. */
    CommandException passed(final String what)
    {
        return CommandException.failed(
            CommandException.FAILED, "demo took too long: waited until " + what + ", allowed=" + seconds + "s", null);
    }
}
