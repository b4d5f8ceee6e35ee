package io.varve.perf.network;

import io.varve.api.Aggregate;
import io.varve.api.Durability;
import io.varve.api.EventStore;
import io.varve.api.EventType;
import io.varve.api.Publisher;
import io.varve.perf.contender.EventPattern;
import io.varve.perf.jvm.ChildJvm;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** From an event to its ack, one at a time, in a JVM of its own. */
final class RoundTrip
{
    private static final int LENGTH = 64;

    private RoundTrip()
    {
    }

    /**
     * Runs one round.
     *
     * @param address of a node.
     * @return ns to the ack: p50, p99.
     */
    static double[] run(final String address, final int warmups, final int events) throws IOException
    {
        try (ChildJvm child = ChildJvm.start(RoundTrip.class, List.of("-Xmx256m"),
            List.of(address, Integer.toString(warmups), Integer.toString(events))))
        {
            final double[] quantiles = child.numbers("roundtrip");
            child.awaitEnd();
            return quantiles;
        }
    }

    /** With address, events for warm-up and events. */
    public static void main(final String[] args)
    {
        final int warmups = Integer.parseInt(args[1]);
        final long[] tookNs = new long[Integer.parseInt(args[2])];
        final UnsafeBuffer event = EventPattern.buffer(LENGTH);
        try (EventStore store = EventStore.connect(args[0]);
            Publisher publisher = store.publisher())
        {
            final Aggregate aggregate = store.domain("bench").aggregate("thing");
            final EventType type = store.domain("bench").type("written");
            final long id = System.nanoTime(); // rounds share a node, not a stream
            for (int i = -warmups; i < tookNs.length; i++)
            {
                final long startNs = System.nanoTime();
                EventPattern.fill(event, i + warmups, startNs);
                final long ticket = publisher.publish(aggregate, id, type, event, 0, LENGTH);
                publisher.await(ticket, Durability.JOURNALED);
                if (i >= 0)
                {
                    tookNs[i] = System.nanoTime() - startNs;
                }
                publisher.poll((t, status, position, version) -> { }, 1);
            }
        }
        Arrays.sort(tookNs);
        System.out.println("roundtrip " + quantile(tookNs, 0.5) + ' ' + quantile(tookNs, 0.99));
    }

    private static long quantile(final long[] sorted, final double quantile)
    {
        return sorted[(int)Math.min(sorted.length - 1, Math.floor(sorted.length * quantile))];
    }
}
