package io.varve.journal;

import io.varve.api.Aggregate;
import io.varve.api.Durability;
import io.varve.api.EventType;
import io.varve.api.Publisher;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A process that writes one event to each of many keyed instances, says how that went, and waits to be killed. */
final class KeyScaleWriter
{
    private KeyScaleWriter()
    {
    }

    public static void main(final String[] arguments) throws Exception
    {
        final int count = Integer.parseInt(arguments[1]);
        final EmbeddedEventStore store = EmbeddedEventStore.open(new StoreContext().directory(Path.of(arguments[0])));
        System.out.println(ChildJvm.READY);
        final Aggregate aggregate = store.domain("scale").aggregate("customer");
        final UnsafeBuffer data = new UnsafeBuffer(ByteBuffer.allocateDirect(16));
        try (Publisher publisher = store.publisher())
        {
            final EventType type = store.domain("scale").type("Seen");
            long ticket = 0;
            long startNs = System.nanoTime();
            for (int i = 0; i < count; i++)
            {
                data.putLong(0, i);
                ticket = publisher.publish(aggregate.instance(key(i)), type, data, 0, 16);
                TestEvents.makeRoom(publisher, ticket);
                if ((i + 1) % (count / 10) == 0)
                {
                    final long nowNs = System.nanoTime();
                    System.out.printf("written=%d heap=%dMB keys/s=%d%n", i + 1, heap() >> 20,
                        count / 10 * TimeUnit.SECONDS.toNanos(1) / (nowNs - startNs));
                    startNs = nowNs;
                }
            }
            publisher.await(ticket, Durability.SYNCED);
        }
        System.gc();
        System.out.printf("heap behind a collection=%dMB%n", heap() >> 20);
        System.out.println("done");
        Thread.sleep(TimeUnit.MINUTES.toMillis(10));
    }

    static String key(final int index)
    {
        return "customer-" + (index * 2_654_435_761L & 0xFF_FFFF_FFFFL);
    }

    private static long heap()
    {
        final Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
