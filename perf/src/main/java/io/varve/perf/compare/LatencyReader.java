package io.varve.perf.compare;

import io.varve.perf.contender.Contender;
import io.varve.perf.contender.EventPattern;
import io.varve.perf.contender.EventReader;
import org.HdrHistogram.Histogram;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The reading process of a round of latency: polls without a pause and records how long after its intended time each event was
 * there. {@link System#nanoTime} is one clock for all processes of a Linux machine.
 *
 * <p>Says {@code open}, then {@code latency P50 P99 P999 MAX}, in ns.
 */
final class LatencyReader
{
    private static final long HIGHEST_NS = TimeUnit.SECONDS.toNanos(60);
    private static final int DIGITS = 3;
    private static final long SILENCE_NS = TimeUnit.SECONDS.toNanos(30);
    private static final int POLLS_A_LOOK = 1 << 16;

    private LatencyReader()
    {
    }

    /** Arguments of the child. */
    static List<String> arguments(final Contender contender, final Path directory, final int warmupEvents, final int events)
    {
        return List.of(contender.name(), directory.toString(), Integer.toString(warmupEvents), Integer.toString(events));
    }

    /** With the {@link #arguments}. */
    public static void main(final String[] args)
    {
        try (EventReader reader = Contender.valueOf(args[0]).openReader(Path.of(args[1])))
        {
            System.out.println("open");
            final Histogram latencies = read(reader, Integer.parseInt(args[2]), Integer.parseInt(args[3]));
            System.out.println("latency " + latencies.getValueAtPercentile(50) + ' ' + latencies.getValueAtPercentile(99) +
                ' ' + latencies.getValueAtPercentile(99.9) + ' ' + latencies.getMaxValue());
        }
    }

    private static Histogram read(final EventReader reader, final int warmupEvents, final int events)
    {
        final Histogram latencies = new Histogram(HIGHEST_NS, DIGITS);
        for (int i = 0; i < warmupEvents + events; i++)
        {
            await(reader, i);
            final long nowNs = System.nanoTime();
            EventPattern.check(reader.event(), i);
            if (i >= warmupEvents)
            {
                latencies.recordValue(Math.min(HIGHEST_NS, nowNs - EventPattern.value(reader.event())));
            }
        }
        return latencies;
    }

    private static void await(final EventReader reader, final int number)
    {
        final long startNs = System.nanoTime();
        for (int polls = 1; !reader.next(); polls++)
        {
            Thread.onSpinWait();
            if (polls % POLLS_A_LOOK == 0 && System.nanoTime() - startNs > SILENCE_NS)
            {
                throw new IllegalStateException("no event came in time: number=" + number);
            }
        }
    }
}
