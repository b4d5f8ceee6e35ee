package io.varve.journal;

import io.varve.api.Ack;
import io.varve.api.AckHandler;
import io.varve.api.AckStatus;
import io.varve.api.Aggregate;
import io.varve.api.Batch;
import io.varve.api.BatchClaim;
import io.varve.api.Durability;
import io.varve.api.Event;
import io.varve.api.EventType;
import io.varve.api.ExpectedVersion;
import io.varve.api.Instance;
import io.varve.api.Publisher;
import io.varve.api.Transaction;
import io.varve.api.refusal.BatchBounds;
import io.varve.codec.EventLogException;
import io.varve.codec.dictionary.AggregateNames;
import io.varve.codec.dictionary.Name;
import io.varve.codec.generation.GenerationLayout;
import io.varve.codec.metadata.MetadataCodec;
import io.varve.ring.Outcome;
import io.varve.ring.OutcomeHandler;
import io.varve.ring.RecordFlyweight;
import io.varve.ring.RecordPublisher;
import io.varve.ring.TransactionClaim;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

import java.util.ArrayList;
import java.util.List;

/** A pipelined writer of an embedded store. */
class EmbeddedPublisher implements Publisher
{
    private static final byte[] NO_METADATA = new byte[0];

    private static final AckStatus[] STATUS_BY_OUTCOME = new AckStatus[Outcome.COUNT];

    static
    {
        STATUS_BY_OUTCOME[Outcome.ADMITTED] = AckStatus.ADMITTED;
        STATUS_BY_OUTCOME[Outcome.WRONG_EXPECTED_VERSION] = AckStatus.WRONG_EXPECTED_VERSION;
        STATUS_BY_OUTCOME[Outcome.DISK_FULL] = AckStatus.DISK_FULL;
        STATUS_BY_OUTCOME[Outcome.STREAM_FULL] = AckStatus.LOG_FULL;
        STATUS_BY_OUTCOME[Outcome.WRITING_ENDED] = AckStatus.WRITING_ENDED;
        STATUS_BY_OUTCOME[Outcome.DUPLICATE] = AckStatus.DUPLICATE;
        STATUS_BY_OUTCOME[Outcome.SEQUENCE_GAP] = AckStatus.SEQUENCE_GAP;
        STATUS_BY_OUTCOME[Outcome.OUTCOME_TOO_OLD] = AckStatus.OUTCOME_TOO_OLD;
        STATUS_BY_OUTCOME[Outcome.FENCED] = AckStatus.FENCED;
    }

    private final EmbeddedEventStore store;
    private final StoreWait wait;
    private final RecordPublisher records;
    private final Unanswered unanswered;
    private final BatchBounds bounds;

    /** Null for a publisher without a name. */
    private final Name producer;
    private final OutcomeHandler toAck = this::onOutcome;
    private AckHandler handler;
    private final Claim claim = new Claim();

    /** @param producer whose batches are numbered, or null. */
    EmbeddedPublisher(
        final EmbeddedEventStore store,
        final StoreWait wait,
        final RecordPublisher records,
        final int window,
        final Name producer)
    {
        this.producer = producer;
        bounds = new BatchBounds(producer != null);
        this.store = store;
        this.wait = wait;
        this.records = records;
        unanswered = new Unanswered(window);
    }

    /** What the ring's code of an outcome means. */
    static AckStatus statusOf(final int outcome)
    {
        return STATUS_BY_OUTCOME[outcome];
    }

    final RecordPublisher records()
    {
        return records;
    }

    @Override
    public long tryPublish(
        final Instance instance, final EventType type, final DirectBuffer data, final int offset, final int length)
    {
        return tryPublish(
            store.own(instance), typeOf(instance.domain(), type), ExpectedVersion.ANY_CODE, Batch.STAMP_AT_PUBLISH,
            data, offset, length);
    }

    private long tryPublish(
        final EmbeddedInstance instance,
        final Name type,
        final long expectedVersion,
        final long timestampNs,
        final DirectBuffer data,
        final int offset,
        final int length)
    {
        BatchBounds.checkEvent(length);
        final int flags = instance.recordFlags();
        final long ticket = records.tryPublish(
            instance.numberedAggregate().ordinal(),
            instance.number(),
            type.isWritten() ? flags : flags | RecordFlyweight.NEW_NAMES,
            expectedVersion,
            timestampNs,
            (int)type.number(),
            data,
            offset,
            length);
        if (ticket >= 0)
        {
            unanswered.add(ticket, 1, records.sequence() - 1, instance, expectedVersion);
        }
        return ticket;
    }

    @Override
    public long tryPublish(
        final Aggregate aggregate,
        final long id,
        final EventType type,
        final DirectBuffer data,
        final int offset,
        final int length)
    {
        return tryPublish(store.own(aggregate), id, typeOf(aggregate.domain(), type), data, offset, length);
    }

