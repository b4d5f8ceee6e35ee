package io.varve.perf.ingest;

import io.varve.perf.contender.Contender;
import io.varve.perf.contender.VarveContender;
import io.varve.perf.harness.SuiteRun;
import io.varve.perf.report.Better;
import io.varve.perf.report.Row;
import io.varve.perf.report.Spread;

import java.io.IOException;

/** Bytes of the Java heap that an event takes on its way, everything counted: rolls, indexes, what helpers do. */
final class Allocation
{
    private static final String NAME = "memory.allocation";
    private static final double HIGHEST = 0.01;

    private final SuiteRun run;

    Allocation(final SuiteRun run)
    {
        this.run = run;
    }

    void run() throws IOException
    {
        if (!run.wants(NAME))
        {
            return;
        }
        final int warmups = run.scale().count(6_000_000, 6_000_000, 50_000);
        final int events = run.scale().count(12_000_000, 6_000_000, 100_000);
        run.setting(NAME, "bytes of the heap an event of 64 B over " + events + " events after " + warmups + " for warm-up, " +
            "segments rolled meanwhile; publish: the publishing thread, which admits, seals and journals; journal: all other " +
            "threads of the store; tail: the reading thread");
        final Contender varve = new VarveContender();
        final String place = run.scratch().fresh().toString();
        try
        {
            final double[] parts = AllocationRound.run(varve, place, warmups, events);
            run.say("%s: publish %.4f, journal %.4f, tail %.4f bytes an event", NAME, parts[0], parts[1], parts[2]);
            add("publish", parts[0]);
            add("journal", parts[1]);
            add("tail", parts[2]);
        }
        finally
        {
            varve.delete(place);
        }
    }

    private void add(final String part, final double bytesAnEvent)
    {
        run.add(Row.of("ingest", NAME + '.' + part, "bytes/event", Better.LESS, Spread.of(bytesAnEvent)).within(HIGHEST));
    }
}
