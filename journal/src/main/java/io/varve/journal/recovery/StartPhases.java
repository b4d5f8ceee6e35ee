package io.varve.journal.recovery;

import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** What the time of a start went into, one part after the other. One thread. */
public final class StartPhases
{
    private final StringBuilder phases = new StringBuilder();
    private final long startNs;
    private long phaseNs;

    /** Starts the clock. */
    public StartPhases()
    {
        startNs = System.nanoTime();
        phaseNs = startNs;
    }

    /** Says what was done since the last phase ended. */
    public void end(final String phase)
    {
        final long nowNs = System.nanoTime();
        phases.append(phases.isEmpty() ? "" : " ").append(phase).append('=').append(
            String.format(Locale.ROOT, "%.2f", (nowNs - phaseNs) / (double)TimeUnit.SECONDS.toNanos(1)));
        phaseNs = nowNs;
    }

    /** Seconds from the start to the end of the last phase. */
    public double seconds()
    {
        return (phaseNs - startNs) / (double)TimeUnit.SECONDS.toNanos(1);
    }

    /** Seconds of each. */
    @Override
    public String toString()
    {
        return phases.toString();
    }
}
