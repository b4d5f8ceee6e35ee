package io.varve.perf.ingest;

import io.varve.perf.contender.ChronicleQueueContender;
import io.varve.perf.contender.Contender;
import io.varve.perf.contender.Shape;
import io.varve.perf.contender.VarveContender;
import io.varve.perf.contender.aeron.AeronArchiveContender;
import io.varve.perf.harness.Suite;
import io.varve.perf.harness.SuiteRun;
import io.varve.perf.harness.Turns;
import io.varve.perf.jvm.WarmUp;
import io.varve.perf.report.Better;
import io.varve.perf.report.Machine;
import io.varve.perf.report.Row;

import java.io.IOException;
import java.util.List;

/**
 * What goes into the log: in bursts below what the kernel writes back at once, for as long as the disk takes it, and its garbage.
 */
public final class IngestSuite implements Suite
{
    /** Name of the ceiling that bursts are held against. */
    private static final String CEILING = "chronicle.4KB";

    /** Bytes that an event takes on the disk at most beside its own, with what is zeroed ahead of it. */
    private static final int OVERHEAD = 64;

    private static final int WORD_LENGTH = 64;
    private static final int PAGE_LENGTH = 1_024;

    private final Contender ours = new VarveContender();

    @Override
    public String name()
    {
        return "ingest";
    }

    @Override
    public void run(final SuiteRun run) throws IOException
    {
        final int instances = run.scale().count(1_000_000, 1_000_000, 1_000);
        final Contender chronicle = new ChronicleQueueContender();
        final Shape single = Shape.single(WORD_LENGTH);
        for (final IngestWork work : List.of(
            new IngestWork("ingest.embedded.64B.single", single, chronicle, 2),
            new IngestWork("ingest.embedded.64B.single." + instances + "instances",
                new Shape(WORD_LENGTH, 1, instances), chronicle, Row.NONE),
            new IngestWork("ingest.embedded.64B.batch16", new Shape(WORD_LENGTH, 16, 1), chronicle, 3),
            new IngestWork("ingest.embedded.1KB.single", Shape.single(PAGE_LENGTH), chronicle, 1),
            new IngestWork("ingest.embedded.64B.archive", single, new AeronArchiveContender(), 1.5)))
        {
            if (run.wants(work.name()))
            {
                burst(run, work);
            }
        }
        new Sustained(run, ours, chronicle).run();
        new Growth(run).run();
        new Allocation(run).run();
    }

    private void burst(final SuiteRun run, final IngestWork work) throws IOException
    {
        final int rounds = run.scale().count(7, 3, 1);
        // Millions of streams take a while, and what they wait for is memory, which no warm-up brings nearer.
        final int warmups = work.shape().instances() > 1 ? run.scale().count(3, 1, 1) : run.scale().count(5, 3, 1);
        final int events = events(run, work.shape());
        run.setting("ingest.embedded", "one producer, until all are readable by another process; " + rounds + " rounds in turns, " +
            "each in a fresh JVM after rounds for warm-up and in a fresh directory, read back byte for byte");
        run.setting(work.name(), events + " events a round after " + warmups + " such rounds for warm-up, and more " + WarmUp.RULE);
        describe(run, ours);
        final Turns turns = new Turns(run, work.name(), rounds, round -> round(run, ours, work, warmups, events));
        turns.with(work.peer().title(), round -> round(run, work.peer(), work, warmups, events)).run();
        if (!turns.peers().isEmpty())
        {
            describe(run, work.peer());
        }
        turns.rows(name(), work.name(), "events/s", Better.MORE, 0).forEach(row -> run.add(
            run.shareOf(row.hasPeer() ? row.within(work.target()) : row, CEILING,
                row.varve().median() * work.shape().length())));
        turns.rows(name(), work.name() + ".cpu", "ns/event of all threads", Better.LESS, 1).forEach(run::add);
    }

    private static double[] round(
        final SuiteRun run, final Contender contender, final IngestWork work, final int warmups, final int events)
        throws IOException
    {
        return IngestRound.run(contender, run.scratch().fresh().toString(), work.shape(), warmups, events, List.of());
    }

    static void describe(final SuiteRun run, final Contender contender)
    {
        run.setting(contender.title(), contender.settings());
        run.version(contender.title(), contender.version());
    }

    /** Above the kernel's limit it writes back while we measure, and the figure is that of the disk. */
    private static int events(final SuiteRun run, final Shape shape)
    {
        final long bytes = run.scale().pick(1L << 30, 512L << 20, 4 << 20);
        final long limit = Machine.dirtyBackgroundBytes();
        final long events = (limit < 0 ? bytes : Math.min(bytes, limit)) / (shape.length() + OVERHEAD);
        return (int)(Math.max(1, events / shape.batch()) * shape.batch());
    }
}
