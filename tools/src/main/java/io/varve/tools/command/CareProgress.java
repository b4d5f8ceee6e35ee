package io.varve.tools.command;

import io.varve.tools.console.Console;

import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/** Tells a person at a terminal, now and then, how many bytes of long work are done; says nothing to a pipe. */
final class CareProgress implements LongConsumer, AutoCloseable
{
    private static final long INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final double MIB = 1024 * 1024;

    private final Console console;
    private final String doing;
    private long bytes;
    private long shownAtNs = System.nanoTime();
    private boolean isShown;

    /**
     * Shows nothing yet.
     *
     * @param doing what is done to the bytes.
     */
    CareProgress(final Console console, final String doing)
    {
        this.console = console;
        this.doing = doing;
    }

    @Override
    public void accept(final long moreBytes)
    {
        bytes += moreBytes;
        if (console.errIsTerminal() && System.nanoTime() - shownAtNs >= INTERVAL_NS)
        {
            shownAtNs = System.nanoTime();
            isShown = true;
            console.err().print(String.format("\r%s %.0f MiB ...", doing, bytes / MIB));
            console.err().flush();
        }
    }

    @Override
    public void close()
    {
        if (isShown)
        {
            console.err().print("\r\u001b[K");
            console.err().flush();
        }
    }
}
