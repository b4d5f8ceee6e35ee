package io.varve.perf.ingest;

import io.varve.perf.contender.VarveContender;
import io.varve.perf.harness.Scale;
import io.varve.perf.harness.SuiteRun;
import io.varve.perf.jvm.ChildJvm;
import io.varve.perf.jvm.Disk;
import io.varve.perf.report.Better;
import io.varve.perf.report.Row;
import io.varve.perf.report.Spread;

import java.io.IOException;
import java.util.List;

/** A log that grows at half of what the disk takes: whether the last gigabyte goes in as the second one did. */
final class Growth
{
    private static final String NAME = "growth.paced";
    private static final long GB = 1_000_000_000;
    private static final int GIGABYTES = 20;
    private static final double TARGET = 0.9;

    private final SuiteRun run;

    Growth(final SuiteRun run)
    {
        this.run = run;
    }

    void run() throws IOException
    {
        if (!run.wants(NAME))
        {
            return;
        }
        if (run.scale() != Scale.FULL)
        {
            run.skip(NAME, "itself", "20 GB are written in a full run only");
            return;
        }
        Disk.checkRoom(run.scratch().root(), GIGABYTES * GB * 3 / 2);
        final double pace = run.ceilingOf("disk.write") / 2;
        run.setting(NAME, GIGABYTES + " GB in events of 1 KB to 10,000 instances, one producer, at most half of disk.write; " +
            "bytes a second of the twentieth GB against the second; the time that the writer was not held back is told beside it");
        final String place = run.scratch().fresh().toString();
        try (ChildJvm child = ChildJvm.start(
            GrowthRound.class, List.of(), List.of(place, Long.toString((long)pace), Integer.toString(GIGABYTES))))
        {
            double[] second = new double[2];
            double[] last = new double[2];
            for (int gigabyte = 1; gigabyte <= GIGABYTES; gigabyte++)
            {
                last = child.numbers("gigabyte");
                second = gigabyte == 2 ? last : second;
                run.say("%s gigabyte=%d: %.1f MB/s, busy %.0f %%", NAME, gigabyte, last[0] / 1e6, last[1] * 100);
            }
            child.numbers("checked");
            child.awaitEnd();
            run.add(Row.of("ingest", NAME, "bytes/s", Better.MORE, Spread.of(last[0]))
                .against("itself", Spread.of(second[0]), TARGET));
            run.add(Row.of("ingest", NAME + ".busy", "share of the time", Better.LESS, Spread.of(last[1]))
                .against("itself", Spread.of(second[1]), Row.NONE));
        }
        finally
        {
            new VarveContender().delete(place);
        }
    }
}
