package io.varve.perf.streams;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How many streams, how fast, against whom.
 *
 * @param instances streams.
 * @param events    of each stream.
 * @param rate      events a second that are written at most.
 * @param gets      whole streams that are read in a round.
 * @param rounds    of reading.
 * @param further   streams that are written at least before the writer is killed.
 * @param hasPeers  whether the peers do the same.
 * @param report    file for the report, or null.
 * @param data      where the scratch directory is made; null for where temporary files go.
 */
record StreamsOptions(
    long instances, int events, int rate, int gets, int rounds, int further, boolean hasPeers, Path report, Path data)
{
    static final String USAGE = "usage: streams [--instances N] [--events N] [--rate EVENTS_A_SECOND] [--gets N] [--quick] " +
        "[--peers] [--report FILE] [--data DIR]; numbers take k and m, as in 10m";

    /** Below the disk's speed: about 110 MB/s. */
    private static final int RATE = 1_000_000;

    private static final long MOST_INSTANCES = 1_000_000_000L;
    private static final int MOST_EVENTS = 1_000;

    /** Ten million streams. */
    static StreamsOptions full()
    {
        return new StreamsOptions(10_000_000, 10, RATE, 100_000, 5, 20_000, false, null, null);
    }

    /** A million streams: less than ten minutes, peers included. */
    static StreamsOptions quick()
    {
        return new StreamsOptions(1_000_000, 10, RATE, 50_000, 5, 20_000, false, null, null);
    }

    /** A few seconds, for a test: whether it works, not how fast. */
    static StreamsOptions tiny()
    {
        return new StreamsOptions(200, 10, RATE, 20, 1, 200, false, null, null);
    }

    /**
     * Reads the command line.
     *
     * @throws IllegalArgumentException with the usage.
     */
    static StreamsOptions parse(final String... args)
    {
        StreamsOptions options = full();
        for (final String arg : args)
        {
            options = arg.equals("--quick") ? quick() : options;
        }
        for (int i = 0; i < args.length; i++)
        {
            switch (args[i])
            {
                case "--quick" -> { }
                case "--peers" -> options = options.with(true, options.report, options.data);
                case "--instances" -> options = options.withInstances(number(args, ++i, MOST_INSTANCES));
                case "--events" -> options = options.withEvents((int)number(args, ++i, MOST_EVENTS));
                case "--rate" -> options = options.withRate((int)number(args, ++i, Integer.MAX_VALUE));
                case "--gets" -> options = options.withGets((int)number(args, ++i, Integer.MAX_VALUE));
                case "--report" -> options = options.with(options.hasPeers, Path.of(value(args, ++i)), options.data);
                case "--data" -> options = options.with(options.hasPeers, options.report, Path.of(value(args, ++i)));
                default -> throw new IllegalArgumentException("unknown argument: " + args[i] + "; " + USAGE);
            }
        }
        if (options.data != null && !Files.isDirectory(options.data))
        {
            throw new IllegalArgumentException("no directory: data=" + options.data + "; " + USAGE);
        }
        return options;
    }

    private static String value(final String[] args, final int index)
    {
        if (index == args.length)
        {
            throw new IllegalArgumentException("a value is missing: after=" + args[index - 1] + "; " + USAGE);
        }
        return args[index];
    }

    private static long number(final String[] args, final int index, final long most)
    {
        final String text = value(args, index);
        final String digits = text.replaceFirst("[km]$", "");
        final long unit = text.endsWith("k") ? 1_000 : text.endsWith("m") ? 1_000_000 : 1;
        if (!digits.matches("\\d{1,10}") || Long.parseLong(digits) * unit < 1 || Long.parseLong(digits) * unit > most)
        {
            throw new IllegalArgumentException("number must be 1 to " + most + ": " + args[index - 1] + ' ' + text + "; " + USAGE);
        }
        return Long.parseLong(digits) * unit;
    }

    StreamsOptions with(final boolean newHasPeers, final Path newReport, final Path newData)
    {
        return new StreamsOptions(instances, events, rate, gets, rounds, further, newHasPeers, newReport, newData);
    }

    private StreamsOptions withInstances(final long number)
    {
        return new StreamsOptions(number, events, rate, gets, rounds, further, hasPeers, report, data);
    }

    private StreamsOptions withEvents(final int number)
    {
        return new StreamsOptions(instances, number, rate, gets, rounds, further, hasPeers, report, data);
    }

    private StreamsOptions withRate(final int number)
    {
        return new StreamsOptions(instances, events, number, gets, rounds, further, hasPeers, report, data);
    }

    private StreamsOptions withGets(final int number)
    {
        return new StreamsOptions(instances, events, rate, number, rounds, further, hasPeers, report, data);
    }

    /** Of all streams. */
    long totalEvents()
    {
        return instances * events;
    }
}
