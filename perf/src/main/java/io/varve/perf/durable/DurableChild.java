package io.varve.perf.durable;

import io.varve.perf.jvm.WarmUp;
import io.varve.ring.Joining;
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
 * P50_NS}; told {@code warm WRITERS WINDOW SECONDS MAX_SECONDS}, it runs rounds until the JVM is warm and answers the same of the
 * last one; told {@code check}, it reads everything back and answers {@code checked EVENTS}, and ends.
 */
final class DurableChild
{
    private static final int WRITERS = 16;

    private final DurableLog log;
    private final long[] written = new long[WRITERS];
    private double acksASecond;
    private long p50Ns;

    private DurableChild(final DurableLog log)
    {
        this.log = log;
    }

    /** With contender and place. */
    public static void main(final String[] args) throws IOException
    {
        final BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (DurableLog log = DurableContender.ofClass(args[0]).open(args[1]))
        {
            System.out.println("open");
            final DurableChild child = new DurableChild(log);
            for (String order = orders.readLine(); order != null && !order.equals("check"); order = orders.readLine())
            {
                child.follow(order.split(" "));
            }
            System.out.println("checked " + child.check());
        }
    }

    private void follow(final String[] order)
    {
        final int writers = Integer.parseInt(order[1]);
        final int window = Integer.parseInt(order[2]);
        final double seconds = Double.parseDouble(order[3]);
        if (order[0].equals("warm"))
        {
            new WarmUp(Double.parseDouble(order[4])).run(1, () -> measure(writers, window, seconds));
        }
        else
        {
            measure(writers, window, seconds);
        }
        System.out.println("acks " + acksASecond + ' ' + p50Ns);
    }

    private void measure(final int writers, final int window, final double seconds)
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
        threads.forEach(Joining::uninterruptibly);
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
        acksASecond = acked * TimeUnit.SECONDS.toNanos(1) / elapsedNs;
        p50Ns = times.getValueAtPercentile(50);
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
