package io.varve.journal;

import io.varve.api.AckStatus;
import io.varve.api.Aggregate;
import io.varve.api.Batch;
import io.varve.api.EventType;
import io.varve.api.ExpectedVersion;
import io.varve.api.Instance;
import io.varve.api.Publisher;
import io.varve.api.Transaction;
import io.varve.api.refusal.BatchBounds;
import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import io.varve.codec.Limits;
import io.varve.codec.dictionary.AggregateNames;
import io.varve.codec.dictionary.Name;
import io.varve.codec.generation.GenerationLayout;
import io.varve.journal.admission.ProducerGate;
import io.varve.ring.RecordFlyweight;
import io.varve.ring.RecordPublisher;
import io.varve.ring.TransactionClaim;
import org.agrona.DirectBuffer;

import java.util.HashSet;
import java.util.Set;

/**
 * What a node writes with for a publisher that is elsewhere: it never waits, copies each event once from where it was received
 * into the ring, and lets outcomes be looked at before they are taken, so that an answer can be held back until it is true.
 *
 * <p>Whoever has nothing more to publish calls {@link EmbeddedEventStore#assist()}: until then what does not fill a generation
 * waits.
 *
 * <p>One thread at a time. Only transactions, keyed instances and batches with new types allocate.
 */
public final class IngressPublisher implements AutoCloseable
{
    private final EmbeddedEventStore store;
    private final RecordPublisher records;
    private final BatchBounds bounds;
    private final int window;

    /** Null without a name. */
    private final ProducerGate gate;
    private final long lastSequence;

    /** @param gate of the producer, or null. */
    IngressPublisher(
        final EmbeddedEventStore store, final RecordPublisher records, final int window, final ProducerGate gate)
    {
        this.store = store;
        this.records = records;
        this.window = window;
        this.gate = gate;
        records.gather();
        bounds = new BatchBounds(gate != null);
        lastSequence = gate == null ? 0 : gate.last();
    }

    /** Batches that can be without a forgotten outcome. */
    public int window()
    {
        return window;
    }

    /** Number of the producer's session, 0 without a name. */
    public long session()
    {
        return gate == null ? 0 : gate.session();
    }

    /** Highest sequence of the producer that was judged before this session, 0 for none and without a name. */
    public long lastSequence()
    {
        return lastSequence;
    }

    /** Sets the sequence of the next batch; only of a producer. */
    public void sequence(final long sequence)
    {
        records.sequence(sequence);
    }

    /**
     * Publishes one event, if there is room.
     *
     * @param expectedVersion as {@link ExpectedVersion#code()}.
     * @param timestampNs     ns since the epoch, or {@link Batch#STAMP_AT_PUBLISH}.
     * @return its ticket, from 0, or {@link Publisher#BACK_PRESSURED} or {@link Publisher#WINDOW_FULL}.
     * @throws EventLogException        as {@link Publisher#tryPublish(Aggregate, long, EventType, DirectBuffer, int, int)}.
     * @throws IllegalArgumentException for a type of another domain.
     */
    public long tryPublish(
        final Aggregate aggregate,
        final long id,
        final EventType type,
        final long expectedVersion,
        final long timestampNs,
        final DirectBuffer data,
        final int offset,
        final int length)
    {
        BatchBounds.checkEvent(length);
        final AggregateNames numbered = store.own(aggregate).numbered();
        final Name typeName = typeOf(numbered, type);
        return records.tryPublish(
            numbered.ordinal(),
            id,
            typeName.isWritten() && numbered.name().isWritten() ? 0 : RecordFlyweight.NEW_NAMES,
            expectedVersion,
            timestampNs,
            (int)typeName.number(),
            data,
            offset,
            length);
    }

