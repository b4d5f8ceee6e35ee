package io.varve.perf.streams;

import io.varve.perf.harness.Turns;
import io.varve.perf.report.Better;
import io.varve.perf.report.Row;
import io.varve.perf.report.Spread;
import io.varve.perf.streamlog.StreamContender;

import java.util.ArrayList;
import java.util.List;

/** What the sides of a layout gave, as rows, with what is wanted of them. */
final class StreamsFigures
{
    private static final String SUITE = "streams";
    private static final double LAST_TO_FIRST_TARGET = 0.8;
    private static final double READY_TARGET_S = 2;

    /** A heap that grew by this much is not flat. */
    private static final double HEAP_GROWTH_TARGET_MIB = 16;
    private static final double MIB = 1 << 20;
    private static final double SECOND_NS = 1e9;

    private final Layout layout;
    private final StreamsWork work;

    StreamsFigures(final Layout layout, final StreamsWork work)
    {
        this.layout = layout;
        this.work = work;
    }

    /** Name of the row that counts most. */
    String getName()
    {
        return name("get");
    }

    private String name(final String what)
    {
        return SUITE + '.' + what + '.' + layout.title() + work.suffix();
    }

    /** What was read, of ours alone or against the peers of these rounds. */
    List<Row> reads(final Turns turns)
    {
        final List<Row> rows = new ArrayList<>(turns.rows(SUITE, getName(), "ns p50", Better.LESS, 0));
        rows.addAll(turns.rows(SUITE, getName() + ".p99", "ns", Better.LESS, 1));
        rows.addAll(turns.rows(SUITE, name("walk"), "ns p50", Better.LESS, 2));
        rows.addAll(turns.rows(SUITE, name("walk") + ".p99", "ns", Better.LESS, 3));
        return rows;
    }

    List<Row> against(
        final StreamContender peer, final Turns turns, final StreamsResult own, final StreamsResult theirs)
    {
        if (turns.peers().isEmpty())
        {
            return List.of();
        }
        final List<Row> rows = new ArrayList<>(reads(turns));
        rows.set(0, rows.get(0).within(getTarget(peer)));
        rows.add(row("write", "events/s", Better.MORE, mean(own.rates)).against(peer.title(), Spread.of(mean(theirs.rates)),
            Row.NONE));
        rows.add(row("disk", "bytes/event", Better.LESS, anEvent(own))
            .against(peer.title(), Spread.of(anEvent(theirs)), Row.NONE));
        rows.add(row("ready.clean", "ns", Better.LESS, own.readyCleanNs)
            .against(peer.title(), Spread.of(theirs.readyCleanNs), Row.NONE));
        return rows;
    }

    /** How many times as fast as the peer a whole stream is to be read. */
    private double getTarget(final StreamContender peer)
    {
        if (peer == StreamContender.SQLITE)
        {
            return layout.isScattered() ? 1 : 3;
        }
        return layout.isScattered() ? Row.NONE : 1;
    }

    /** What has no peer. */
    List<Row> ofOurs(final StreamsResult result)
    {
        final List<Row> rows = new ArrayList<>();
        for (int tenth = 0; tenth < result.rates.length; tenth++)
        {
            rows.add(row("write", "events/s", Better.MORE, result.rates[tenth], ".tenth" + (tenth + 1)));
        }
        rows.add(row("write", "ratio", Better.MORE, result.lastToFirst(), ".lastToFirst").within(LAST_TO_FIRST_TARGET));
        rows.add(row("write", "share of the time", Better.LESS, result.busy[result.busy.length - 1], ".busy.last"));
        rows.add(row("disk", "bytes/event", Better.LESS, anEvent(result), ".total"));
        rows.add(row("table", "bytes/instance", Better.LESS, (double)result.tableBytes / work.instances()));
        rows.add(row("heap.start", "MiB", Better.LESS, result.heapAtStart / MIB));
        rows.add(row("heap.end", "MiB", Better.LESS, result.heapAtEnd / MIB)
            .within(result.heapAtStart / MIB + HEAP_GROWTH_TARGET_MIB));
        rows.add(row("anonymous.end", "MiB", Better.LESS, result.anonymousBytes / MIB));
        rows.add(row("ready.clean", "s", Better.LESS, result.readyCleanNs / SECOND_NS, ".s").within(READY_TARGET_S));
        rows.add(row("ready.killed", "s", Better.LESS, result.readyKilledNs / SECOND_NS, ".s").within(READY_TARGET_S));
        return rows;
    }

    private Row row(final String what, final String unit, final Better better, final double value)
    {
        return row(what, unit, better, value, "");
    }

    private Row row(final String what, final String unit, final Better better, final double value, final String part)
    {
        return Row.of(SUITE, name(what) + part, unit, better, Spread.of(value));
    }

    private double anEvent(final StreamsResult result)
    {
        return (double)result.bytes / work.totalEvents();
    }

    /** Tenths are equally long in events, so the mean rate is the harmonic one. */
    private static double mean(final double[] rates)
    {
        double inverse = 0;
        for (final double rate : rates)
        {
            inverse += 1 / rate;
        }
        return rates.length / inverse;
    }
}
