package io.varve.perf.durable;

import io.varve.perf.ceiling.DiskCeiling;
import io.varve.perf.harness.Suite;
import io.varve.perf.harness.SuiteRun;
import io.varve.perf.harness.Turns;
import io.varve.perf.jvm.ScratchDirectory;
import io.varve.perf.jvm.WarmUp;
import io.varve.perf.report.Better;
import io.varve.perf.report.Row;
import io.varve.perf.report.Spread;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Acks that say synced: of one writer, of sixteen that wait for each, of sixteen with a window of 256 each. */
public final class DurableSuite implements Suite
{
    private static final String ONE = "durable.1writer";
    private static final String CLOSED = "durable.16writers.closed.256B";
    private static final String WINDOWS = "durable.16writers.window256.256B";
    private static final String SYNC = "disk.sync.p50";
    private static final String BARE = "write+fdatasync";
    private static final int WRITERS = 16;
    private static final int WINDOW = 256;
    private static final int PAGE_LENGTH = 4_096;
    private static final double ONE_TARGET = 0.7;
    private static final double CLOSED_TO_ONE_TARGET = 5;
    private static final double WINDOWS_TO_ONE_TARGET = 30;
    private static final Map<String, Double> CLOSED_TARGETS = Map.of("PostgreSQL", 2.0, "Redis", 0.8);
    private static final Map<String, Double> WINDOW_TARGETS = Map.of("PostgreSQL", 10.0, "Redis", 2.0);
    private static final double SECOND_NS = 1e9;

    @Override
    public String name()
    {
        return "durable";
    }

    @Override
    public void run(final SuiteRun run) throws IOException
    {
        if (!run.wants(ONE) && !run.wants(CLOSED) && !run.wants(WINDOWS))
        {
            return;
        }
        final int rounds = run.scale().count(7, 3, 1);
        final double seconds = run.scale().seconds(3, 1.5, 0.2);
        run.setting(name(), "events of 256 B in turns, " + rounds + " rounds of " + seconds + " s each after warm-up " +
            WarmUp.RULE + "; every event acked once it is on stable storage, all read back byte for byte at the end; " + BARE +
            ": a page of 4 KB into an allocated file");
        try (DurablePeers peers = new DurablePeers(run, List.of(CLOSED, WINDOWS)); DurableSide ours = peers.ours())
        {
            final double maxWarmUpSeconds = run.scale().seconds(WarmUp.MAX_SECONDS, WarmUp.MAX_SECONDS, 0);
            warmUp(ours, maxWarmUpSeconds);
            for (final DurableSide peer : peers.all())
            {
                warmUp(peer, maxWarmUpSeconds);
            }
            final Turns one = new Turns(run, ONE, rounds, round -> ours.measure(1, 1, seconds))
                .with(BARE, round -> bare(run));
            one.run();
            final Turns closed = turns(run, CLOSED, rounds, ours, peers, 1, seconds);
            final Turns windows = turns(run, WINDOWS, rounds, ours, peers, WINDOW, seconds);
            ours.check();
            peers.check();
            report(run, one, closed, windows);
        }
    }

    private static void warmUp(final DurableSide side, final double maxSeconds) throws IOException
    {
        side.warmUp(WRITERS, WINDOW, 1, maxSeconds);
        side.warmUp(WRITERS, 1, 0.5, maxSeconds);
        side.warmUp(1, 1, 0.3, maxSeconds);
    }

    private static Turns turns(
        final SuiteRun run,
        final String row,
        final int rounds,
        final DurableSide ours,
        final DurablePeers peers,
        final int window,
        final double seconds) throws IOException
    {
        final Turns turns = new Turns(run, row, rounds, round -> ours.measure(WRITERS, window, seconds));
        peers.all().forEach(peer -> turns.with(peer.title(), round -> peer.measure(WRITERS, window, seconds)));
        turns.run();
        return turns;
    }

    private static double[] bare(final SuiteRun run) throws IOException
    {
        final Path file = run.scratch().fresh();
        try
        {
            final double ns = DiskCeiling.syncNs(file, PAGE_LENGTH, run.scale().count(2_000, 1_000, 20));
            return new double[]{SECOND_NS / ns, ns};
        }
        finally
        {
            ScratchDirectory.delete(file);
        }
    }

    private void report(final SuiteRun run, final Turns one, final Turns closed, final Turns windows)
    {
        one.rows(name(), ONE + ".p50", "ns", Better.LESS, 1).forEach(row ->
            run.add(run.shareOfTime(row.hasPeer() ? row.within(ONE_TARGET) : row, SYNC, row.varve().median())));
        // With one page and sync for all sixteen, that many acks come of each.
        final double perfect = WRITERS * SECOND_NS / run.ceilingOf(SYNC);
        closed.rows(name(), CLOSED, "acks/s", Better.MORE, 0).forEach(row ->
            run.add(aimed(row, CLOSED_TARGETS).shareOf(SYNC, row.varve().median() / perfect)));
        windows.rows(name(), WINDOWS, "acks/s", Better.MORE, 0).forEach(row -> run.add(run.shareOf(
            aimed(row, WINDOW_TARGETS), "disk.write", row.varve().median() * DurableEvents.LENGTH)));
        final double single = one.ours().samples(0).median();
        run.add(Row.of(name(), CLOSED + ".toOne", "times one writer's", Better.MORE,
            Spread.of(closed.ours().samples(0).median() / single)).within(CLOSED_TO_ONE_TARGET));
        run.add(Row.of(name(), WINDOWS + ".toOne", "times one writer's", Better.MORE,
            Spread.of(windows.ours().samples(0).median() / single)).within(WINDOWS_TO_ONE_TARGET));
    }

    private static Row aimed(final Row row, final Map<String, Double> targets)
    {
        return row.hasPeer() ? row.within(targets.get(row.peer())) : row;
    }
}
