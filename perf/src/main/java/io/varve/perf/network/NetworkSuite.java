package io.varve.perf.network;

import io.varve.perf.contender.Contender;
import io.varve.perf.contender.Shape;
import io.varve.perf.contender.VarveContender;
import io.varve.perf.harness.Suite;
import io.varve.perf.harness.SuiteRun;
import io.varve.perf.harness.Turns;
import io.varve.perf.ingest.IngestRound;
import io.varve.perf.report.Better;
import io.varve.perf.report.Row;
import io.varve.perf.report.Samples;
import io.varve.perf.report.Spread;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** One producer in another process than the log, every event acknowledged; as many on their way as each side likes. */
public final class NetworkSuite implements Suite
{
    private static final String IPC = "ingest.ipc.64B";
    private static final String SHARE = IPC + ".share";
    private static final String ROUND_TRIP = IPC + ".roundtrip";
    private static final String EMBEDDED = "embedded";
    private static final double MIN_SHARE = 0.5;
    private static final String ALLOCATION = "memory.allocation.ipc";
    private static final double MAX_BYTES_AN_EVENT = 0.01;
    private static final Shape SHAPE = Shape.single(64);

    @Override
    public String name()
    {
        return "network";
    }

    @Override
    public void run(final SuiteRun run) throws IOException
    {
        if (!run.wants(IPC))
        {
            return;
        }
        final List<RunningSide> peers = new ArrayList<>();
        try (RunningSide own = new RunningSide(run, FrontDoor.side()))
        {
            if (run.options().hasPeers())
            {
                NetworkSide.peers().forEach(peer -> start(run, peer, peers));
            }
            measure(run, own, peers);
            roundTrip(run, own);
            allocation(run, own);
        }
        finally
        {
            peers.forEach(RunningSide::close);
        }
    }

    private static void start(final SuiteRun run, final NetworkSide peer, final List<RunningSide> running)
    {
        try
        {
            running.add(new RunningSide(run, peer));
        }
        catch (final IOException e)
        {
            run.skip(IPC, peer.contender().title(), e.getMessage());
        }
    }

    private void measure(final SuiteRun run, final RunningSide own, final List<RunningSide> peers) throws IOException
    {
        final int rounds = run.scale().count(7, 3, 1);
        final int warmups = run.scale().count(3, 2, 1);
        final int events = run.scale().count(1_000_000, 400_000, 5_000);
        // Ours is many times as fast: as long a round needs more events.
        final int ownEvents = run.scale().count(4_000_000, 2_000_000, 5_000);
        run.setting(IPC, "one producer in a process of its own, the log in another one, until all are acknowledged; " + rounds +
            " rounds in turns of " + events + " events (ours " + ownEvents + "), each in a fresh producer after " + warmups +
            " such rounds for warm-up, read back byte for byte; all servers run all the time, idle while it is not their turn");
        final Turns turns = new Turns(run, IPC, rounds, round -> own.round(round, SHAPE, warmups, ownEvents));
        final Contender embedded = new VarveContender();
        final Turns.Side beside = turns.beside(EMBEDDED, round -> IngestRound.run(
            embedded, run.scratch().fresh().toString(), SHAPE, warmups, ownEvents, List.of()));
        run.setting(SHARE, "the same producer with the store in its own process, same events, in turns with it");
        peers.forEach(peer -> turns.with(
            peer.side().contender().title(), round -> peer.round(round, SHAPE, warmups, events)));
        turns.run();
        turns.rows(name(), IPC, "events/s", Better.MORE, 0).forEach(row -> run.add(
            run.shareOf(aimed(row, peers), "chronicle.4KB", row.varve().median() * SHAPE.length())));
        run.add(Row.of(name(), SHARE, "events/s", Better.MORE, turns.ours().samples(0).spread())
            .against(EMBEDDED, beside.samples(0).spread(), MIN_SHARE));
    }

    private void roundTrip(final SuiteRun run, final RunningSide own) throws IOException
    {
        final int rounds = run.scale().count(7, 3, 1);
        final int events = run.scale().count(100_000, 50_000, 500);
        run.setting(ROUND_TRIP, "one event at a time, from publish to its ack; " + rounds + " rounds of " + events +
            " events, each in a fresh producer after as many for warm-up");
        final Samples median = new Samples();
        final Samples high = new Samples();
        for (int i = 0; i < rounds; i++)
        {
            final double[] quantilesNs = own.roundTrip(events, events);
            median.add(quantilesNs[0]);
            high.add(quantilesNs[1]);
            run.say("%s round=%d/%d: p50=%.0f ns, p99=%.0f ns", ROUND_TRIP, i + 1, rounds, quantilesNs[0], quantilesNs[1]);
        }
        run.add(Row.of(name(), ROUND_TRIP + ".p50", "ns", Better.LESS, median.spread()));
        run.add(Row.of(name(), ROUND_TRIP + ".p99", "ns", Better.LESS, high.spread()));
    }

    private void allocation(final SuiteRun run, final RunningSide own) throws IOException
    {
        final double bytesAnEvent = own.allocation(
            run.scale().count(2_000_000, 1_000_000, 5_000), run.scale().count(4_000_000, 2_000_000, 10_000));
        run.say("%s: %.4f bytes an event", ALLOCATION, bytesAnEvent);
        run.add(Row.of(name(), ALLOCATION, "bytes/event", Better.LESS, Spread.of(bytesAnEvent)).within(MAX_BYTES_AN_EVENT));
    }

    private static Row aimed(final Row row, final List<RunningSide> peers)
    {
        return peers.stream().filter(peer -> peer.side().contender().title().equals(row.peer()))
            .map(peer -> row.within(peer.side().target())).findFirst().orElse(row);
    }
}
