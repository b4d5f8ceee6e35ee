package io.varve.perf.read;

import io.varve.perf.contender.ChronicleQueueContender;
import io.varve.perf.contender.Contender;
import io.varve.perf.contender.VarveContender;
import io.varve.perf.harness.Suite;
import io.varve.perf.harness.SuiteRun;
import io.varve.perf.harness.Turns;
import io.varve.perf.jvm.ChildJvm;
import io.varve.perf.report.Better;

import java.io.IOException;
import java.util.List;

/** All events of a log in their order, from the page cache; ours verifies every checksum. */
public final class ReadSuite implements Suite
{
    private static final String NAME = "read.sequential.64B";
    private static final double TARGET = 2;

    private final Contender ours = new VarveContender();
    private final Contender chronicle = new ChronicleQueueContender();

    @Override
    public String name()
    {
        return "read";
    }

    @Override
    public void run(final SuiteRun run) throws IOException
    {
        if (!run.wants(NAME))
        {
            return;
        }
        final int rounds = run.scale().count(7, 3, 1);
        final int events = run.scale().count(10_000_000, 4_000_000, 20_000);
        run.setting(NAME, events + " events of 64 B, checked byte for byte in the passes for warm-up and by their numbers in " +
            "the timed one; " + rounds + " rounds in turns, each in a fresh JVM; ours by a cursor over all, checksums verified");
        final Turns turns = new Turns(run, NAME, rounds, round -> round(run, ours, events));
        turns.with(chronicle.title(), round -> round(run, chronicle, events)).run();
        turns.rows(name(), NAME, "events/s", Better.MORE, 0).forEach(row -> run.add(run.shareOf(
            row.hasPeer() ? row.within(TARGET) : row, "memory.copy", row.varve().median() * ReadRound.SHAPE.length())));
    }

    private static double[] round(final SuiteRun run, final Contender contender, final int events) throws IOException
    {
        final String place = run.scratch().fresh().toString();
        try (ChildJvm child = ChildJvm.start(ReadRound.class, List.of(), List.of(contender.getClass().getName(), place,
            Integer.toString(events), Integer.toString(run.scale().count(4, 4, 1)))))
        {
            final double[] rate = child.numbers("read");
            child.awaitEnd();
            return rate;
        }
        finally
        {
            contender.delete(place);
        }
    }
}
