package io.varve.perf.read;

import io.varve.perf.contender.Contender;
import io.varve.perf.contender.EventPattern;
import io.varve.perf.contender.EventReader;
import io.varve.perf.contender.EventWriter;
import io.varve.perf.contender.Shape;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.concurrent.TimeUnit;

/** One side of one round, in a JVM of its own: write, read a few times, read once more by the clock. Answers {@code read RATE}. */
final class ReadRound
{
    static final Shape SHAPE = Shape.single(64);

    private ReadRound()
    {
    }

    /** With contender, place, events and passes for warm-up. */
    public static void main(final String[] args)
    {
        final Contender contender = Contender.ofClass(args[0]);
        final int events = Integer.parseInt(args[2]);
        final int warmups = Integer.parseInt(args[3]);
        write(contender, args[1], events);
        for (int i = 0; i < warmups; i++)
        {
            read(contender, args[1], events, i == 0);
        }
        final long ns = read(contender, args[1], events, false);
        System.out.println("read " + events * (double)TimeUnit.SECONDS.toNanos(1) / ns);
    }

    private static void write(final Contender contender, final String place, final int events)
    {
        final UnsafeBuffer event = EventPattern.buffer(SHAPE.length());
        try (EventWriter writer = contender.openWriter(place, SHAPE))
        {
            for (int i = 0; i < events; i++)
            {
                EventPattern.fill(event, i, i);
                writer.append(event);
            }
            writer.awaitJournaled();
        }
    }

    private static long read(final Contender contender, final String place, final int events, final boolean isChecked)
    {
        try (EventReader reader = contender.openScan(place, SHAPE))
        {
            final long startNs = System.nanoTime();
            int read = 0;
            for (; reader.next(); read++)
            {
                if (isChecked)
                {
                    EventPattern.check(reader.event(), SHAPE.length(), read);
                }
                else if (reader.event().capacity() != SHAPE.length() || EventPattern.number(reader.event()) != read)
                {
                    throw new IllegalStateException("event is not what was written: number=" + read);
                }
            }
            final long ns = System.nanoTime() - startNs;
            if (read != events)
            {
                throw new IllegalStateException("events were lost: appended=" + events + ", read=" + read);
            }
            return ns;
        }
    }
}
