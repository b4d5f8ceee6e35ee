package io.varve.perf.ingest;

import com.sun.management.ThreadMXBean;
import io.varve.perf.contender.EventPattern;
import io.varve.perf.contender.EventReader;
import io.varve.perf.contender.EventWriter;
import io.varve.perf.contender.Shape;
import io.varve.perf.contender.VarveContender;
import org.agrona.concurrent.UnsafeBuffer;

import java.lang.management.ManagementFactory;

/** Writes and reads in a JVM of its own. Answers {@code allocated PUBLISH JOURNAL TAIL}, bytes an event. */
final class AllocationRound
{
    private static final Shape SHAPE = Shape.single(64);

    private final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
    private final VarveContender varve = new VarveContender();
    private final UnsafeBuffer event = EventPattern.buffer(SHAPE.length());

    private AllocationRound()
    {
    }

    /** With place, events for warm-up and events. */
    public static void main(final String[] args)
    {
        new AllocationRound().run(args[0], Integer.parseInt(args[1]), Integer.parseInt(args[2]));
    }

    private void run(final String place, final int warmups, final int events)
    {
        final double publish;
        final double journal;
        try (EventWriter writer = varve.openWriter(place, SHAPE))
        {
            append(writer, 0, warmups);
            final long othersBefore = others();
            final long before = own();
            append(writer, warmups, events);
            publish = (own() - before) / (double)events;
            journal = (others() - othersBefore) / (double)events;
        }
        try (EventReader reader = varve.openReader(place, SHAPE))
        {
            read(reader, 0, warmups);
            final long before = own();
            read(reader, warmups, events);
            System.out.println("allocated " + publish + ' ' + journal + ' ' + (own() - before) / (double)events);
        }
    }

    private void append(final EventWriter writer, final int first, final int count)
    {
        for (int i = first; i < first + count; i++)
        {
            EventPattern.fill(event, i, 1);
            writer.append(event);
        }
        writer.awaitJournaled();
    }

    private static void read(final EventReader reader, final int first, final int count)
    {
        for (int i = first; i < first + count; i++)
        {
            if (!reader.next() || EventPattern.number(reader.event()) != i)
            {
                throw new IllegalStateException("event is not what was written: number=" + i);
            }
        }
    }

    private long own()
    {
        return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    }

    /** Of the threads that the store has; they live as long as it does. The JVM's own (compilers, this bean) are left out. */
    private long others()
    {
        final Thread[] all = new Thread[Thread.activeCount() * 2];
        final int count = Thread.enumerate(all);
        long bytes = 0;
        for (int i = 0; i < count; i++)
        {
            final boolean isOwn = all[i] == Thread.currentThread();
            bytes += isOwn ? 0 : Math.max(0, threads.getThreadAllocatedBytes(all[i].getId()));
        }
        return bytes;
    }
}
