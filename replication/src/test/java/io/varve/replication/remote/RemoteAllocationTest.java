package io.varve.replication.remote;

import com.sun.management.ThreadMXBean;
import io.varve.api.AckHandler;
import io.varve.api.Aggregate;
import io.varve.api.EventStore;
import io.varve.api.EventType;
import io.varve.api.Publisher;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;

import static org.junit.jupiter.api.Assertions.assertTrue;

/** Publishing over a connection, and taking the acks, allocates nothing. */
@Timeout(120)
class RemoteAllocationTest
{
    private static final int EVENTS = 500_000;
    private static final double MAX_BYTES_PER_EVENT = 0.01;

    @TempDir
    Path folder;

    private static void publish(
        final Publisher publisher, final Aggregate things, final EventType type, final UnsafeBuffer data, final AckHandler acks)
    {
        for (int i = 0; i < EVENTS; i++)
        {
            publisher.publish(things, i & 1_023, type, data, 0, 64);
            if ((i & 63) == 0)
            {
                publisher.poll(acks, Integer.MAX_VALUE);
            }
        }
    }

    @Test
    void shouldAllocateNothing()
    {
        final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
        try (NodeHome home = new NodeHome(folder, true, false, context -> { }); EventStore store = home.connect();
            Publisher publisher = store.publisher())
        {
            final Aggregate things = store.domain("allocate").aggregate("thing");
            final EventType type = store.domain("allocate").type("T");
            final UnsafeBuffer data = new UnsafeBuffer(new byte[64]);
            final AckHandler acks = (ticket, status, position, version) -> { };
            publish(publisher, things, type, data, acks);
            double bytesPerEvent = Double.MAX_VALUE;
            for (int round = 0; round < 3 && bytesPerEvent > MAX_BYTES_PER_EVENT; round++)
            {
                final long before = threads.getCurrentThreadAllocatedBytes();
                publish(publisher, things, type, data, acks);
                bytesPerEvent = (threads.getCurrentThreadAllocatedBytes() - before) / (double)EVENTS;
            }
            assertTrue(bytesPerEvent <= MAX_BYTES_PER_EVENT, "bytes per event=" + bytesPerEvent);
        }
    }
}
