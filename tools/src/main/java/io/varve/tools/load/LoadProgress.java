package io.varve.tools.load;

import io.varve.tools.console.Console;

import java.util.concurrent.TimeUnit;

/** Tells a person at a terminal, once a second, how far an import has come; says nothing to a pipe. */
final class LoadProgress
{
    private static final long INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);

    private final Console console;
    private long shownAtNs = System.nanoTime();
    private boolean shown;

    LoadProgress(final Console console)
    {
        this.console = console;
    }

    /** Shows a number of acked events, unless one was shown a moment ago. */
    void update(final long events)
    {
        if (console.errIsTerminal() && System.nanoTime() - shownAtNs >= INTERVAL_NS)
        {
            shownAtNs = System.nanoTime();
            shown = true;
            console.err().print("\rloaded events=" + events + " ...");
            console.err().flush();
        }
    }

    /** Takes away what is shown. */
    void clear()
    {
        if (shown)
        {
            console.err().print("\r\u001b[K");
            console.err().flush();
            shown = false;
        }
    }
}
