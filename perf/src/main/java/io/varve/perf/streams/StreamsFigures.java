package io.varve.perf.streams;

import io.varve.perf.report.Figure;
import io.varve.perf.report.Measurement;
import io.varve.perf.report.Samples;
import io.varve.perf.streamlog.StreamContender;

import java.util.ArrayList;
import java.util.List;

/** What a run gave, as lines of the report, with what is wanted of them. */
final class StreamsFigures
{
    private static final String SUITE = "streams";
    private static final double LAST_TO_FIRST_TARGET = 0.8;
    private static final double READY_TARGET_S = 2;

    /** A heap that grew by this much is not flat. */
    private static final double HEAP_GROWTH_TARGET_MIB = 16;
    private static final double MIB = 1 << 20;
    private static final double SECOND_NS = 1e9;

    private StreamsFigures()
    {
    }

    static List<Measurement> measurements(
        final Layout layout, final StreamsResult result, final StreamsOptions options)
    {
        final String of = '.' + layout.title();
        final List<Measurement> lines = new ArrayList<>();
        for (int tenth = 0; tenth < result.rates.length; tenth++)
        {
            lines.add(new Measurement(SUITE, "streams.write" + of + ".tenth" + (tenth + 1), "events/s", result.rates[tenth]));
        }
        lines.add(new Measurement(
            SUITE, "streams.write" + of + ".lastToFirst", "ratio", result.lastToFirst(), true, LAST_TO_FIRST_TARGET));
        lines.add(new Measurement(
            SUITE, "streams.write" + of + ".busy.last", "share of the time", result.busy[result.busy.length - 1]));
        lines.add(new Measurement(
            SUITE, "streams.disk" + of, "bytes/event", (double)result.bytes / options.totalEvents()));
        lines.add(new Measurement(
            SUITE, "streams.table" + of, "bytes/instance", (double)result.tableBytes / options.instances()));
        lines.add(new Measurement(SUITE, "streams.heap.start" + of, "MiB", result.heapAtStart / MIB));
        lines.add(new Measurement(SUITE, "streams.heap.end" + of, "MiB", result.heapAtEnd / MIB, false,
            result.heapAtStart / MIB + HEAP_GROWTH_TARGET_MIB));
        lines.add(new Measurement(SUITE, "streams.anonymous.end" + of, "MiB", result.anonymousBytes / MIB));
        lines.add(new Measurement(
            SUITE, "streams.ready.clean" + of, "s", result.readyCleanNs / SECOND_NS, false, READY_TARGET_S));
        lines.add(new Measurement(
            SUITE, "streams.ready.killed" + of, "s", result.readyKilledNs / SECOND_NS, false, READY_TARGET_S));
        addReads(lines, "streams.get" + of, result.gets);
        addReads(lines, "streams.walk" + of, result.walks);
        return lines;
    }

    private static void addReads(final List<Measurement> lines, final String name, final StreamsResult.Reads reads)
    {
        lines.add(new Measurement(SUITE, name + ".p50", "ns", reads.p50().median()));
        lines.add(new Measurement(SUITE, name + ".p99", "ns", reads.p99().median()));
    }

    static List<Figure> figures(
        final Layout layout,
        final StreamsResult own,
        final StreamContender peer,
        final StreamsResult theirs,
        final StreamsOptions options)
    {
        final String of = '.' + layout.title();
        return List.of(
            less("streams.get" + of, "ns p50", getTarget(layout, peer), peer, own.gets.p50(), theirs.gets.p50()),
            less("streams.get" + of + ".p99", "ns", Figure.NO_TARGET, peer, own.gets.p99(), theirs.gets.p99()),
            less("streams.walk" + of, "ns p50", Figure.NO_TARGET, peer, own.walks.p50(), theirs.gets.p50()),
            new Figure(SUITE, "streams.write" + of, "events/s", true, Figure.NO_TARGET, peer.title(), one(mean(own.rates)),
                one(mean(theirs.rates))),
            less("streams.disk" + of, "bytes/event", Figure.NO_TARGET, peer,
                one((double)own.bytes / options.totalEvents()), one((double)theirs.bytes / options.totalEvents())),
            less("streams.ready.clean" + of, "ms", Figure.NO_TARGET, peer, one(own.readyCleanNs / 1e6),
                one(theirs.readyCleanNs / 1e6)),
            less("streams.ready.killed" + of, "ms", Figure.NO_TARGET, peer, one(own.readyKilledNs / 1e6),
                one(theirs.readyKilledNs / 1e6)));
    }

    /** How many times as fast as the peer a whole stream is to be read. */
    private static double getTarget(final Layout layout, final StreamContender peer)
    {
        if (peer == StreamContender.SQLITE)
        {
            return layout.isScattered() ? 1 : 3;
        }
        return layout.isScattered() ? Figure.NO_TARGET : 1;
    }

    private static Figure less(
        final String name,
        final String unit,
        final double target,
        final StreamContender peer,
        final Samples own,
        final Samples theirs)
    {
        return new Figure(SUITE, name, unit, false, target, peer.title(), own, theirs);
    }

    private static Samples one(final double value)
    {
        final Samples samples = new Samples();
        samples.add(value);
        return samples;
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
