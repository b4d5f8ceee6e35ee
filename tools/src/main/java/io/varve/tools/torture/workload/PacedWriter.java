package io.varve.tools.torture.workload;

import io.varve.api.Aggregate;
import io.varve.api.AckStatus;
import io.varve.api.EventStore;
import io.varve.api.EventType;
import io.varve.api.Publisher;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A writer that publishes at a pace, or as fast as acks come, and notes how many events were acked in each tenth of a second. */
public final class PacedWriter implements AutoCloseable
{
    /** As fast as it can. */
    public static final long UNBOUND = Long.MAX_VALUE;

    private static final long WINDOW_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long IDLE_NS = TimeUnit.MICROSECONDS.toNanos(50);
    private static final int INSTANCES = 64;

    private final Publisher publisher;
    private final Aggregate aggregate;
    private final EventType type;
    private final UnsafeBuffer data;
    private long published;
    private long acked;
    private long refused;

    /**
     * Opens it.
     *
     * @param lengthBytes of each event.
     */
    public PacedWriter(final EventStore store, final int lengthBytes)
    {
        publisher = store.publisher();
        aggregate = store.domain("torture").aggregate("paced");
        type = store.domain("torture").type("T");
        data = new UnsafeBuffer(new byte[lengthBytes]);
    }

    /**
     * Writes for a while.
     *
     * @param eventsASecond pace, or {@link #UNBOUND}.
     * @return events that were acked in each tenth of a second.
     */
    public long[] write(final int tenths, final long eventsASecond)
    {
        final long[] counts = new long[tenths];
        final long startNs = System.nanoTime();
        final long base = published;
        for (long nowNs = 0; nowNs < tenths * WINDOW_NS; nowNs = System.nanoTime() - startNs)
        {
            final long due = eventsASecond == UNBOUND ? Long.MAX_VALUE :
                base + (long)(eventsASecond * (nowNs / (double)TimeUnit.SECONDS.toNanos(1)));
            final boolean hasPublished = published < due && tryPublish();
            final int polled = publisher.poll(this::onAck, Integer.MAX_VALUE);
            counts[(int)(nowNs / WINDOW_NS)] += polled;
            if (!hasPublished && polled == 0)
            {
                LockSupport.parkNanos(IDLE_NS);
            }
        }
        return counts;
    }

    private boolean tryPublish()
    {
        if (publisher.tryPublish(aggregate, published % INSTANCES, type, data, 0, data.capacity()) < 0)
        {
            return false;
        }
        published++;
        return true;
    }

    private void onAck(final long ticket, final AckStatus status, final long position, final long version)
    {
        acked++;
        refused += status.isWritten() ? 0 : 1;
    }

    /**
     * Waits for all acks.
     *
     * @return false when they do not come in time.
     */
    public boolean settle(final long timeoutMs)
    {
        final long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        while (acked < published)
        {
            if (publisher.poll(this::onAck, Integer.MAX_VALUE) == 0)
            {
                if (System.nanoTime() - deadlineNs > 0)
                {
                    return false;
                }
                LockSupport.parkNanos(IDLE_NS);
            }
        }
        return true;
    }

    /** Events that were acked as written. */
    public long written()
    {
        return acked - refused;
    }

    /** Events that were published. */
    public long published()
    {
        return published;
    }

    @Override
    public void close()
    {
        publisher.close();
    }
}
