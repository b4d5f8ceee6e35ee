package io.varve.perf.ingest;

import io.varve.perf.contender.EventPattern;
import io.varve.perf.contender.EventReader;
import io.varve.perf.contender.EventWriter;
import io.varve.perf.contender.Shape;
import io.varve.perf.contender.VarveContender;
import io.varve.perf.harness.Pacer;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.concurrent.TimeUnit;

/** Writes gigabytes at a pace. Answers {@code gigabyte BYTES_A_SECOND BUSY} for each, and {@code checked EVENTS}. */
final class GrowthRound
{
    private static final long GB = 1_000_000_000;
    private static final Shape SHAPE = new Shape(1_024, 1, 10_000);
    private static final int PACE_EVERY = 256;

    private GrowthRound()
    {
    }

    /** With place, bytes a second and gigabytes. */
    public static void main(final String[] args)
    {
        final VarveContender varve = new VarveContender();
        final long aGigabyte = GB / SHAPE.length();
        final int gigabytes = Integer.parseInt(args[2]);
        final UnsafeBuffer event = EventPattern.buffer(SHAPE.length());
        final Pacer pacer = new Pacer(Double.parseDouble(args[1]) / SHAPE.length());
        long number = 0;
        try (EventWriter writer = varve.openWriter(args[0], SHAPE))
        {
            for (int gigabyte = 0; gigabyte < gigabytes; gigabyte++)
            {
                final long startNs = System.nanoTime();
                pacer.start(startNs);
                for (long i = 1; i <= aGigabyte; i++, number++)
                {
                    EventPattern.fill(event, number, startNs);
                    writer.append(event);
                    if (i % PACE_EVERY == 0)
                    {
                        pacer.await(i);
                    }
                }
                writer.awaitJournaled();
                final double elapsedNs = System.nanoTime() - startNs;
                System.out.println("gigabyte " + GB * TimeUnit.SECONDS.toNanos(1) / elapsedNs + ' ' +
                    (1 - pacer.waitedNs() / elapsedNs));
            }
        }
        System.out.println("checked " + check(varve, args[0], number));
    }

    private static long check(final VarveContender varve, final String place, final long events)
    {
        try (EventReader reader = varve.openScan(place, SHAPE))
        {
            long read = 0;
            for (; reader.next(); read++)
            {
                EventPattern.check(reader.event(), SHAPE.length(), read);
            }
            if (read != events)
            {
                throw new IllegalStateException("events were lost: appended=" + events + ", read=" + read);
            }
            return read;
        }
    }
}
