package io.varve.client.write;

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
import io.varve.api.refusal.BatchRefusal;
import io.varve.client.name.RemoteAggregate;
import io.varve.client.name.RemoteInstance;
import io.varve.client.name.RemoteType;
import io.varve.client.session.NodeConnection;
import io.varve.client.session.Pump;
import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import io.varve.codec.metadata.MetadataCodec;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableDirectByteBuffer;

import java.util.List;

/** A pipelined writer over a connection. */
public class RemotePublisher implements Publisher
{
    private static final byte[] NOTHING = new byte[0];

    private final RemoteWriter store;
    private final Sending sending;
    private final NodeConnection connection;
    private final Window window;
    private final BatchBounds bounds;
    private final RemoteClaim claim;
    private AckHandler handler;
    private boolean isHeldUp;
    private int fruitlessPolls;
    private volatile boolean isClosed;

    RemotePublisher(final RemoteWriter store, final Sending sending)
    {
        this.store = store;
        this.sending = sending;
        connection = sending.connection();
        window = sending.outcomes();
        bounds = new BatchBounds(sending.producer() != null);
        claim = new RemoteClaim(this);
    }

    final Sending sending()
    {
        return sending;
    }

    final RemoteWriter store()
    {
        return store;
    }

    private void checkOpen()
    {
        if (isClosed)
        {
            throw new EventLogException(ErrorCode.CLOSED, "publisher is closed");
        }
        if (claim.isOpen())
        {
            throw new IllegalStateException("publisher has an open claim: commit or abort it first");
        }
    }

    private boolean isFull()
    {
        return window.issued() - window.polled() >= sending.givenWindow();
    }

    @Override
    public long tryPublish(
        final Instance instance, final EventType type, final DirectBuffer data, final int offset, final int length)
    {
        final RemoteInstance own = store.own(instance);
        return tryPublish(own.numbered(), own.id(), own, ExpectedVersion.ANY_CODE, store.own(own.domain(), type),
            data, offset, length);
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
        final RemoteAggregate own = store.own(aggregate);
        return tryPublish(own, id, null, ExpectedVersion.ANY_CODE, store.own(own.domain(), type), data, offset, length);
    }

    /** @param instance null for the one of the aggregate with the number. */
    private long tryPublish(
        final RemoteAggregate aggregate,
        final long id,
        final RemoteInstance instance,
        final long expectedVersion,
        final RemoteType type,
        final DirectBuffer data,
        final int offset,
        final int length)
    {
        BatchBounds.checkEvent(length);
        data.boundsCheck(offset, length);
        checkOpen();
        isHeldUp = true;
        if (isFull())
        {
            return WINDOW_FULL;
        }
        final int aggregateNumber = aggregate.number();
        final int typeNumber = type.number();
        if (aggregateNumber == 0 || typeNumber == 0)
        {
            connection.checkOpen();
            return BACK_PRESSURED;
        }
        final byte[] key = instance == null ? NOTHING : instance.keyBytes();
        final int messageLength = PublishMessage.length(1, length, key.length, 0);
        sending.lock();
        try
        {
            if (!sending.claim(messageLength))
            {
                return BACK_PRESSURED;
            }
            sending.message().begin(sending.buffer(), sending.offset(), 1)
                .of(sending.nextSequence(), sending.number())
                .to(aggregateNumber, id, key.length > 0)
                .when(expectedVersion, Batch.STAMP_AT_PUBLISH)
                .event(typeNumber, data, offset, length)
                .finish(key, NOTHING);
            final long ticket = sending.commit(messageLength, 1, instance, expectedVersion);
            isHeldUp = ticket < 0;
            return isHeldUp ? BACK_PRESSURED : ticket;
        }
        finally
        {
            sending.unlock();
        }
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
        final RemoteAggregate own = store.own(aggregate);
        final RemoteType ownType = store.own(own.domain(), type);
        return publish(own, id, null, ExpectedVersion.ANY_CODE, ownType, data, offset, length);
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
        final RemoteInstance own = store.own(instance);
        final RemoteType ownType = store.own(own.domain(), type);
        return publish(own.numbered(), own.id(), own, expected.code(), ownType, data, offset, length);
    }

