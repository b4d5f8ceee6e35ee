package io.varve.ring;

import io.varve.codec.Limits;
import io.varve.codec.dictionary.AggregateNames;
import io.varve.codec.dictionary.Dictionary;
import io.varve.codec.dictionary.Name;
import io.varve.codec.generation.JournalIdentity;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A ring in front of a {@link CollectingSink}, and few words to use it with. */
final class TestRing implements AutoCloseable
{
    static final byte[] NO_METADATA = new byte[0];

    /** Timestamp of {@link RecordPublisher#tryPublish}: now. */
    static final long NOW = Long.MIN_VALUE;

    final Dictionary dictionary = new Dictionary();
    final CollectingSink sink = new CollectingSink();
    final RingContext context = new RingContext();
    final LogStart start;
    StreamVersions admission = new StreamVersions(Limits.MAX_VERSION);
    private PublishRing ring;

    TestRing(final StageMode mode)
    {
        this(mode, LogStart.empty(new JournalIdentity(0x0123_4567_89AB_CDEFL, 0x1122_3344_5566_7788L, 3, 0)));
    }

    TestRing(final StageMode mode, final LogStart start)
    {
        this.start = start;
        context.stageMode(mode);
    }

    /** The ring, started by the first call. */
    PublishRing ring()
    {
        if (ring == null)
        {
            ring = new PublishRing(context, dictionary, admission, sink, start);
        }
        return ring;
    }

    RecordPublisher publisher()
    {
        return ring().publisher(context.windowLength());
    }

    AggregateNames aggregate(final String name)
    {
        return dictionary.aggregate(dictionary.domain("test"), name);
    }

    Name type(final String name)
    {
        return dictionary.domain("test").type(name);
    }

    /** Publishes one event of type {@code t} to stream {@code a/id}. */
    long publish(final RecordPublisher publisher, final long id, final byte[] data)
    {
        return publish(publisher, id, StreamVersions.ANY, NOW, data);
    }

    /** Publishes one event, by copy, waiting for room. */
    long publish(
        final RecordPublisher publisher, final long id, final long expected, final long timestamp, final byte[] data)
    {
        long ticket;
        do
        {
            ticket = tryPublish(publisher, id, expected, timestamp, data);
        }
        while (isRetry(ticket));
        return ticket;
    }

    long tryPublish(
        final RecordPublisher publisher, final long id, final long expected, final long timestamp, final byte[] data)
    {
        final AggregateNames aggregate = aggregate("a");
        final Name type = type("t");
        final boolean hasNewNames = !aggregate.name().isWritten() || !type.isWritten();
        return publisher.tryPublish(aggregate.ordinal(), id, hasNewNames ? RecordFlyweight.NEW_NAMES : 0, expected, timestamp,
            (int)type.number(), direct(data), 0, data.length);
    }

    /** Claims a batch, waiting for room. */
    void claim(
        final RecordPublisher publisher,
        final AggregateNames aggregate,
        final Name key,
        final long id,
        final int events,
        final int bytes,
        final byte[] metadata)
    {
        final boolean hasNewNames = !aggregate.name().isWritten() || key != null && !key.isWritten();
        final int flags = (key == null ? 0 : RecordFlyweight.KEYED) | (hasNewNames ? RecordFlyweight.NEW_NAMES : 0);
        long result;
        do
        {
            result = publisher.tryClaim(
                aggregate.ordinal(), key == null ? id : key.number(), flags, events, bytes, metadata);
        }
        while (isRetry(result));
    }

    /** Publishes a batch of events of type {@code t} to stream {@code a/id}, by claim. */
    long publishBatch(final RecordPublisher publisher, final long id, final List<byte[]> events, final byte[] metadata)
    {
        final AggregateNames aggregate = aggregate("a");
        final Name type = type("t");
        claim(publisher, aggregate, null, id, events.size(), events.stream().mapToInt(data -> data.length).sum(), metadata);
        for (final byte[] data : events)
        {
            publisher.event((int)type.number(), data.length, !type.isWritten()).putBytes(0, data);
        }
        return publisher.commit();
    }

    private boolean isRetry(final long result)
    {
        if (result == RecordPublisher.BACK_PRESSURED)
        {
            if (!ring.assist())
            {
                Thread.yield();
            }
            return true;
        }
        assertTrue(result >= 0, "result=" + result);
        return false;
    }

    /** Writes the names that {@link #publish} uses, so that later generations have no entries. */
    TestRing writeNames()
    {
        try (RecordPublisher publisher = publisher())
        {
            publish(publisher, Long.MAX_VALUE, new byte[0]);
            seal();
        }
        return this;
    }

    /** Hands everything that was committed to the sink, credit or not. */
    void seal()
    {
        final long claimed = ring.claimedUpTo();
        Await.until("sealing of what was committed", () ->
        {
            ring.assist();
            return ring.isDrainedUpTo(claimed);
        });
    }

    /** Waits for the outcome of a ticket without helping. */
    static void await(final RecordPublisher publisher, final long ticket)
    {
        Await.until("outcome of ticket " + ticket, () -> publisher.isCompleted(ticket));
    }

    /** Waits for the outcome of a ticket, and asserts that it was admitted. */
    static void assertAdmitted(final RecordPublisher publisher, final long ticket, final long position, final long version)
    {
        await(publisher, ticket);
        assertEquals(Outcome.ADMITTED, publisher.outcome(ticket));
        assertEquals(position, publisher.position(ticket));
        assertEquals(version, publisher.version(ticket));
    }

    /** Waits for the outcome of a ticket, and asserts that it was refused. */
    static void assertRefused(final RecordPublisher publisher, final long ticket, final int outcome, final long version)
    {
        await(publisher, ticket);
        assertEquals(outcome, publisher.outcome(ticket));
        assertEquals(-1, publisher.position(ticket));
        assertEquals(version, publisher.version(ticket));
    }

    /** The log so far, checked. */
    List<SealedLog.SealedBatch> batches()
    {
        return SealedLog.batches(sink, start);
    }

    static UnsafeBuffer direct(final byte[] bytes)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(BufferUtil.allocateDirectAligned(Math.max(1, bytes.length), 8));
        buffer.putBytes(0, bytes);
        return buffer;
    }

    @Override
    public void close()
    {
        if (ring != null)
        {
            ring.close();
        }
        sink.assertUsedWell();
        admission.assertUsedWell();
        assertNull(sink.failure());
    }

    /** Closes the ring of a test that made the sink fail. */
    void closeAfterFailure()
    {
        ring.close();
    }
}
