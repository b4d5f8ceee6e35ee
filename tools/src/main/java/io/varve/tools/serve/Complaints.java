package io.varve.tools.serve;

import io.varve.tools.console.Console;
import io.varve.tools.console.Words;
import org.agrona.ErrorHandler;

import java.util.concurrent.TimeUnit;

/** Failures that no client can be told of, a line each on stderr; a flood of the same is counted instead. */
final class Complaints implements ErrorHandler
{
    private static final long QUIET_NS = TimeUnit.SECONDS.toNanos(10);

    private final Console console;
    private String last;
    private long lastNs;
    private long left;

    Complaints(final Console console)
    {
        this.console = console;
    }

    @Override
    public synchronized void onError(final Throwable failure)
    {
        final String line = Words.printable(String.valueOf(failure));
        final long nowNs = System.nanoTime();
        if (line.equals(last) && nowNs - lastNs < QUIET_NS)
        {
            left++;
            return;
        }
        console.err().println(left == 0 ? line : line + " (and " + left + " like the one before)");
        last = line;
        lastNs = nowNs;
        left = 0;
    }
}
