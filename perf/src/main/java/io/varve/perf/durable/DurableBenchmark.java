package io.varve.perf.durable;

import io.varve.api.Batch;
import io.varve.api.Durability;
import io.varve.api.Event;
import io.varve.api.Publisher;
import io.varve.journal.EmbeddedEventStore;
import io.varve.journal.StoreContext;
import io.varve.perf.jvm.ScratchDirectory;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Synced acks a second on the disk of a directory, in one run: one writer that waits for each, sixteen that do, sixteen with a
 * window of 256 each; in turns, so that a disk that changes its speed changes it for all.
 */
public final class DurableBenchmark
{
    private static final String USAGE = "usage: durable [--seconds S] [--rounds N] [--data DIR]";
    private static final int WRITERS = 16;
    private static final int WINDOW = 256;
    private static final int EVENT_LENGTH = 64;
    private static final double CLOSED_LOOP_TARGET = 5;
    private static final double WINDOW_TARGET = 30;

    private final double seconds;
    private final int rounds;
    private final Path data;

    private DurableBenchmark(final double seconds, final int rounds, final Path data)
    {
        this.seconds = seconds;
        this.rounds = rounds;
        this.data = data;
    }

    /**
     * Runs it.
     *
     * @return 0 when both ratios are what is wanted, 1 otherwise, 2 for arguments that it does not have.
     */
    public static int run(final String[] args)
    {
        double seconds = 2;
        int rounds = 5;
        Path data = null;
        for (int i = 0; i < args.length; i += 2)
        {
            final String value = i + 1 < args.length ? args[i + 1] : "";
            switch (args[i])
            {
                case "--seconds" -> seconds = Double.parseDouble(value);
                case "--rounds" -> rounds = Integer.parseInt(value);
                case "--data" -> data = Path.of(value);
                default ->
                {
                    System.err.println(USAGE);
                    return 2;
                }
            }
        }
        return new DurableBenchmark(seconds, rounds, data).run();
    }

    private int run()
    {
        final double[] one = new double[rounds];
        final double[] many = new double[rounds];
        final double[] windows = new double[rounds];
        try (ScratchDirectory scratch = ScratchDirectory.create(data);
            EmbeddedEventStore store = EmbeddedEventStore.open(new StoreContext().directory(scratch.fresh())))
        {
            if (store.defaultDurability() != Durability.SYNCED)
            {
                System.err.println("durable: the scratch directory is in memory, where nothing is synced; name another by --data");
                return 1;
            }
            measure(store, 1, 1);
            measure(store, WRITERS, WINDOW);
            for (int round = 0; round < rounds; round++)
            {
                one[round] = measure(store, 1, 1);
                many[round] = measure(store, WRITERS, 1);
                windows[round] = measure(store, WRITERS, WINDOW);
            }
        }
        final double single = median(one);
        print("durable.synced.1", single, 1, 0);
        final boolean isMet = print("durable.synced.16", median(many), median(many) / single, CLOSED_LOOP_TARGET);
        return print("durable.synced.16.window256", median(windows), median(windows) / single, WINDOW_TARGET) && isMet ? 0 : 1;
    }

    private static boolean print(final String name, final double rate, final double ratio, final double target)
    {
        System.out.println(String.format(Locale.ROOT, "%-30s %10.0f acks/s  ratio %6.1f%s", name, rate, ratio,
            target == 0 ? "" : String.format(Locale.ROOT, "  wanted %.0f  %s", target, ratio >= target ? "met" : "missed")));
        return ratio >= target;
    }

    private static double median(final double[] values)
    {
        final double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /** @return synced acks a second of all writers together. */
    private double measure(final EmbeddedEventStore store, final int writers, final int window)
    {
        final AtomicLong acks = new AtomicLong();
        final long startNs = System.nanoTime();
        final long deadlineNs = startNs + (long)(seconds * TimeUnit.SECONDS.toNanos(1));
        final List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < writers; i++)
        {
            final int writer = i;
            final Thread thread = new Thread(() -> acks.addAndGet(write(store, writer, window, deadlineNs)), "durable-" + i);
            threads.add(thread);
            thread.start();
        }
        for (final Thread thread : threads)
        {
            try
            {
                thread.join();
            }
            catch (final InterruptedException e)
            {
                throw new IllegalStateException("interrupted", e);
            }
        }
        return acks.get() * (double)TimeUnit.SECONDS.toNanos(1) / (System.nanoTime() - startNs);
    }

    private static long write(final EmbeddedEventStore store, final int writer, final int window, final long deadlineNs)
    {
        final Batch batch = Batch.of(Event.of("T", new byte[EVENT_LENGTH]));
        final Deque<Long> tickets = new ArrayDeque<>();
        long acked = 0;
        try (Publisher publisher = store.publisher())
        {
            final var instance = store.domain("durable").aggregate("writer").instance(writer);
            while (System.nanoTime() < deadlineNs || !tickets.isEmpty())
            {
                while (tickets.size() < window && System.nanoTime() < deadlineNs)
                {
                    tickets.add(publisher.publish(instance, batch));
                }
                if (!tickets.isEmpty())
                {
                    publisher.await(tickets.poll(), Durability.SYNCED);
                    publisher.poll((ticket, status, position, version) -> { }, 1);
                    acked++;
                }
            }
        }
        return acked;
    }
}
