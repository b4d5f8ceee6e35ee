package io.varve.perf.latency;

import io.varve.perf.contender.ChronicleQueueContender;
import io.varve.perf.contender.Contender;
import io.varve.perf.contender.VarveContender;
import io.varve.perf.harness.Suite;
import io.varve.perf.harness.SuiteRun;
import io.varve.perf.harness.Turns;
import io.varve.perf.report.Better;
import io.varve.perf.report.Ceiling;
import io.varve.perf.report.Row;
import org.HdrHistogram.Histogram;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How long after it should have been sent an event is there for a reader in another process. */
public final class LatencySuite implements Suite
{
    private static final int RATE = 100_000;
    private static final int TINY_RATE = 10_000;
    private static final double[] PERCENTILES = {50, 99, 99.9, 100};
    private static final List<String> NAMES = List.of("p50", "p99", "p99.9", "max");
    private static final double TARGET = 0.7;
    private static final String CEILING = "memory.hop.p50";

    private final Contender ours = new VarveContender();
    private final Contender chronicle = new ChronicleQueueContender();
    private final Contender memory = new MappedContender();
    private final Map<String, Histogram> all = new LinkedHashMap<>();

    @Override
    public String name()
    {
        return "latency";
    }

    @Override
    public void run(final SuiteRun run) throws IOException
    {
        final int rate = run.scale().count(RATE, RATE, TINY_RATE);
        final String tail = "latency.tail." + rate / 1_000 + "k";
        if (!run.wants(tail))
        {
            return;
        }
        final int rounds = run.scale().count(5, 3, 1);
        final LatencyRun latency = new LatencyRun(run.scratch(), rate, run.scale().seconds(3, 2, 0.1),
            run.scale().seconds(6, 4, 0.2));
        run.setting(tail, "events of 64 B at " + rate + "/s by intended send times, a reader that polls in another process; " +
            rounds + " rounds in turns of " + latency.seconds() + " s after " + latency.warmupSeconds() + " s");
        hop(run, latency);
        final Turns turns = new Turns(run, tail, rounds, round -> values(latency.run(ours), ours.title()));
        turns.with(chronicle.title(), round -> values(latency.run(chronicle), chronicle.title())).run();
        for (int i = 0; i < NAMES.size(); i++)
        {
            for (final Row row : turns.rows(name(), tail + '.' + NAMES.get(i), "ns", Better.LESS, i))
            {
                run.add(i > 0 ? row :
                    run.shareOfTime(row.hasPeer() ? row.within(TARGET) : row, CEILING, row.varve().median()));
            }
        }
        final Path picture = run.beside(tail + ".svg");
        if (picture != null)
        {
            PercentilePlot.write(tail + ": ns from the intended time of an event to its reader", all, picture);
        }
    }

    /** What the machine can do: the same work through nothing but memory. */
    private void hop(final SuiteRun run, final LatencyRun latency) throws IOException
    {
        final double[] values = values(latency.run(memory), memory.title());
        run.say("%s: %.0f ns", CEILING, values[0]);
        run.ceiling(CEILING, new Ceiling(values[0], "ns", memory.settings() + ", at the rate of latency.tail, p50"));
    }

    private double[] values(final Histogram round, final String title)
    {
        all.computeIfAbsent(title, name -> LatencyReader.histogram()).add(round);
        final double[] values = new double[PERCENTILES.length];
        for (int i = 0; i < values.length; i++)
        {
            values[i] = round.getValueAtPercentile(PERCENTILES[i]);
        }
        return values;
    }
}
