package io.varve.perf.compare;

import io.varve.perf.jvm.ScratchDirectory;
import io.varve.perf.report.Figure;
import io.varve.perf.report.Machine;
import io.varve.perf.report.Progress;
import io.varve.perf.report.Report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Compares the embedded store with plain Chronicle Queue and says by how much which is better. */
public final class Comparison
{
    private static final int OK = 0;
    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;

    /** Bytes that an event takes on the disk at most, with what is zeroed ahead of it. */
    private static final int BYTES_AN_EVENT = 128;

    private Comparison()
    {
    }

    /**
     * Runs a comparison.
     *
     * @return the exit code; a target that was missed stays in the result and is no failure.
     */
    public static int run(final String... args)
    {
        final CompareOptions options;
        try
        {
            options = CompareOptions.parse(args);
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
            System.err.println("comparison has failed: " + e.getMessage());
            return FAILED;
        }
    }

    static Report run(final CompareOptions asked) throws IOException
    {
        try (ScratchDirectory scratch = ScratchDirectory.create(asked.data()))
        {
            final Map<String, String> machine = Machine.describe(scratch.root());
            final CompareOptions options = belowDirtyLimit(asked);
            final Progress progress = new Progress();
            final List<Figure> figures = new ArrayList<>();
            figures.addAll(new IngestComparison(options, scratch, progress).run());
            figures.addAll(new LatencyComparison(options, scratch, progress).run());
            return new Report(machine, settings(options), List.of(), figures);
        }
    }

    /** Above it the kernel writes back while we measure, and the figure is that of the disk. */
    private static CompareOptions belowDirtyLimit(final CompareOptions options)
    {
        final long limit = Machine.dirtyBackgroundBytes();
        return limit < 0 ? options :
            options.withIngestEventsUpTo((int)Math.min(Integer.MAX_VALUE, Math.max(1, limit / BYTES_AN_EVENT)));
    }

    private static Map<String, String> settings(final CompareOptions options)
    {
        final Map<String, String> settings = new LinkedHashMap<>();
        settings.put("ingest", "one producer, 64 B events, one event a batch or document, until all are JOURNALED; " +
            options.ingestRounds() + " rounds in turns of " + options.ingestEvents() + " events, each in a fresh JVM after " +
            options.ingestWarmups() + " such rounds for warm-up, in a fresh directory, read back byte for byte");
        settings.put("latency", "64 B events at " + options.rate() + "/s by intended send times, a reader that polls in " +
            "another process; " + options.latencyRounds() + " rounds in turns of " + options.latencySeconds() + " s after " +
            options.latencyWarmupSeconds() + " s");
        settings.put("varve", "EventStore.connect(\"fs://DIR\"), defaults, Publisher.tryPublish; every generation's CRC " +
            "checked by the reader");
        settings.put("chronicleQueue", "SingleChronicleQueueBuilder.binary(DIR).build(), defaults, writeBytes and " +
            "readingDocument; no checksums");
        return settings;
    }
}
