package io.varve.perf.latency;

import io.varve.perf.contender.Contender;
import io.varve.perf.contender.EventPattern;
import io.varve.perf.contender.EventWriter;
import io.varve.perf.contender.Shape;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * The writing process of a round of latency: each event carries the time it should have been sent at, so that being late counts.
 *
 * <p>Says {@code open}, waits for a line, writes, says {@code written}, waits for a line, closes.
 */
final class LatencyWriter
{
    static final Shape SHAPE = Shape.single(64);

    private LatencyWriter()
    {
    }

    /** With contender, place, rate and events. */
    public static void main(final String[] args) throws IOException
    {
        final BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (EventWriter writer = Contender.ofClass(args[0]).openWriter(args[1], SHAPE))
        {
            System.out.println("open");
            orders.readLine();
            write(writer, TimeUnit.SECONDS.toNanos(1) / Integer.parseInt(args[2]), Integer.parseInt(args[3]));
            writer.awaitJournaled();
            System.out.println("written");
            orders.readLine();
        }
    }

    private static void write(final EventWriter writer, final long intervalNs, final int events)
    {
        final UnsafeBuffer event = EventPattern.buffer(SHAPE.length());
        final long startNs = System.nanoTime() + intervalNs;
        for (int i = 0; i < events; i++)
        {
            final long intendedNs = startNs + i * intervalNs;
            while (System.nanoTime() - intendedNs < 0)
            {
                Thread.onSpinWait();
            }
            EventPattern.fill(event, i, intendedNs);
            writer.append(event);
        }
    }
}
