package io.varve.perf.ceiling;

import io.varve.perf.contender.ChronicleQueueContender;
import io.varve.perf.contender.Shape;
import io.varve.perf.harness.SuiteRun;
import io.varve.perf.ingest.IngestRound;
import io.varve.perf.jvm.ScratchDirectory;
import io.varve.perf.report.Ceiling;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Measures the ceilings of a machine, in seconds. */
public final class Ceilings
{
    private static final int PAGE_LENGTH = 4_096;
    private static final int DOCUMENT_LENGTH = 4_088;
    private static final int MIB = 1 << 20;

    private Ceilings()
    {
    }

    /** Measures them all. */
    public static void measure(final SuiteRun run) throws IOException
    {
        final Path file = run.scratch().fresh();
        try
        {
            final double syncNs = DiskCeiling.syncNs(file, PAGE_LENGTH, run.scale().count(2_000, 500, 20));
            put(run, "disk.sync.p50", syncNs, "ns", "a page of 4 KB written into an allocated file and fdatasync");
            ScratchDirectory.delete(file);
            final long bytes = run.scale().pick(4L << 30, 1L << 30, 8 << 20);
            put(run, "disk.write", DiskCeiling.writeRate(file, bytes), "bytes/s", bytes / MIB +
                " MiB written in pieces of 1 MiB and synced");
        }
        finally
        {
            ScratchDirectory.delete(file);
        }
        put(run, "memory.copy", MemoryCeiling.copyRate(64 * MIB, run.scale().count(50, 20, 2)), "bytes/s",
            "64 MiB copied in memory, outside of the caches");
        final int documents = run.scale().count(131_072, 131_072, 1_000);
        final double[] rate = IngestRound.run(new ChronicleQueueContender(), run.scratch().fresh().toString(),
            Shape.single(DOCUMENT_LENGTH), run.scale().count(4, 3, 1), documents, List.of());
        put(run, "chronicle.4KB", rate[0] * DOCUMENT_LENGTH, "bytes/s", documents + " documents of " + DOCUMENT_LENGTH +
            " bytes appended to a Chronicle Queue: a journal whose generations cost nothing");
    }

    private static void put(
        final SuiteRun run, final String name, final double value, final String unit, final String what)
    {
        run.say("ceiling %s: %.0f %s", name, value, unit);
        run.ceiling(name, new Ceiling(value, unit, what));
    }
}
