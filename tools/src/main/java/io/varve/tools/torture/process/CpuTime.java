package io.varve.tools.torture.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much of a core a process takes, by what the kernel counts. */
public final class CpuTime
{
    /** Of Linux, in the figures of /proc. */
    private static final int TICKS_A_SECOND = 100;

    /** Behind the name, which may hold anything but ends with the last bracket: user and system time. */
    private static final int USER = 11;
    private static final int SYSTEM = 12;

    private CpuTime()
    {
    }

    /** Seconds that it has taken so far. */
    public static double seconds(final long pid) throws IOException
    {
        final String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        final String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[USER]) + Long.parseLong(fields[SYSTEM])) / (double)TICKS_A_SECOND;
    }

    /** Percent of a core that it takes while nothing but time passes. */
    public static double percent(final long pid, final long overMs) throws IOException, InterruptedException
    {
        final double before = seconds(pid);
        final long startNs = System.nanoTime();
        Thread.sleep(overMs);
        return 100 * (seconds(pid) - before) / ((System.nanoTime() - startNs) / 1e9);
    }
}
