package io.varve.tools.torture.process;

import io.varve.api.Ack;
import io.varve.api.Batch;
import io.varve.api.Durability;
import io.varve.api.Event;
import io.varve.api.Instance;
import io.varve.api.Producer;
import io.varve.api.Publisher;
import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import io.varve.journal.EmbeddedEventStore;
import io.varve.journal.StoreContext;
import io.varve.tools.torture.workload.Payload;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A process that writes until its input ends: {@code ready}, then a line {@code A WRITER NUMBER POSITION} for each ack, {@code F}
 * when the disk is full, {@code R} when there is room again, {@code E CODE} for what ended a writer.
 */
public final class ChildWriter
{
    private static final int WINDOW = 64;
    private static final int LENGTH = 300;
    private static volatile boolean isRunning = true;

    private ChildWriter()
    {
    }

    /**
     * Runs it.
     *
     * @param args data directory, {@code named} or {@code unnamed}, then for each writer {@code WRITER:FROM}.
     */
    public static void main(final String[] args) throws Exception
    {
        final List<Thread> threads = new ArrayList<>();
        try (EmbeddedEventStore store = EmbeddedEventStore.open(
            new StoreContext().directory(Path.of(args[0])).segmentLength(512 * 1024)
                .publishTimeoutNs(TimeUnit.SECONDS.toNanos(30))))
        {
            say("ready " + store.recovery());
            for (int i = 2; i < args.length; i++)
            {
                final int writer = Integer.parseInt(args[i].substring(0, args[i].indexOf(':')));
                final int from = Integer.parseInt(args[i].substring(args[i].indexOf(':') + 1));
                final Thread thread = new Thread(() -> write(store, "named".equals(args[1]), writer, from));
                threads.add(thread);
                thread.start();
            }
            while (System.in.read() >= 0)
            {
                // Until whoever started it has enough.
            }
            isRunning = false;
            for (final Thread thread : threads)
            {
                thread.join();
            }
        }
        say("closed");
    }

    private static void say(final String line)
    {
        synchronized (System.out)
        {
            System.out.println(line);
            System.out.flush();
        }
    }

    private static void write(final EmbeddedEventStore store, final boolean isNamed, final int writer, final int from)
    {
        final Instance instance = store.domain("child").aggregate("writer").instance(writer);
        final Durability level = store.defaultDurability();
        try (Publisher publisher = isNamed ? store.publisher("writer " + writer) : store.publisher())
        {
            if (publisher instanceof Producer producer)
            {
                producer.sequence(from + 1L);
            }
            final Deque<Long> tickets = new ArrayDeque<>();
            int acked = from;
            int next = from;
            while (isRunning || !tickets.isEmpty())
            {
                if (isRunning && tickets.size() < WINDOW)
                {
                    tickets.add(publisher.publish(instance, Batch.of(
                        Event.of("T", Payload.of(writer, next, Payload.MIN_LENGTH + next % LENGTH)))));
                    next++;
                }
                if (tickets.size() == WINDOW || !isRunning)
                {
                    final Ack ack = publisher.await(tickets.poll(), level);
                    say("A " + writer + ' ' + acked++ + ' ' + ack.position());
                    publisher.poll((ticket, status, position, version) -> { }, 1);
                }
            }
        }
        catch (final EventLogException e)
        {
            say("E " + e.code() + ' ' + e.getMessage());
        }
    }

    /** Puts one by one, through a full disk and on; used where the disk is small. */
    static void fill(final EmbeddedEventStore store, final int writer)
    {
        final Instance instance = store.domain("child").aggregate("writer").instance(writer);
        int number = 0;
        boolean wasFull = false;
        while (isRunning)
        {
            try
            {
                final Ack ack = instance.put(Batch.of(Event.of("T", Payload.of(writer, number, 2_000))),
                    store.defaultDurability());
                if (wasFull)
                {
                    say("R");
                }
                wasFull = false;
                say("A " + writer + ' ' + number++ + ' ' + ack.position());
            }
            catch (final EventLogException e)
            {
                if (e.code() != ErrorCode.DISK_FULL)
                {
                    say("E " + e.code() + ' ' + e.getMessage());
                    return;
                }
                if (!wasFull)
                {
                    say("F");
                }
                wasFull = true;
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            }
        }
    }

    static void stop()
    {
        isRunning = false;
    }
}
