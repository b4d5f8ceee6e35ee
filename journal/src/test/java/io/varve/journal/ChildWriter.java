package io.varve.journal;

import io.varve.api.Ack;
import io.varve.api.Aggregate;
import io.varve.api.Batch;
import io.varve.api.Durability;
import io.varve.api.Event;
import io.varve.api.Publisher;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A process that writes until its input ends: one thread pipelines, one puts and waits for the sync. Every event says who wrote it
 * and which one it is; every acked one is noted in a file as {@code TEXT POSITION}.
 */
final class ChildWriter
{
    private static volatile boolean isRunning = true;

    private ChildWriter()
    {
    }

    /** Arguments: data directory, file of acks, name of the run, most events of the pipelining thread. */
    public static void main(final String[] arguments) throws Exception
    {
        final Path directory = Path.of(arguments[0]);
        final Path acks = Path.of(arguments[1]);
        final String run = arguments[2];
        final long most = Long.parseLong(arguments[3]);
        try (EmbeddedEventStore store =
            EmbeddedEventStore.open(new StoreContext().directory(directory).segmentLength(512 * 1024)))
        {
            System.out.println(ChildJvm.READY);
            final Thread putter = new Thread(() -> put(store, acks, run));
            putter.start();
            final Thread pipeliner = new Thread(() -> pipeline(store, acks, run, most));
            pipeliner.start();
            while (System.in.read() >= 0)
            {
                // Until the parent closes it.
            }
            isRunning = false;
            putter.join();
            pipeliner.join();
        }
        System.out.println("closed");
    }

    private static OutputStream open(final Path acks)
    {
        try
        {
            return Files.newOutputStream(acks, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
        catch (final IOException e)
        {
            throw new IllegalStateException(e);
        }
    }

    private static void put(final EmbeddedEventStore store, final Path acks, final String run)
    {
        final Aggregate aggregate = store.domain("child").aggregate("put");
        try (OutputStream out = open(acks))
        {
            for (int i = 0; isRunning; i++)
            {
                final String text = run + "-p-" + i;
                final Ack ack = aggregate.instance("key of " + run).put(Event.of("Put" + run, text));
                out.write((text + ' ' + ack.position() + '\n').getBytes(StandardCharsets.US_ASCII));
            }
        }
        catch (final IOException e)
        {
            throw new IllegalStateException(e);
        }
    }

    private static void pipeline(final EmbeddedEventStore store, final Path acks, final String run, final long most)
    {
        final Random random = new Random(run.hashCode());
        final Aggregate aggregate = store.domain("child").aggregate("pipe" + run.toLowerCase(java.util.Locale.ROOT));
        try (OutputStream out = open(acks); Publisher publisher = store.publisher())
        {
            final List<String> unacked = new ArrayList<>();
            final StringBuilder acked = new StringBuilder();
            int number = 0;
            while (isRunning && number < most)
            {
                final List<Event> events = new ArrayList<>();
                for (int i = random.nextInt(4); i >= 0; i--)
                {
                    events.add(Event.of("Piped" + run + number % 5, run + "-q-" + number++ + " ".repeat(random.nextInt(300))));
                }
                unacked.add(events.get(0).data().length == 0 ? "" : new String(events.get(0).data(), StandardCharsets.UTF_8).trim());
                final long ticket = publisher.publish(aggregate.instance(random.nextInt(20)), Batch.of(events));
                if (publisher.unpolled() > random.nextInt(500))
                {
                    publisher.await(ticket, Durability.JOURNALED);
                    final long firstUnacked = ticket + 1 - unacked.size();
                    publisher.poll((acknowledged, status, position, version) -> acked.append(
                        unacked.get((int)(acknowledged - firstUnacked))).append(' ').append(position).append('\n'), Integer.MAX_VALUE);
                    out.write(acked.toString().getBytes(StandardCharsets.US_ASCII));
                    acked.setLength(0);
                    unacked.clear();
                }
            }
        }
        catch (final IOException e)
        {
            throw new IllegalStateException(e);
        }
    }
}
