package io.varve.perf.ingest;

import io.varve.perf.contender.Contender;
import io.varve.perf.contender.Shape;
import io.varve.perf.harness.SuiteRun;
import io.varve.perf.harness.Turns;
import io.varve.perf.jvm.ChildJvm;
import io.varve.perf.jvm.Disk;
import io.varve.perf.report.Better;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** More than the kernel keeps back: bytes of events a second until all of them are on the disk, on both sides. */
final class Sustained
{
    private static final long GB = 1_000_000_000;
    private static final String NAME = "ingest.sustained.bytes";
    private static final double TARGET = 0.9;
    private static final Shape SHAPE = Shape.single(1_024);

    private final SuiteRun run;
    private final Contender ours;
    private final Contender peer;

    Sustained(final SuiteRun run, final Contender ours, final Contender peer)
    {
        this.run = run;
        this.ours = ours;
        this.peer = peer;
    }

    void run() throws IOException
    {
        final long bytes = run.scale().pick(10 * GB, 2 * GB, GB / 100);
        // What is less than it should be is said in the name.
        final String name = bytes == 10 * GB ? NAME : NAME + '.' + (bytes < GB ? bytes / 1_000_000 + "MB" : bytes / GB + "GB");
        if (!run.wants(name))
        {
            return;
        }
        Disk.checkRoom(run.scratch().root(), bytes * 2);
        final int rounds = run.scale().count(3, 2, 1);
        run.setting(name, bytes / 1_000_000 + " MB in events of 1 KB, one producer, one event a batch, until the file system is " +
            "synced; " + rounds + " rounds in turns, each in a fresh JVM, read back byte for byte");
        final Turns turns = new Turns(run, name, rounds, round -> round(ours, bytes));
        turns.with(peer.title(), round -> round(peer, bytes)).run();
        turns.rows("ingest", name, "bytes/s", Better.MORE, 0).forEach(row ->
            run.add(run.shareOf(row.hasPeer() ? row.within(TARGET) : row, "disk.write", row.varve().median())));
    }

    private double[] round(final Contender contender, final long bytes) throws IOException
    {
        final String place = run.scratch().fresh().toString();
        final List<String> arguments = new ArrayList<>(List.of(
            contender.getClass().getName(), place, Long.toString(bytes / SHAPE.length())));
        arguments.addAll(SHAPE.arguments());
        try (ChildJvm child = ChildJvm.start(SustainedRound.class, List.of(), arguments))
        {
            final double seconds = child.numbers("sustained")[0];
            child.awaitEnd();
            return new double[]{bytes / seconds};
        }
        finally
        {
            contender.delete(place);
        }
    }
}
