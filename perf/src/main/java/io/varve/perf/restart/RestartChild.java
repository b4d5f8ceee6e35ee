package io.varve.perf.restart;

import io.varve.api.AckHandler;
import io.varve.api.Aggregate;
import io.varve.api.EventType;
import io.varve.api.Publisher;
import io.varve.journal.EmbeddedEventStore;
import io.varve.journal.StoreContext;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/**
 * Opens a store, says {@code ready SECONDS EVENTS}, writes and says {@code written EVENTS}, and goes on writing until it is killed
 * or told to stop; then it closes and says {@code stopped}.
 */
public final class RestartChild
{
    private static final int POLL_EVERY = 256;
    private static final int LOOK_EVERY = 4_096;
    private static final AckHandler IGNORED = (ticket, status, position, version) -> { };

    private RestartChild()
    {
    }

    /** Arguments: directory, segment length, events, bytes an event, streams. */
    public static void main(final String[] args) throws IOException
    {
        final StoreContext context =
            new StoreContext().directory(Path.of(args[0])).segmentLength(Integer.parseInt(args[1]));
        final long events = Long.parseLong(args[2]);
        final byte[] bytes = new byte[Integer.parseInt(args[3])];
        final long streams = Long.parseLong(args[4]);
        try (EmbeddedEventStore store = EmbeddedEventStore.open(context))
        {
            System.err.println(store.recovery() + " " + store.recovery().phases());
            say("ready " + store.recovery().readySeconds() + " " + store.recovery().events());
            Arrays.fill(bytes, (byte)'x');
            write(store, new UnsafeBuffer(bytes), store.recovery().events(), events, streams);
        }
        say("stopped");
    }

    private static void write(
        final EmbeddedEventStore store, final UnsafeBuffer data, final long before, final long events, final long streams)
        throws IOException
    {
        final Aggregate aggregate = store.domain("restart").aggregate("thing");
        final EventType type = store.domain("restart").type("written");
        try (Publisher publisher = store.publisher())
        {
            for (long i = 0; i < events || i % LOOK_EVERY != 0 || System.in.available() == 0; i++)
            {
                if (i == events)
                {
                    say("written " + events);
                }
                publisher.publish(aggregate, (before + i) % streams, type, data, 0, data.capacity());
                if (i % POLL_EVERY == 0)
                {
                    publisher.poll(IGNORED, Integer.MAX_VALUE);
                }
                if (i > events && i % LOOK_EVERY == 0)
                {
                    pause();
                }
            }
        }
    }

    /** There are always writes under way when the kill comes, and not much more to write than there was. */
    private static void pause()
    {
        LockSupport.parkNanos(1_000_000);
    }

    private static void say(final String line)
    {
        System.out.println(line);
        System.out.flush();
    }
}