    private long tryPublish(
        final EmbeddedAggregate aggregate,
        final long id,
        final Name type,
        final DirectBuffer data,
        final int offset,
        final int length)
    {
        BatchBounds.checkEvent(length);
        final AggregateNames numbered = aggregate.numbered();
        final long ticket = records.tryPublish(
            numbered.ordinal(),
            id,
            type.isWritten() && numbered.name().isWritten() ? 0 : RecordFlyweight.NEW_NAMES,
            ExpectedVersion.ANY_CODE,
            Batch.STAMP_AT_PUBLISH,
            (int)type.number(),
            data,
            offset,
            length);
        if (ticket >= 0)
        {
            unanswered.add(ticket, 1, records.sequence() - 1, null, ExpectedVersion.ANY_CODE);
        }
        return ticket;
    }

    @Override
    public long publish(
        final Aggregate aggregate,
        final long id,
        final EventType type,
        final DirectBuffer data,
        final int offset,
        final int length)
    {
        final EmbeddedAggregate own = store.own(aggregate);
        final Name name = typeOf(aggregate.domain(), type);
        long result = tryPublish(own, id, name, data, offset, length);
        if (result < 0)
        {
            final long deadlineNs = wait.deadlineNs();
            do
            {
                awaitRoom(result, deadlineNs);
                result = tryPublish(own, id, name, data, offset, length);
            }
            while (result < 0);
        }
        return result;
    }

    @Override
    public long publish(
        final Instance instance, final EventType type, final DirectBuffer data, final int offset, final int length)
    {
        return publish(instance, ExpectedVersion.any(), type, data, offset, length);
    }

    @Override
    public long publish(
        final Instance instance,
        final ExpectedVersion expected,
        final EventType type,
        final DirectBuffer data,
        final int offset,
        final int length)
    {
        final EmbeddedInstance own = store.own(instance);
        final Name name = typeOf(instance.domain(), type);
        long result = tryPublish(own, name, expected.code(), Batch.STAMP_AT_PUBLISH, data, offset, length);
        if (result < 0)
        {
            final long deadlineNs = wait.deadlineNs();
            do
            {
                awaitRoom(result, deadlineNs);
                result = tryPublish(own, name, expected.code(), Batch.STAMP_AT_PUBLISH, data, offset, length);
            }
            while (result < 0);
        }
        return result;
    }

    @Override
    public long publish(final Transaction transaction)
    {
        final EmbeddedTransaction own = store.own(transaction);
        final TransactionWriter writer = new TransactionWriter(store, own, producer);
        final TransactionClaim room = records.transaction();
        long result = writer.tryClaim(room);
        if (result < 0)
        {
            final long deadlineNs = wait.deadlineNs();
            do
            {
                awaitRoom(result, deadlineNs);
                result = writer.tryClaim(room);
            }
            while (result < 0);
        }
        try (claim)
        {
            writer.fill(room);
            final long ticket = room.commit();
            unanswered.add(ticket, records.sequence() - 1, own);
            return ticket;
        }
    }

    @Override
    public long publish(final Instance instance, final Batch batch)
    {
        final List<Event> events = batch.events();
        int bytes = 0;
        for (final Event event : events)
        {
            bytes += event.length();
        }
        final byte[] metadata = batch.metadata().isEmpty() ? NO_METADATA : MetadataCodec.encode(batch.metadata());
        final EmbeddedInstance own = store.own(instance);
        bounds.check(own, batch, bytes, metadata.length);
        claim(own, events.size(), bytes, metadata);
        try (claim)
        {
            for (final Event event : events)
            {
                final Name type = store.dictionary().domain(own.domain()).type(event.type());
                event.copyTo(records.event((int)type.number(), event.length(), !type.isWritten()), 0);
            }
            claim.expect(batch.expectedVersion());
            if (batch.timestampNs() != Batch.STAMP_AT_PUBLISH)
            {
                records.timestamp(batch.timestampNs());
            }
            return claim.commit();
        }
    }

    @Override
    public BatchClaim claim(final Instance instance, final int events, final int bytes)
    {
        final EmbeddedInstance own = store.own(instance);
        bounds.checkClaim(own, events, bytes, 0);
        claim(own, events, bytes, NO_METADATA);
        return claim;
    }

    private void claim(final EmbeddedInstance instance, final int events, final int bytes, final byte[] metadata)
    {
        long result = tryClaim(instance, events, bytes, metadata);
        if (result < 0)
        {
            final long deadlineNs = wait.deadlineNs();
            do
            {
                awaitRoom(result, deadlineNs);
                result = tryClaim(instance, events, bytes, metadata);
            }
            while (result < 0);
        }
        claim.begin(instance, events, bytes);
    }

