package io.varve.tools.torture;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The figures of a suite. */
public final class Tally
{
    private final Map<String, String> figures = new LinkedHashMap<>();
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

    void figure(final String name, final String value)
    {
        figures.put(name, value);
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
        final StringBuilder line = new StringBuilder(String.format(Locale.ROOT,
            "suite=%s runs=%d faults=%d harmless=%d lost=%d duplicated=%d undetected=%d seconds=%.1f",
            suite, runs, faults, harmless, lost, duplicated, undetected, seconds));
        figures.forEach((name, value) -> line.append(' ').append(name).append('=').append(value));
        return line.toString();
    }

    /** One JSON object. */
    public String json(final String suite, final double seconds)
    {
        final StringBuilder object = new StringBuilder(String.format(Locale.ROOT,
            "{\"suite\":\"%s\",\"runs\":%d,\"faults\":%d,\"harmless\":%d,\"lost\":%d,\"duplicated\":%d,\"undetected\":%d," +
            "\"seconds\":%.1f", suite, runs, faults, harmless, lost, duplicated, undetected, seconds));
        figures.forEach((name, value) -> object.append(",\"").append(name).append("\":").append(value));
        return object.append('}').toString();
    }
}
