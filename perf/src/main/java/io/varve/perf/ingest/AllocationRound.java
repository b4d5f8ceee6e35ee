package io.varve.perf.ingest;

import com.sun.management.ThreadMXBean;
import io.varve.perf.contender.Contender;
import io.varve.perf.contender.EventPattern;
import io.varve.perf.contender.EventReader;
import io.varve.perf.contender.EventWriter;
import io.varve.perf.contender.Shape;
import io.varve.perf.jvm.ChildJvm;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;

/** Writes and reads in a JVM of its own. Answers {@code allocated PUBLISH JOURNAL TAIL}, bytes an event. */
public final class AllocationRound
{
    private static final Shape SHAPE = Shape.single(64);

    private final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
    private final Contender contender;
    private final UnsafeBuffer event = EventPattern.buffer(SHAPE.length());

    private AllocationRound(final Contender contender)
    {
        this.contender = contender;
    }

    /**
     * Runs one.
     *
     * @return bytes an event: of the thread that publishes, of all others of its process, of the thread that reads.
     */
    public static double[] run(final Contender contender, final String place, final int warmups, final int events)
        throws IOException
    {
        try (ChildJvm child = ChildJvm.start(AllocationRound.class, List.of("-Xmx256m"),
            List.of(contender.getClass().getName(), place, Integer.toString(warmups), Integer.toString(events))))
        {
            final double[] parts = child.numbers("allocated");
            child.awaitEnd();
            return parts;
        }
    }

    /** With contender, place, events for warm-up and events. */
    public static void main(final String[] args)
    {
        new AllocationRound(Contender.ofClass(args[0])).run(args[1], Integer.parseInt(args[2]), Integer.parseInt(args[3]));
    }

    private void run(final String place, final int warmups, final int events)
    {
        final double publish;
        final double journal;
        try (EventWriter writer = contender.openWriter(place, SHAPE))
        {
            append(writer, 0, warmups);
            final long othersBefore = others();
            final long before = own();
            append(writer, warmups, events);
            publish = (own() - before) / (double)events;
            journal = (others() - othersBefore) / (double)events;
        }
        try (EventReader reader = contender.openReader(place, SHAPE))
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
