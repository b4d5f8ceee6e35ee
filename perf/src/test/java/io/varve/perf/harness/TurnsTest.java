package io.varve.perf.harness;

import io.varve.perf.jvm.ScratchDirectory;
import io.varve.perf.report.Better;
import io.varve.perf.report.Report;
import io.varve.perf.report.Row;
import io.varve.perf.report.Skipped;
import io.varve.perf.report.Spread;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class TurnsTest
{
    private final List<String> order = new ArrayList<>();
    private final Report report = new Report();
    private final ScratchDirectory scratch = ScratchDirectory.create(null);
    private final SuiteRun run = new SuiteRun(BenchOptions.of(Scale.TINY).withPeers(), scratch, report);

    @AfterEach
    void deleteData()
    {
        scratch.close();
    }

    private Turns.Round round(final String name, final double... values)
    {
        return number ->
        {
            order.add(name + number);
            return new double[]{values[number - 1], -1};
        };
    }

    @Test
    void shouldRunBothSidesInTurns() throws IOException
    {
        final Turns turns = new Turns(run, "row", 3, round("ours", 3, 1, 2)).with("Peer", round("peer", 4, 8, 5));

        turns.run();

        assertEquals(List.of("ours1", "peer1", "ours2", "peer2", "ours3", "peer3"), order);
        assertEquals(List.of(Row.of("s", "row", "ns", Better.LESS, new Spread(2, 1, 3))
            .against("Peer", new Spread(5, 4, 8), Row.NONE)).toString(), turns.rows("s", "row", "ns", Better.LESS, 0).toString());
    }

    @Test
    void shouldLeaveOutAPeerThatFailsAndGoOn() throws IOException
    {
        final Turns turns = new Turns(run, "row", 2, round("ours", 1, 1))
            .with("Broken", number ->
            {
                throw new IOException("no answer");
            })
            .with("Whole", round("whole", 2, 2));

        turns.run();

        assertEquals(List.of("ours1", "whole1", "ours2", "whole2"), order);
        assertEquals(List.of(new Skipped("row", "Broken", "it failed: no answer")), report.skipped);
        assertEquals(List.of("Whole"), turns.rows("s", "row", "ns", Better.LESS, 0).stream().map(Row::peer).toList());
    }

    @Test
    void shouldFailWhenOursDoes()
    {
        final Turns turns = new Turns(run, "row", 1, number ->
        {
            throw new IOException("events were lost");
        });

        assertEquals("events were lost", assertThrows(IOException.class, turns::run).getMessage());
    }

    @Test
    void shouldRunOursAloneWithoutPeers() throws IOException
    {
        final SuiteRun alone = new SuiteRun(BenchOptions.of(Scale.TINY), scratch, report);
        final Turns turns = new Turns(alone, "row", 1, round("ours", 7)).with("Peer", round("peer", 1));

        turns.run();

        assertEquals(List.of("ours1"), order);
        assertEquals(1, turns.rows("s", "row", "ns", Better.LESS, 0).size());
    }
}