    private long publish(
        final RemoteAggregate aggregate,
        final long id,
        final RemoteInstance instance,
        final long expectedVersion,
        final RemoteType type,
        final DirectBuffer data,
        final int offset,
        final int length)
    {
        long result = tryPublish(aggregate, id, instance, expectedVersion, type, data, offset, length);
        if (result < 0)
        {
            final long deadlineNs = connection.deadlineNs();
            for (int round = 0; result < 0; round++)
            {
                awaitRoom(result, deadlineNs, round);
                result = tryPublish(aggregate, id, instance, expectedVersion, type, data, offset, length);
            }
        }
        return result;
    }

    /** Acks that came meanwhile go to the handler that is polled with, since nobody else could make room in the window. */
    private void awaitRoom(final long result, final long deadlineNs, final int round)
    {
        connection.checkOpen();
        final boolean hasCome = connection.pump().poll();
        if (result == WINDOW_FULL && window.completed() > window.polled())
        {
            if (handler == null)
            {
                throw new EventLogException(ErrorCode.WINDOW_FULL, "publisher has no room for another unpolled ack: unpolled=" +
                    unpolled() + "; poll its acks");
            }
            handOut(Integer.MAX_VALUE);
            return;
        }
        if (hasCome)
        {
            return;
        }
        if (System.nanoTime() - deadlineNs >= 0)
        {
            if (sending.refusal() != null)
            {
                throw sending.refusal();
            }
            if (!sending.isConnected())
            {
                throw connection.unreachable();
            }
            throw new EventLogException(ErrorCode.BACK_PRESSURED, "node had no room in time: timeoutNs=" +
                connection.address().timeoutNs() + ", unpolled=" + unpolled() + ", held up by=" + connection.trouble());
        }
        Pump.idle(round);
    }

    @Override
    public long publish(final Transaction transaction)
    {
        if (!(transaction instanceof RemoteTransaction own) || !own.isOf(store))
        {
            throw new IllegalArgumentException("transaction is not of this store: transaction=" + transaction);
        }
        checkOpen();
        final TransactionMessage message = new TransactionMessage(store, own, sending.producer());
        return await(() -> message.areNamesKnown() ? publish(
            buffer -> message.encode(buffer, sending.nextSequence(), sending.number()), own.eventCount(), own,
            ExpectedVersion.ANY_CODE) : BACK_PRESSURED);
    }

    /** Number of a type, waiting until the node could be told of it. */
    final int number(final RemoteType type)
    {
        final int known = type.number();
        return known != 0 ? known : (int)await(() ->
        {
            connection.checkOpen();
            final int number = type.number();
            return number == 0 ? BACK_PRESSURED : number;
        });
    }

    /** A try to publish. */
    @FunctionalInterface
    interface Try
    {
        long run();
    }

    /** Tries until there is room. */
    final long await(final Try publishing)
    {
        long result = tryOnce(publishing);
        if (result < 0)
        {
            final long deadlineNs = connection.deadlineNs();
            for (int round = 0; result < 0; round++)
            {
                awaitRoom(result, deadlineNs, round);
                result = tryOnce(publishing);
            }
        }
        return result;
    }

    private long tryOnce(final Try publishing)
    {
        if (isClosed)
        {
            checkOpen();
        }
        return isFull() ? WINDOW_FULL : publishing.run();
    }

    /** Writes a message into a buffer that grows. */
    @FunctionalInterface
    interface Encoding
    {
        int encode(ExpandableDirectByteBuffer buffer);
    }

