package io.varve.perf.compare;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What to compare, how much of it.
 *
 * @param ingestRounds         rounds of each side.
 * @param ingestEvents         of a timed round.
 * @param ingestWarmups        rounds like it ahead of it in the same JVM, untimed.
 * @param instances            streams of the round with many of them.
 * @param latencyRounds        rounds of each side.
 * @param latencySeconds       that are recorded of a round.
 * @param latencyWarmupSeconds ahead of them at the same rate.
 * @param rate                 events a second.
 * @param report               file for the report, or null.
 * @param data                 where the scratch directory is made; null for where temporary files go.
 */
record CompareOptions(
    int ingestRounds,
    int ingestEvents,
    int ingestWarmups,
    int instances,
    int latencyRounds,
    double latencySeconds,
    double latencyWarmupSeconds,
    int rate,
    Path report,
    Path data)
{
    static final String USAGE =
        "usage: compare [--quick] [--report FILE] [--data DIR]";

    private static final int MANY_INSTANCES = 1_000_000;
    private static final int RATE = 100_000;

    /** About ten minutes: enough for figures to be told. */
    static CompareOptions full()
    {
        return new CompareOptions(7, 8_000_000, 5, MANY_INSTANCES, 5, 6, 3, RATE, null, null);
    }

    /** About four minutes: enough to see where it stands. */
    static CompareOptions quick()
    {
        return new CompareOptions(5, 4_000_000, 5, MANY_INSTANCES, 3, 5, 2, RATE, null, null);
    }

    /** A few seconds, for a test: whether it works, not how fast. */
    static CompareOptions tiny()
    {
        return new CompareOptions(1, 20_000, 1, 1_000, 1, 0.2, 0.1, 10_000, null, null);
    }

    /**
     * Reads the command line.
     *
     * @throws IllegalArgumentException with the usage.
     */
    static CompareOptions parse(final String... args)
    {
        boolean isQuick = false;
        Path report = null;
        Path data = null;
        for (int i = 0; i < args.length; i++)
        {
            switch (args[i])
            {
                case "--quick" -> isQuick = true;
                case "--report" -> report = path(args, ++i);
                case "--data" -> data = path(args, ++i);
                default -> throw new IllegalArgumentException("unknown argument: " + args[i] + "; " + USAGE);
            }
        }
        if (data != null && !Files.isDirectory(data))
        {
            throw new IllegalArgumentException("no directory: data=" + data + "; " + USAGE);
        }
        final CompareOptions chosen = isQuick ? quick() : full();
        return chosen.with(report, data);
    }

    private static Path path(final String[] args, final int index)
    {
        if (index == args.length)
        {
            throw new IllegalArgumentException("a path is missing: after=" + args[index - 1] + "; " + USAGE);
        }
        return Path.of(args[index]);
    }

    CompareOptions with(final Path newReport, final Path newData)
    {
        return new CompareOptions(ingestRounds, ingestEvents, ingestWarmups, instances, latencyRounds, latencySeconds,
            latencyWarmupSeconds, rate, newReport, newData);
    }

    /** The same with at most so many events a round. */
    CompareOptions withIngestEventsUpTo(final int most)
    {
        return new CompareOptions(ingestRounds, Math.min(ingestEvents, most), ingestWarmups, instances,
            latencyRounds, latencySeconds, latencyWarmupSeconds, rate, report, data);
    }
}
