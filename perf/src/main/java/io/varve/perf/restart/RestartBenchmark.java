package io.varve.perf.restart;

import io.varve.journal.StoreContext;
import io.varve.perf.jvm.ChildJvm;
import io.varve.perf.jvm.ScratchDirectory;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Fills a directory, then stops and kills its writer in turns, and says how long each start after that takes until it is ready:
 * in the new process, whose first second of a JVM is part of it.
 */
public final class RestartBenchmark
{
    private static final String USAGE = "usage: restart [--megabytes N] [--event-length BYTES] [--streams N] " +
        "[--segment-length BYTES] [--rounds N] [--data DIR]";
    private static final double WANTED_S = 2;
    private static final long MEGABYTE = 1_000_000;
    private static final int OVERHEAD_LENGTH = 32;

    private long megabytes = 1_000;
    private int eventLength = 1_024;
    private long streams = 10_000;
    private int segmentLength = StoreContext.SEGMENT_LENGTH_DEFAULT;
    private int rounds = 3;
    private Path data;

    private RestartBenchmark()
    {
    }

    /**
     * Runs it.
     *
     * @return 0 when every start was fast enough, 1 otherwise, 2 for arguments that it does not have.
     */
    public static int run(final String[] args) throws IOException
    {
        final RestartBenchmark benchmark = new RestartBenchmark();
        for (int i = 0; i < args.length; i += 2)
        {
            if (i + 1 == args.length || !benchmark.take(args[i], args[i + 1]))
            {
                System.err.println(USAGE);
                return 2;
            }
        }
        return benchmark.run();
    }

    private boolean take(final String option, final String value)
    {
        switch (option)
        {
            case "--megabytes" -> megabytes = Long.parseLong(value);
            case "--event-length" -> eventLength = Integer.parseInt(value);
            case "--streams" -> streams = Long.parseLong(value);
            case "--segment-length" -> segmentLength = Integer.parseInt(value);
            case "--rounds" -> rounds = Integer.parseInt(value);
            case "--data" -> data = Path.of(value);
            default ->
            {
                return false;
            }
        }
        return true;
    }

    private int run() throws IOException
    {
        final List<Double> stopped = new ArrayList<>();
        final List<Double> killed = new ArrayList<>();
        try (ScratchDirectory scratch = ScratchDirectory.create(data))
        {
            final Path directory = scratch.fresh();
            final long events = megabytes * MEGABYTE / (eventLength + OVERHEAD_LENGTH);
            start(directory, events, false);
            for (int round = 0; round < rounds; round++)
            {
                killed.add(start(directory, 1, true));
                stopped.add(start(directory, 1, false));
            }
        }
        return print("restart.stopped", stopped) & print("restart.killed", killed) ? 0 : 1;
    }

    /** @return seconds that the start took. */
    private double start(final Path directory, final long events, final boolean isToStop) throws IOException
    {
        try (ChildJvm child = ChildJvm.start(RestartChild.class, List.of("-Xmx256m"), List.of(
            directory.toString(), Integer.toString(segmentLength), Long.toString(events), Integer.toString(eventLength),
            Long.toString(streams))))
        {
            final double readySeconds = child.numbers("ready")[0];
            child.numbers("written");
            if (isToStop)
            {
                child.tell("stop");
                child.answer();
                child.awaitEnd();
            }
            return readySeconds; // closing the child kills it
        }
    }

    private static boolean print(final String name, final List<Double> seconds)
    {
        final double worst = seconds.stream().mapToDouble(Double::doubleValue).max().orElse(0);
        System.out.println(String.format(Locale.ROOT, "%-20s worst %.2f s of %s  wanted < %.0f s  %s", name, worst,
            seconds.stream().map(value -> String.format(Locale.ROOT, "%.2f", value)).toList(), WANTED_S,
            worst < WANTED_S ? "met" : "missed"));
        return worst < WANTED_S;
    }
}