    /** Publishes a message that is first written beside the way. */
    final long publish(final Encoding encoding, final int events, final Object target, final long expectedVersion)
    {
        sending.lock();
        try
        {
            final ExpandableDirectByteBuffer scratch = sending.scratch();
            final int length = encoding.encode(scratch);
            if (!sending.claim(length))
            {
                return BACK_PRESSURED;
            }
            if (sending.buffer() != scratch)
            {
                sending.buffer().putBytes(sending.offset(), scratch, 0, length);
            }
            final long ticket = sending.commit(length, events, target, expectedVersion);
            return ticket < 0 ? BACK_PRESSURED : ticket;
        }
        finally
        {
            sending.unlock();
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
        final byte[] metadata = batch.metadata().isEmpty() ? NOTHING : MetadataCodec.encode(batch.metadata());
        final RemoteInstance own = store.own(instance);
        bounds.check(own, batch, bytes, metadata.length);
        claim(own, events.size(), bytes, metadata);
        try (claim)
        {
            for (final Event event : events)
            {
                event.copyTo(claim.event(store.type(own.domain(), event.type()), event.length()), 0);
            }
            claim.expect(batch.expectedVersion());
            if (batch.timestampNs() != Batch.STAMP_AT_PUBLISH)
            {
                claim.timestampNs(batch.timestampNs());
            }
            return claim.commit();
        }
    }

    @Override
    public BatchClaim claim(final Instance instance, final int events, final int bytes)
    {
        final RemoteInstance own = store.own(instance);
        bounds.checkClaim(own, events, bytes, 0);
        claim(own, events, bytes, NOTHING);
        return claim;
    }

    private void claim(final RemoteInstance instance, final int events, final int bytes, final byte[] metadata)
    {
        checkOpen();
        await(() ->
        {
            connection.checkOpen();
            return instance.numbered().number() == 0 ? BACK_PRESSURED : 0;
        });
        claim.begin(instance, events, bytes, metadata);
    }

    /** A publisher whose last try found no room, and that polls in vain, lets the node have the core that it may need. */
    @Override
    public int poll(final AckHandler ackHandler, final int limit)
    {
        handler = ackHandler;
        if (window.completed() == window.polled())
        {
            if (!connection.pump().poll() && isHeldUp)
            {
                Pump.idle(fruitlessPolls++);
            }
            else
            {
                fruitlessPolls = 0;
            }
        }
        return handOut(limit);
    }

    private int handOut(final int limit)
    {
        final long completed = window.completed();
        int count = 0;
        while (count < limit && window.polled() < completed)
        {
            final long ticket = window.polled();
            final AckStatus status = window.status(ticket);
            final long position = window.position(ticket);
            final long version = window.version(ticket);
            window.poll();
            count++;
            handler.onAck(ticket, status, position, version);
        }
        return count;
    }

    @Override
    public int unpolled()
    {
        return (int)(window.issued() - window.polled());
    }

    @Override
    public Ack await(final long ticket, final Durability durability)
    {
        store.checkAvailable(durability);
        final long deadlineNs = connection.deadlineNs();
        awaitOutcome(ticket, deadlineNs);
        final long position = window.position(ticket);
        final long version = window.version(ticket);
        final int count = window.count(ticket);
        connection.awaitLevel(position + 1, durability, deadlineNs);
        return store.ack(position, version, count);
    }

    /** Waits until a batch was written. */
    final void awaitOutcome(final long ticket, final long deadlineNs)
    {
        if (ticket < window.polled() || ticket >= window.issued())
        {
            throw new IllegalArgumentException("ticket is not of an unpolled record: ticket=" + ticket + ", unpolled=" +
                window.polled() + " to " + (window.issued() - 1));
        }
        if (!connection.pump().await(() -> window.completed() > ticket, deadlineNs))
        {
            connection.checkOpen();
            throw connection.timedOut("outcome of a batch");
        }
        if (!window.status(ticket).isWritten())
        {
            throw refusal(ticket);
        }
    }

    private RuntimeException refusal(final long ticket)
    {
        final AckStatus status = window.status(ticket);
        final RuntimeException reason = window.reason(ticket);
        if (reason != null)
        {
            return reason;
        }
        if (status == AckStatus.REFUSED)
        {
            return new EventLogException(ErrorCode.LIMIT_REACHED, "node refused the batch by a bound: sequence=" +
                window.sequence(ticket));
        }
        final Instance instance = window.instance(ticket);
        return new BatchRefusal(
            instance == null ? null : BatchRefusal.address(instance), instance == null ? ExpectedVersion.ANY_CODE :
            window.expected(ticket), window.version(ticket), sending.producer(), window.sequence(ticket),
            connection.address().toString()).toException(status, "the node's journal");
    }

    /** Waits until everything that was published has its outcome, or the time is over. */
    final boolean drain(final long deadlineNs)
    {
        final long issued = window.issued();
        return connection.pump().await(() -> window.completed() >= issued || connection.isClosed(), deadlineNs);
    }

    /** Ends the publisher without waiting for what has no outcome. */
    final void abandon()
    {
        isClosed = true;
        store.remove(this);
    }

    @Override
    public void close()
    {
        if (!isClosed)
        {
            claim.close();
            drain(connection.deadlineNs());
            isClosed = true;
            store.remove(this);
        }
    }
}
