package io.varve.perf.durable;

import org.HdrHistogram.Histogram;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One side, in a JVM of its own. Says {@code open}. Told {@code measure WRITERS WINDOW SECONDS}, it answers {@code acks A_SECOND
 * P50_NS}; told {@code check}, it reads everything back and answers {@code checked EVENTS}, and ends.
 */
final class DurableChild
{
    private static final int WRITERS = 16;

    private final DurableLog log;
    private final long[] written = new long[WRITERS];

    private DurableChild(final DurableLog log)
    {
        this.log = log;
    }

    /** With contender and place. */
    public static void main(final String[] args) throws IOException, InterruptedException
    {
        final BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (DurableLog log = DurableContender.ofClass(args[0]).open(args[1]))
        {
            System.out.println("open");
            final DurableChild child = new DurableChild(log);
            for (String order = orders.readLine(); order != null && !order.equals("check"); order = orders.readLine())
            {
                final String[] words = order.split(" ");
                child.measure(Integer.parseInt(words[1]), Integer.parseInt(words[2]), Double.parseDouble(words[3]));
            }
            System.out.println("checked " + child.check());
        }
    }

    private void measure(final int writers, final int window, final double seconds) throws InterruptedException
    {
        final List<DurableWork> works = new ArrayList<>();
        final List<Thread> threads = new ArrayList<>();
        final long startNs = System.nanoTime();
        final long deadlineNs = startNs + (long)(seconds * TimeUnit.SECONDS.toNanos(1));
        for (int i = 0; i < writers; i++)
        {
            final DurableWork work = new DurableWork(log, i, window, written[i]);
            works.add(work);
            threads.add(new Thread(() -> work.run(deadlineNs), "writer-" + i));
        }
        threads.forEach(Thread::start);
        for (final Thread thread : threads)
        {
            thread.join();
        }
        final double elapsedNs = System.nanoTime() - startNs;
        final Histogram times = works.get(0).times();
        long acked = 0;
        for (int i = 0; i < writers; i++)
        {
            acked += works.get(i).acked();
            written[i] = works.get(i).sequence();
            if (i > 0)
            {
                times.add(works.get(i).times());
            }
        }
        System.out.println("acks " + acked * TimeUnit.SECONDS.toNanos(1) / elapsedNs + ' ' + times.getValueAtPercentile(50));
    }

    private long check()
    {
        long events = 0;
        for (int i = 0; i < WRITERS; i++)
        {
            final long count = log.check(i);
            if (count != written[i])
            {
                throw new IllegalStateException("not what was acked: writer=" + i + ", acked=" + written[i] + ", read=" + count);
            }
            events += count;
        }
        return events;
    }
}