    /**
     * Publishes a batch, if there is room.
     *
     * @param metadata encoded, or an empty array.
     * @return its ticket, from 0, or {@link Publisher#BACK_PRESSURED} or {@link Publisher#WINDOW_FULL}.
     * @throws EventLogException        with {@link ErrorCode#BATCH_TOO_LARGE} and as for one event.
     * @throws IllegalArgumentException as for one event.
     */
    public long tryPublish(
        final Instance instance,
        final BatchSource source,
        final long expectedVersion,
        final long timestampNs,
        final byte[] metadata)
    {
        final EmbeddedInstance own = store.own(instance);
        final int events = source.events();
        final int bytes = check(own, source, metadata.length);
        final long refused = records.tryClaim(
            own.numberedAggregate().ordinal(), own.number(), own.recordFlags(), events, bytes, metadata);
        if (refused < 0)
        {
            return refused;
        }
        try
        {
            source.rewind();
            for (int i = 0; i < events; i++)
            {
                source.next();
                final Name type = typeOf(own.numberedAggregate(), source.type());
                records.event((int)type.number(), source.length(), !type.isWritten())
                    .putBytes(0, source.buffer(), source.offset(), source.length());
            }
            records.expect(expectedVersion);
            if (timestampNs != Batch.STAMP_AT_PUBLISH)
            {
                records.timestamp(timestampNs);
            }
            return records.commit();
        }
        finally
        {
            if (records.isClaimed())
            {
                records.abort();
            }
        }
    }

    private Name typeOf(final AggregateNames aggregate, final EventType type)
    {
        final EmbeddedDomain.Type own = store.own(type);
        if (!own.isIn(aggregate.domain()))
        {
            throw new IllegalArgumentException("event type is not of the instance's domain: type=" + type.name() + ", domain=" +
                type.domain() + ", instance's domain=" + aggregate.domain().domain());
        }
        return own.numbered();
    }

    /** @return bytes of all events. */
    private int check(final EmbeddedInstance instance, final BatchSource source, final int metadataLength)
    {
        final int events = source.events();
        if (events < 1 || events > Limits.MAX_BATCH_EVENTS)
        {
            throw new EventLogException(ErrorCode.BATCH_TOO_LARGE,
                "batch must have 1 to " + Limits.MAX_BATCH_EVENTS + " events: events=" + events);
        }
        Set<Name> newTypes = null;
        int typesLength = 0;
        long bytes = 0;
        source.rewind();
        for (int i = 0; i < events; i++)
        {
            source.next();
            BatchBounds.checkEvent(source.length());
            bytes += source.length();
            final Name type = typeOf(instance.numberedAggregate(), source.type());
            if (!type.isWritten())
            {
                newTypes = newTypes == null ? new HashSet<>() : newTypes;
                typesLength += newTypes.add(type) ? GenerationLayout.entryLength(type.utf8().length) : 0;
            }
        }
        final int length = (int)Math.min(bytes, Integer.MAX_VALUE);
        bounds.check(instance, events, length, metadataLength, typesLength);
        return length;
    }

    /**
     * Publishes a transaction of the same store, if there is room.
     *
     * @return its ticket, from 0, or {@link Publisher#BACK_PRESSURED} or {@link Publisher#WINDOW_FULL}.
     * @throws EventLogException as {@link Publisher#publish(Transaction)}.
     */
    public long tryPublish(final Transaction transaction)
    {
        final EmbeddedTransaction own = store.own(transaction);
        final TransactionWriter writer = new TransactionWriter(store, own, gate == null ? null : gate.producer());
        final TransactionClaim room = records.transaction();
        final long refused = writer.tryClaim(room);
        if (refused < 0)
        {
            return refused;
        }
        try
        {
            writer.fill(room);
            return room.commit();
        }
        finally
        {
            if (records.isClaimed())
            {
                records.abort();
            }
        }
    }

    /** Whether the outcome of a ticket has come. */
    public boolean isCompleted(final long ticket)
    {
        return records.isCompleted(ticket);
    }

    /** What became of a ticket whose outcome has come and was not forgotten. */
    public AckStatus status(final long ticket)
    {
        return EmbeddedPublisher.statusOf(records.outcome(ticket));
    }

    /** Position of its first event, -1 when it was refused. */
    public long position(final long ticket)
    {
        return records.position(ticket);
    }

    /** Version of its first event, or of the stream that was not as expected. */
    public long version(final long ticket)
    {
        return records.version(ticket);
    }

    /** Part of a transaction for which it was refused. */
    public int refusedPart(final long ticket)
    {
        return records.refusedPart(ticket);
    }

    /** Makes room in the window: the oldest outcomes are not looked at any more. */
    public void forget(final int outcomes)
    {
        records.poll((ticket, outcome, position, version) -> { }, outcomes);
    }

    /** Ends it; waits until nothing of it is in the ring, which is at once when all outcomes have come. Idempotent. */
    @Override
    public void close()
    {
        records.close();
    }
}
