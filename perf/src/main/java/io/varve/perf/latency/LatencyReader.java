package io.varve.perf.latency;

import io.varve.perf.contender.Contender;
import io.varve.perf.contender.EventPattern;
import io.varve.perf.contender.EventReader;
import org.HdrHistogram.Histogram;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.TimeUnit;

/**
 * The reading process of a round of latency: polls without a pause and records how long after its intended time each event was
 * there. {@link System#nanoTime} is one clock for all processes of a Linux machine.
 *
 * <p>Says {@code open}, then the histogram, compressed, in base 64.
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

    /** An empty one. */
    static Histogram histogram()
    {
        return new Histogram(HIGHEST_NS, DIGITS);
    }

    /** With contender, place, events for warm-up and events. */
    public static void main(final String[] args)
    {
        try (EventReader reader = Contender.ofClass(args[0]).openReader(args[1], LatencyWriter.SHAPE))
        {
            System.out.println("open");
            final Histogram latencies = read(reader, Integer.parseInt(args[2]), Integer.parseInt(args[3]));
            final ByteBuffer bytes = ByteBuffer.allocate(latencies.getNeededByteBufferCapacity());
            final int length = latencies.encodeIntoCompressedByteBuffer(bytes);
            System.out.println(Base64.getEncoder().encodeToString(Arrays.copyOf(bytes.array(), length)));
        }
    }

    private static Histogram read(final EventReader reader, final int warmupEvents, final int events)
    {
        final Histogram latencies = histogram();
        for (int i = 0; i < warmupEvents + events; i++)
        {
            await(reader, i);
            final long nowNs = System.nanoTime();
            EventPattern.check(reader.event(), LatencyWriter.SHAPE.length(), i);
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
