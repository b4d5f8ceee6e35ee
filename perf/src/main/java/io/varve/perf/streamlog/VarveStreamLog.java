package io.varve.perf.streamlog;

import io.varve.api.AckHandler;
import io.varve.api.AckStatus;
import io.varve.api.Aggregate;
import io.varve.api.BatchClaim;
import io.varve.api.Durability;
import io.varve.api.EventCursor;
import io.varve.api.EventSet;
import io.varve.api.EventStore;
import io.varve.api.EventType;
import io.varve.api.Instance;
import io.varve.api.Publisher;
import io.varve.api.Query;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.file.Path;

/** Publishes without waiting and checks every ack; reads by {@link Instance#get} or along a cursor. */
final class VarveStreamLog implements StreamLog
{
    static final String SETTINGS = "EventStore.connect(\"fs://DIR\"), defaults; written by Publisher, versions checked; read by " +
        "Instance.get() (get) and by a cursor that copies nothing (walk)";

    private static final int POLL_EVERY = 256;

    private final AckHandler acks = this::onAck;
    private final UnsafeBuffer copied = new UnsafeBuffer(0, 0);
    private final EventStore store;
    private final Aggregate aggregate;
    private final EventType type;
    private final Publisher publisher;
    private Instance last;
    private long lastStream = -1;
    private long published;
    private long acked;

    VarveStreamLog(final Path directory)
    {
        store = EventStore.connect("fs://" + directory.toAbsolutePath());
        aggregate = store.domain("bench").aggregate("thing");
        type = store.domain("bench").type("written");
        publisher = store.publisher();
    }

    @Override
    public void append(final long stream, final long firstVersion, final DirectBuffer events, final int count)
    {
        if (stream != lastStream)
        {
            last = aggregate.instance(stream);
            lastStream = stream;
        }
        if (count == 1)
        {
            while (publisher.tryPublish(last, type, events, 0, StreamPattern.LENGTH) < 0)
            {
                if (publisher.poll(acks, Integer.MAX_VALUE) == 0)
                {
                    Thread.onSpinWait();
                }
            }
        }
        else
        {
            appendBatch(events, count);
        }
        if (++published % POLL_EVERY == 0)
        {
            publisher.poll(acks, Integer.MAX_VALUE);
        }
    }

    private void appendBatch(final DirectBuffer events, final int count)
    {
        if (publisher.unpolled() >= POLL_EVERY)
        {
            publisher.poll(acks, Integer.MAX_VALUE);
        }
        try (BatchClaim claim = publisher.claim(last, count, count * StreamPattern.LENGTH))
        {
            for (int i = 0; i < count; i++)
            {
                claim.event(type, StreamPattern.LENGTH).putBytes(0, events, i * StreamPattern.LENGTH, StreamPattern.LENGTH);
            }
            claim.commit();
        }
    }

    private void onAck(final long ticket, final AckStatus status, final long position, final long version)
    {
        if (status != AckStatus.ADMITTED || ticket != acked)
        {
            throw new IllegalStateException("ack is not the next one: status=" + status + ", ticket=" + ticket +
                ", expected=" + acked);
        }
        acked++;
    }

    @Override
    public void awaitWritten()
    {
        store.await(Durability.JOURNALED);
        publisher.poll(acks, Integer.MAX_VALUE);
        if (acked != published)
        {
            throw new IllegalStateException("acks are missing: published=" + published + ", acked=" + acked);
        }
    }

    @Override
    public int get(final long stream, final EventVisitor visitor)
    {
        final EventSet events = aggregate.instance(stream).get();
        for (int i = 0; i < events.count(); i++)
        {
            copied.wrap(events.dataAt(i));
            visitor.onEvent(events.at(i).version(), copied);
        }
        return events.count();
    }

    @Override
    public int walk(final long stream, final EventVisitor visitor)
    {
        int count = 0;
        try (EventCursor cursor = store.query(Query.of(aggregate.instance(stream))))
        {
            for (; cursor.next(); count++)
            {
                copied.wrap(cursor.data(), 0, cursor.length());
                visitor.onEvent(cursor.version(), copied);
            }
        }
        return count;
    }

    @Override
    public void close()
    {
        publisher.close();
        store.close();
    }
}