    /** Acks that came meanwhile go to the handler that is polled with, since nobody else could make room in the window. */
    private void awaitRoom(final long result, final long deadlineNs)
    {
        if (result == WINDOW_FULL && handler == null)
        {
            wait.checkPollable(records);
        }
        if (result != WINDOW_FULL || handler == null || records.poll(toAck, Integer.MAX_VALUE) == 0)
        {
            wait.forRoom(deadlineNs);
        }
    }

    private long tryClaim(final EmbeddedInstance instance, final int events, final int bytes, final byte[] metadata)
    {
        return records.tryClaim(
            instance.numberedAggregate().ordinal(), instance.number(), instance.recordFlags(), events, bytes, metadata);
    }

    private Name typeOf(final String domain, final EventType type)
    {
        if (type instanceof EmbeddedDomain.Type own && own.isOf(store) &&
            (own.domain() == domain || own.domain().equals(domain)))
        {
            return own.numbered();
        }
        throw new IllegalArgumentException("event type is not of the instance's domain and store: type=" + type.name() +
            ", domain=" + type.domain() + ", instance's domain=" + domain);
    }

    /** The one claim that a publisher can have open. */
    private final class Claim implements BatchClaim
    {
        private final List<Name> newTypes = new ArrayList<>();
        private EmbeddedInstance instance;
        private int eventCount;
        private int byteCount;
        private int typesLength;
        private long expected;

        void begin(final EmbeddedInstance ofInstance, final int events, final int bytes)
        {
            instance = ofInstance;
            eventCount = events;
            byteCount = bytes;
            expected = ExpectedVersion.ANY_CODE;
            newTypes.clear();
            typesLength = 0;
        }

        @Override
        public MutableDirectBuffer event(final EventType type, final int length)
        {
            final Name name = typeOf(instance.domain(), type);
            final boolean isNew = !name.isWritten();
            if (isNew && !newTypes.contains(name))
            {
                newTypes.add(name);
                typesLength += GenerationLayout.entryLength(name.utf8().length);
                bounds.checkClaim(instance, eventCount, byteCount, typesLength);
            }
            return records.event((int)name.number(), length, isNew);
        }

        @Override
        public BatchClaim expect(final ExpectedVersion version)
        {
            expected = version.code();
            records.expect(expected);
            return this;
        }

        @Override
        public BatchClaim timestampNs(final long ns)
        {
            records.timestamp(ns);
            return this;
        }

        @Override
        public long commit()
        {
            final long ticket = records.commit();
            unanswered.add(ticket, eventCount, records.sequence() - 1, instance, expected);
            return ticket;
        }

        @Override
        public void abort()
        {
            records.abort();
        }

        @Override
        public void close()
        {
            if (records.isClaimed())
            {
                records.abort();
            }
        }
    }

    @Override
    public int poll(final AckHandler ackHandler, final int limit)
    {
        handler = ackHandler;
        return records.poll(toAck, limit);
    }

    private void onOutcome(final long ticket, final int outcome, final long position, final long version)
    {
        handler.onAck(ticket, STATUS_BY_OUTCOME[outcome], position, version);
    }

    @Override
    public int unpolled()
    {
        return records.unpolled();
    }

    @Override
    public Ack await(final long ticket, final Durability durability)
    {
        wait.checkAvailable(durability);
        final long deadlineNs = wait.deadlineNs();
        wait.forOutcome(records, ticket, deadlineNs);
        final int outcome = records.outcome(ticket);
        if (outcome != Outcome.ADMITTED && outcome != Outcome.DUPLICATE)
        {
            throw refusal(ticket, outcome);
        }
        final long position = records.position(ticket);
        final Durability reached = wait.forLevel(position, durability, deadlineNs);
        return new Ack(position, records.version(ticket), unanswered.count(ticket), reached);
    }

    private EventLogException refusal(final long ticket, final int outcome)
    {
        final int part = records.refusedPart(ticket);
        final EmbeddedInstance instance = unanswered.instance(ticket, part);
        return wait.refusal(
            outcome,
            instance,
            records.version(ticket),
            instance == null ? ExpectedVersion.ANY_CODE : unanswered.expected(ticket, part),
            producer == null ? null : producer.text(),
            unanswered.sequence(ticket));
    }

    /** Publishes a batch and waits for it; leaves no outcome behind. */
    final Ack put(final EmbeddedInstance instance, final Batch batch, final Durability durability)
    {
        wait.checkAvailable(durability);
        return awaitAndForget(publish(instance, batch), durability);
    }

    /** Publishes a transaction and waits for it; leaves no outcome behind. */
    final Ack put(final EmbeddedTransaction transaction, final Durability durability)
    {
        wait.checkAvailable(durability);
        return awaitAndForget(publish(transaction), durability);
    }

    private Ack awaitAndForget(final long ticket, final Durability durability)
    {
        try
        {
            return await(ticket, durability);
        }
        finally
        {
            records.poll((polledTicket, outcome, position, version) -> { }, Integer.MAX_VALUE);
        }
    }

    @Override
    public void close()
    {
        records.close();
    }
}
