package io.varve.perf.streams;

import io.varve.perf.harness.Scale;
import io.varve.perf.harness.Suite;
import io.varve.perf.harness.SuiteRun;
import io.varve.perf.harness.Turns;
import io.varve.perf.jvm.Disk;
import io.varve.perf.streamlog.StreamContender;

import java.io.IOException;
import java.util.List;

/** Millions of streams, written in runs and scattered, read whole at random, and started again. */
public final class StreamsSuite implements Suite
{
    /** Bytes of disk that an event takes at most, with what a store keeps twice for a while; of two stores at once. */
    private static final int ROOM_AN_EVENT = 440;

    @Override
    public String name()
    {
        return "streams";
    }

    @Override
    public void run(final SuiteRun run) throws IOException
    {
        if (!run.wants(name()))
        {
            return;
        }
        final StreamsWork work = StreamsWork.of(run.options());
        Disk.checkRoom(run.scratch().root(), work.totalEvents() * ROOM_AN_EVENT);
        describe(run, work);
        for (final Layout layout : Layout.values())
        {
            final boolean isTold = layout != Layout.RUNS_BATCHED || run.scale() != Scale.QUICK;
            if (isTold && run.wants(name() + ".get." + layout.title()))
            {
                measure(run, work, layout);
            }
        }
    }

    private void measure(final SuiteRun run, final StreamsWork work, final Layout layout) throws IOException
    {
        final StreamsFigures figures = new StreamsFigures(layout, work);
        try (StreamsSide ours = new StreamsSide(run, work, StreamContender.VARVE, layout))
        {
            boolean isRead = false;
            ours.write();
            if (run.options().hasPeers() && layout != Layout.RUNS_BATCHED)
            {
                for (final StreamContender peer : List.of(StreamContender.ROCKSDB, StreamContender.SQLITE))
                {
                    isRead |= compare(run, figures, ours, new StreamsSide(run, work, peer, layout));
                }
            }
            if (!isRead)
            {
                ours.open();
                final Turns turns = new Turns(run, figures.getName(), work.rounds(), round -> ours.read(round));
                turns.run();
                figures.reads(turns).forEach(run::add);
            }
            ours.killAndOpenAgain();
            figures.ofOurs(ours.result()).forEach(run::add);
        }
    }

    /**
     * Two at a time: more of them would not fit into the page cache, and the disk would be measured.
     *
     * @return whether there is a row of both.
     */
    private static boolean compare(
        final SuiteRun run, final StreamsFigures figures, final StreamsSide ours, final StreamsSide theirs)
        throws IOException
    {
        try (theirs)
        {
            theirs.write();
            theirs.open();
            ours.open();
            final Turns turns = new Turns(run, figures.getName(), theirs.work().rounds(), round -> ours.read(round));
            turns.with(theirs.contender().title(), round -> theirs.read(round)).run();
            ours.leave();
            if (turns.peers().isEmpty())
            {
                return false;
            }
            theirs.killAndOpenAgain();
            figures.against(theirs.contender(), turns, ours.result(), theirs.result()).forEach(run::add);
            return true;
        }
        catch (final PeerFailure e)
        {
            run.skip(figures.getName(), theirs.contender().title(), e.getMessage());
            return false;
        }
    }

    private static void describe(final SuiteRun run, final StreamsWork work)
    {
        run.setting("streams", work.instances() + " instances of " + work.events() + " events of 64 B; runs: an instance's " +
            "events together, one event a batch; runs.batch10: the same, ten events a batch; scattered: event by event round " +
            "robin over all instances; written at " + work.rate() + " events/s at most");
        run.setting("streams.get", work.rounds() + " rounds in turns of " + work.gets() + " whole streams at random after " +
            "rounds for warm-up, in the process that would write next; count and every byte checked; page cache as the writers " +
            "left it");
        run.setting("streams.ready", "from open to ready in a fresh JVM, after a clean stop and after SIGKILL while it wrote");
        for (final StreamContender contender : StreamContender.values())
        {
            if (contender == StreamContender.VARVE || run.options().hasPeers())
            {
                run.setting("streams, " + contender.title(), contender.settings());
            }
        }
    }
}
