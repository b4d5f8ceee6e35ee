package io.varve.perf.ingest;

import io.varve.perf.contender.Contender;
import io.varve.perf.contender.EventPattern;
import io.varve.perf.contender.EventReader;
import io.varve.perf.contender.EventWriter;
import io.varve.perf.contender.Shape;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** One side of one round in a JVM of its own: append, have the file system synced, read back. Answers {@code sustained SECONDS}. */
final class SustainedRound
{
    private SustainedRound()
    {
    }

    /** With contender, place, events and shape. */
    public static void main(final String[] args) throws IOException, InterruptedException
    {
        final Contender contender = Contender.ofClass(args[0]);
        final long events = Long.parseLong(args[2]);
        final Shape shape = Shape.ofArguments(args, 3);
        final UnsafeBuffer event = EventPattern.buffer(shape.length());
        final double seconds;
        try (EventWriter writer = contender.openWriter(args[1], shape))
        {
            final long startNs = System.nanoTime();
            for (long i = 0; i < events; i++)
            {
                EventPattern.fill(event, i, startNs);
                writer.append(event);
            }
            writer.awaitJournaled();
            if (new ProcessBuilder("sync", "-f", args[1]).inheritIO().start().waitFor() != 0)
            {
                throw new IOException("the file system was not synced: of=" + args[1]);
            }
            seconds = (System.nanoTime() - startNs) / (double)TimeUnit.SECONDS.toNanos(1);
            check(contender, args[1], shape, events);
        }
        System.out.println("sustained " + seconds);
    }

    private static void check(final Contender contender, final String place, final Shape shape, final long events)
    {
        try (EventReader reader = contender.openScan(place, shape))
        {
            long read = 0;
            for (; reader.next(); read++)
            {
                EventPattern.check(reader.event(), shape.length(), read);
            }
            if (read != events)
            {
                throw new IllegalStateException("events were lost: appended=" + events + ", read=" + read);
            }
        }
    }
}
