package io.varve.perf.durable;

import io.varve.perf.contender.EventPattern;
import org.HdrHistogram.Histogram;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.concurrent.TimeUnit;

/** One writer for some time: as many events on their way as its window has. */
final class DurableWork
{
    private static final int DIGITS = 3;

    private final UnsafeBuffer event = EventPattern.buffer(DurableEvents.LENGTH);
    private final Histogram times = new Histogram(TimeUnit.SECONDS.toNanos(60), DIGITS);
    private final DurableLog log;
    private final int number;
    private final int window;
    private long sequence;
    private long acked;

    /** @param sequence events of this writer so far. */
    DurableWork(final DurableLog log, final int number, final int window, final long sequence)
    {
        this.log = log;
        this.number = number;
        this.window = window;
        this.sequence = sequence;
    }

    void run(final long deadlineNs)
    {
        try (DurableWriter writer = log.writer(number))
        {
            int open = 0;
            while (open > 0 || System.nanoTime() < deadlineNs)
            {
                final long startNs = System.nanoTime();
                for (; open < window && System.nanoTime() < deadlineNs; open++)
                {
                    EventPattern.fill(event, DurableEvents.number(number, sequence++), startNs);
                    writer.submit(event);
                }
                if (open > 0)
                {
                    final int done = writer.await();
                    acked += done;
                    open -= done;
                    times.recordValue(System.nanoTime() - startNs);
                }
            }
        }
    }

    /** Events that are synced, of this run. */
    long acked()
    {
        return acked;
    }

    /** Of all runs. */
    long sequence()
    {
        return sequence;
    }

    /** From an event to its ack, of a window of one; ns. */
    Histogram times()
    {
        return times;
    }
}
