package io.varve.tools.torture;

import java.util.Locale;

/** The figures of a suite. */
public final class Tally
{
    private long runs;
    private long faults;
    private long harmless;
    private long lost;
    private long duplicated;
    private long undetected;

    void addRun()
    {
        runs++;
    }

    void addFaults(final long count)
    {
        faults += count;
    }

    void addHarmless(final long count)
    {
        harmless += count;
    }

    void addLost()
    {
        lost++;
    }

    void addDuplicated()
    {
        duplicated++;
    }

    void addUndetected()
    {
        undetected++;
    }

    /** Whether nothing was tried. */
    public boolean isEmpty()
    {
        return runs == 0 || faults == 0;
    }

    /** Whether something was lost, there twice, or served though it was wrong. */
    public boolean hasFailed()
    {
        return lost + duplicated + undetected > 0;
    }

    long failures()
    {
        return lost + duplicated + undetected;
    }

    /** One line. */
    public String line(final String suite, final double seconds)
    {
        return String.format(Locale.ROOT,
            "suite=%s runs=%d faults=%d harmless=%d lost=%d duplicated=%d undetected=%d seconds=%.1f",
            suite, runs, faults, harmless, lost, duplicated, undetected, seconds);
    }

    /** One JSON object. */
    public String json(final String suite, final double seconds)
    {
        return String.format(Locale.ROOT,
            "{\"suite\":\"%s\",\"runs\":%d,\"faults\":%d,\"harmless\":%d,\"lost\":%d,\"duplicated\":%d,\"undetected\":%d," +
            "\"seconds\":%.1f}", suite, runs, faults, harmless, lost, duplicated, undetected, seconds);
    }
}
