package io.varve.perf.harness;

import io.varve.perf.report.Better;
import io.varve.perf.report.Row;
import io.varve.perf.report.Samples;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;

/** Rounds of ours and of peers on the same work, in turns. */
public final class Turns
{
    private final SuiteRun run;
    private final String row;
    private final int rounds;
    private final List<Side> besides = new ArrayList<>();
    private final List<Side> peers = new ArrayList<>();
    private final Side ours;

    /**
     * With our side.
     *
     * @param row whose name is told with each round.
     */
    public Turns(final SuiteRun run, final String row, final int rounds, final Round ours)
    {
        this.run = run;
        this.row = row;
        this.rounds = rounds;
        this.ours = new Side("Varve", ours);
    }

    /** Does the work once and says how it went: one value for each thing that is measured, always the same ones. */
    @FunctionalInterface
    public interface Round
    {
        /** One round, from 1. */
        double[] measure(int round) throws IOException;
    }

    /** A side and what its rounds gave. */
    public static final class Side
    {
        private final String title;
        private final Round round;
        private final List<Samples> samples = new ArrayList<>();

        private Side(final String title, final Round round)
        {
            this.title = title;
            this.round = round;
        }

        /** Its name for people. */
        public String title()
        {
            return title;
        }

        /** What its rounds gave of one thing that is measured. */
        public Samples samples(final int index)
        {
            return samples.get(index);
        }

        private void add(final double[] values)
        {
            for (int i = 0; i < values.length; i++)
            {
                if (samples.size() == i)
                {
                    samples.add(new Samples());
                }
                samples.get(i).add(values[i]);
            }
        }
    }

    /** One more side, if peers were asked for. */
    public Turns with(final String peer, final Round round)
    {
        if (run.options().hasPeers())
        {
            peers.add(new Side(peer, round));
        }
        return this;
    }

    /** Another way of ours, which takes its turns whether peers were asked for or not, and fails the run as ours does. */
    public Side beside(final String title, final Round round)
    {
        final Side side = new Side(title, round);
        besides.add(side);
        return side;
    }

    /**
     * Runs all rounds.
     *
     * @throws IOException when ours fails.
     */
    public void run() throws IOException
    {
        for (int number = 1; number <= rounds; number++)
        {
            measure(ours, number);
            for (final Side side : besides)
            {
                measure(side, number);
            }
            for (final Iterator<Side> sides = peers.iterator(); sides.hasNext();)
            {
                final Side peer = sides.next();
                try
                {
                    measure(peer, number);
                }
                catch (final IOException | RuntimeException e)
                {
                    run.skip(row, peer.title, "it failed: " + e.getMessage());
                    sides.remove();
                }
            }
        }
    }

    private void measure(final Side side, final int number) throws IOException
    {
        final double[] values = side.round.measure(number);
        side.add(values);
        run.say("%s round=%d/%d %s: %s", row, number, rounds, side.title, Arrays.stream(values)
            .mapToObj(value -> String.format(value >= 1_000 ? "%,.0f" : "%.4g", value)).collect(Collectors.joining(" ")));
    }

    /** Our side. */
    public Side ours()
    {
        return ours;
    }

    /** The peers that went through all rounds. */
    public List<Side> peers()
    {
        return peers;
    }

    /** One row for each peer, or one without when there is none. */
    public List<Row> rows(final String suite, final String name, final String unit, final Better better, final int index)
    {
        final Row alone = Row.of(suite, name, unit, better, ours.samples(index).spread());
        return peers.isEmpty() ? List.of(alone) : peers.stream()
            .map(peer -> alone.against(peer.title, peer.samples(index).spread(), Row.NONE)).toList();
    }
}
