package io.varve.perf.streams;

import io.varve.perf.jvm.ScratchDirectory;
import io.varve.perf.report.Figure;
import io.varve.perf.report.Machine;
import io.varve.perf.report.Measurement;
import io.varve.perf.report.Progress;
import io.varve.perf.report.Report;
import io.varve.perf.streamlog.StreamContender;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes and reads millions of streams, alone or beside the peers, and says what it took. */
public final class StreamsBenchmark
{
    private static final int OK = 0;
    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;

    /** Bytes of disk that an event takes at most, with what a store keeps twice for a while. */
    private static final int ROOM_AN_EVENT = 220;
    private static final long ROOM_AT_LEAST = 1L << 30;

    private StreamsBenchmark()
    {
    }

    /**
     * Runs it.
     *
     * @return the exit code; a target that was missed stays in the result and is no failure.
     */
    public static int run(final String... args)
    {
        final StreamsOptions options;
        try
        {
            options = StreamsOptions.parse(args);
        }
        catch (final IllegalArgumentException e)
        {
            System.err.println(e.getMessage());
            return WRONG_USAGE;
        }
        try
        {
            final Report report = run(options);
            report.print(System.out);
            if (options.report() != null)
            {
                report.write(options.report());
            }
            return OK;
        }
        catch (final IOException e)
        {
            System.err.println("benchmark has failed: " + e.getMessage());
            return FAILED;
        }
    }

    static Report run(final StreamsOptions options) throws IOException
    {
        try (ScratchDirectory scratch = ScratchDirectory.create(options.data()))
        {
            checkRoom(scratch.root(), options.totalEvents() * ROOM_AN_EVENT + ROOM_AT_LEAST);
            final Map<String, String> machine = Machine.describe(scratch.root());
            final Progress progress = new Progress();
            final List<Measurement> measurements = new ArrayList<>();
            final List<Figure> figures = new ArrayList<>();
            for (final Layout layout : Layout.values())
            {
                final StreamsResult own =
                    new StreamsRun(options, StreamContender.VARVE, layout, progress).run(scratch.fresh());
                measurements.addAll(StreamsFigures.measurements(layout, own, options));
                if (options.hasPeers() && layout != Layout.RUNS_BATCHED)
                {
                    for (final StreamContender peer : List.of(StreamContender.ROCKSDB, StreamContender.SQLITE))
                    {
                        final StreamsResult theirs = new StreamsRun(options, peer, layout, progress).run(scratch.fresh());
                        figures.addAll(StreamsFigures.figures(layout, own, peer, theirs, options));
                    }
                }
            }
            return new Report(machine, settings(options), measurements, figures);
        }
    }

    /** A full disk in the middle would cost everybody on the machine more than a word ahead. */
    static void checkRoom(final Path directory, final long neededBytes) throws IOException
    {
        final long freeBytes = Files.getFileStore(directory).getUsableSpace();
        if (freeBytes < neededBytes)
        {
            throw new IOException("not enough room on the disk: data=" + directory + ", freeMiB=" + (freeBytes >> 20) +
                ", neededMiB=" + (neededBytes >> 20) + "; ask for fewer --instances, or another --data");
        }
    }

    private static Map<String, String> settings(final StreamsOptions options)
    {
        final Map<String, String> settings = new LinkedHashMap<>();
        settings.put("streams", options.instances() + " instances of " + options.events() + " events of 64 B; runs: an " +
            "instance's events together, one event a batch; runs.batch10: the same, ten events a batch; scattered: event by " +
            "event round robin over all instances; written at " + options.rate() + " events/s at most");
        settings.put("reading", options.rounds() + " rounds of " + options.gets() + " whole streams at random after a round for " +
            "warm-up, in the process that would write next; count and every byte checked; page cache as the writer left it");
        settings.put("restart", "from open to ready in a fresh JVM, after a clean stop and after SIGKILL while it wrote");
        for (final StreamContender contender : StreamContender.values())
        {
            if (contender == StreamContender.VARVE || options.hasPeers())
            {
                settings.put(contender.title(), contender.settings());
            }
        }
        return settings;
    }
}
