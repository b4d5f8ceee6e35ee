package io.varve.ring;

import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import io.varve.codec.Limits;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Puts records into the ring for one thread at a time and polls their outcomes.
 *
 * <p>Two ways: {@link #tryPublish} copies one event in and runs no foreign code between claim and commit; {@link #tryClaim},
 * {@link #event} and {@link #commit} fill a batch in place. Both are one claim, one copy, one checksum; nothing allocates.
 */
public final class RecordPublisher implements AutoCloseable
{
    /** Result of a try: the ring has no room now. */
    public static final long BACK_PRESSURED = -2;

    /** Result of a try: the window of unpolled outcomes is used up. */
    public static final long WINDOW_FULL = -3;

    private final PublishRing owner;
    private final RecordRing ring;
    private final UnsafeBuffer arena;
    private final Stages stages;
    private final CompletionRing completion;
    private final ProducerSession session;
    private final TransactionClaim transaction;
    private final RecordFlyweight record;
    private final UnsafeBuffer eventView = new UnsafeBuffer(0, 0);
    private final RecordFlyweight direct;
    private final OpenClaims.Claim claim = new OpenClaims.Claim();
    private final int ordinal;
    private final int window;

    private long sequence = 1;
    private long nextTicket;
    private long nextPoll;
    private boolean isGathering;
    private boolean isClosed;

    private long claimedSequence;
    private int claimedSlots;
    private int eventsLeft;
    private int eventCount;
    private int dataLimit;
    private int dataLength;
    private int nextEventOffset;
    private int openEventOffset;
    private int openEventType;
    private int openEventLength;
    private int claimFlags;
    private int metadataLength;

    RecordPublisher(final PublishRing owner, final int windowLength, final ProducerSession session)
    {
        this.session = session;
        this.owner = owner;
        ring = owner.ring();
        arena = ring.arena();
        stages = owner.stages();
        completion = new CompletionRing(windowLength, session);
        window = completion.window();
        record = new RecordFlyweight(arena);
        direct = new RecordFlyweight(new UnsafeBuffer(
            BufferUtil.allocateDirectAligned(BitUtil.CACHE_LINE_LENGTH, BitUtil.CACHE_LINE_LENGTH))).wrap(0);
        ordinal = owner.sealer().completions().register(completion);
        owner.claims().add(claim);
        transaction = new TransactionClaim(this, arena);
    }

    /** Sequence that the next record takes; only of a producer. */
    public long sequence()
    {
        return sequence;
    }

    /** Sets the sequence that the next record takes; those behind it count on. */
    public void sequence(final long next)
    {
        sequence = next;
    }

    /**
     * From now on generations are sealed when they are full, and what is left when somebody assists; for an owner that assists as
     * soon as it has nothing more to publish: no other thread is woken for what is left.
     */
    public void gather()
    {
        isGathering = true;
    }

    /** Where transactions are filled in. */
    public TransactionClaim transaction()
    {
        return transaction;
    }

    /**
     * Publishes one event by copy, if there is room.
     *
     * @param flags           of {@link RecordFlyweight}.
     * @param expectedVersion version or negative code that admission understands.
     * @param timestamp       ns since the epoch, or {@link Long#MIN_VALUE} to have it stamped when it is admitted.
     * @return its ticket, {@link #BACK_PRESSURED} or {@link #WINDOW_FULL}.
     */
    public long tryPublish(
        final int aggregateOrdinal,
        final long id,
        final int flags,
        final long expectedVersion,
        final long timestamp,
        final int type,
        final DirectBuffer source,
        final int offset,
        final int length)
    {
        source.boundsCheck(offset, length);
        if (length > Limits.MAX_EVENT_LENGTH)
        {
            throw new IllegalArgumentException(
                "event must have at most " + Limits.MAX_EVENT_LENGTH + " bytes: length=" + length);
        }
        final int recordLength = RecordFlyweight.length(1, length, 0);
        final long refused = check(recordLength);
        if (refused < 0)
        {
            return refused;
        }
        final int recordFlags = ownFlags() | (timestamp == Long.MIN_VALUE ? flags | RecordFlyweight.STAMP : flags);
        if (session == null)
        {
            direct.putStream(aggregateOrdinal, id);
            direct.putVersion(expectedVersion);
            direct.putTimestamp(timestamp);
            direct.putShape(recordFlags, 1, length, 0);
            direct.putOrigin(ordinal, nextTicket);
            direct.putLoneEvent(type, length);
            if (stages.tryDirect(direct, source.byteArray(), source.addressOffset() + offset, isGathering))
            {
                return nextTicket++;
            }
        }

        if (take(recordLength) < 0)
        {
            return BACK_PRESSURED;
        }
        final int eventOffset = ring.offset(claimedSequence) + RecordFlyweight.HEADER_LENGTH;
        arena.putBytes(eventOffset + RecordFlyweight.EVENT_HEADER_LENGTH, source, offset, length);
        RecordFlyweight.sealEvent(arena, eventOffset, type, length);

        record.putStream(aggregateOrdinal, id);
        record.putVersion(expectedVersion);
        record.putTimestamp(timestamp);
        record.putShape(recordFlags, 1, length, 0);
        return publish(RecordFlyweight.BATCH);
    }

    /**
     * Claims room for a batch to be filled in place, if there is room.
     *
     * @param events          exactly how many will be filled in.
     * @param bytes           at most how many they have together.
     * @param metadata        encoded, or an empty array.
     * @return 0, {@link #BACK_PRESSURED} or {@link #WINDOW_FULL}.
     * @throws IllegalStateException when the last claim is still open.
     */
    public long tryClaim(
        final int aggregateOrdinal,
        final long id,
        final int flags,
        final int events,
        final int bytes,
        final byte[] metadata)
    {
        if (events < 1 || events > Limits.MAX_BATCH_EVENTS || bytes < 0 || metadata.length > Limits.MAX_METADATA_LENGTH)
        {
            throw new IllegalArgumentException("batch must have 1 to " + Limits.MAX_BATCH_EVENTS + " events and at most " +
                Limits.MAX_METADATA_LENGTH + " bytes of metadata: events=" + events + ", bytes=" + bytes +
                ", metadata bytes=" + metadata.length);
        }
        final int recordLength = RecordFlyweight.length(events, bytes, metadata.length);
        final long refused = check(recordLength);
        if (refused < 0)
        {
            return refused;
        }
        if (take(recordLength) < 0)
        {
            return BACK_PRESSURED;
        }

        record.putStream(aggregateOrdinal, id);
        record.putVersion(-1);
        arena.putBytes(record.metadataOffset(), metadata);
        claimFlags = ownFlags() | flags | RecordFlyweight.STAMP;
        metadataLength = metadata.length;
        eventCount = events;
        eventsLeft = events;
        dataLimit = bytes;
        dataLength = 0;
        openEventOffset = -1;
        nextEventOffset = record.metadataOffset() + metadata.length;
        return 0;
    }

    /** Flags of every record of this publisher. */
    private int ownFlags()
    {
        if (session == null)
        {
            return 0;
        }
        return session.producer().isWritten() ? RecordFlyweight.PRODUCED :
            RecordFlyweight.PRODUCED | RecordFlyweight.NEW_NAMES;
    }

    /** Takes room for a transaction. */
    long tryTake(final int recordLength)
    {
        final long refused = check(recordLength);
        return refused < 0 ? refused : take(recordLength);
    }

    /** Where the claim starts in the arena. */
    int claimedOffset()
    {
        return record.offset();
    }

    /** Publishes the claim as a transaction of so many parts. */
    long commitTransaction(final int parts)
    {
        checkOpen();
        record.putPartCount(parts);
        record.putShape(ownFlags(), 1, 0, 0);
        return publish(RecordFlyweight.TRANSACTION);
    }

    private long check(final int recordLength)
    {
        if (isClosed || owner.isClosed())
        {
            throw closed();
        }
        if (recordLength < RecordFlyweight.HEADER_LENGTH || recordLength > RecordRing.MAX_RECORD_LENGTH)
        {
            throw new IllegalArgumentException("record does not fit the ring: length=" + recordLength + ", highest=" +
                RecordRing.MAX_RECORD_LENGTH);
        }
        if (claim.isOpen())
        {
            throw new IllegalStateException("the last claim is neither committed nor aborted");
        }
        if (nextTicket - nextPoll >= window)
        {
            return WINDOW_FULL;
        }
        return 0;
    }

    private long take(final int recordLength)
    {
        final int slots =
            RecordRing.slots(session == null ? recordLength : recordLength + RecordFlyweight.SEQUENCE_LENGTH);
        claim.open(Thread.currentThread(), slots);
        final long sequence = ring.tryClaim(slots);
        if (sequence == RecordRing.NO_ROOM)
        {
            claim.close();
            return BACK_PRESSURED;
        }
        claim.taken(sequence);
        claimedSequence = sequence;
        claimedSlots = slots;
        record.wrap(ring.offset(sequence));
        if (owner.isClosed())
        {
            abort(); // whoever closes may have looked for claims before this one
            throw closed();
        }
        return 0;
    }

    private static EventLogException closed()
    {
        return new EventLogException(ErrorCode.CLOSED, "publisher is closed");
    }

    /**
     * Room for the data of the next event of the open claim.
     *
     * @param isNewType whether the type may have no entry in the log yet.
     * @return a view of the bytes, valid until the next call.
     */
    public UnsafeBuffer event(final int type, final int length, final boolean isNewType)
    {
        checkOpen();
        if (eventsLeft == 0)
        {
            throw new IllegalStateException("claim has no event left: events=" + eventCount);
        }
        if (length < 0 || length > dataLimit - dataLength || length > Limits.MAX_EVENT_LENGTH)
        {
            throw new IllegalStateException("event does not fit the claim: length=" + length + ", bytes left=" +
                (dataLimit - dataLength));
        }
        sealOpenEvent();
        if (isNewType)
        {
            claimFlags |= RecordFlyweight.NEW_NAMES;
        }
        eventsLeft--;
        dataLength += length;
        openEventOffset = nextEventOffset;
        openEventType = type;
        openEventLength = length;
        nextEventOffset += RecordFlyweight.EVENT_HEADER_LENGTH + length;
        eventView.wrap(arena, openEventOffset + RecordFlyweight.EVENT_HEADER_LENGTH, length);
        return eventView;
    }

    private void sealOpenEvent()
    {
        if (openEventOffset >= 0)
        {
            RecordFlyweight.sealEvent(arena, openEventOffset, openEventType, openEventLength);
            openEventOffset = -1;
        }
    }

    /** Sets what the open claim expects of its stream. */
    public void expect(final long expectedVersion)
    {
        checkOpen();
        record.putVersion(expectedVersion);
    }

    /** Sets the timestamp of the open claim, ns since the epoch. */
    public void timestamp(final long ns)
    {
        checkOpen();
        record.putTimestamp(ns);
        claimFlags &= ~RecordFlyweight.STAMP;
    }

    /**
     * Publishes the open claim.
     *
     * @return its ticket.
     * @throws IllegalStateException when events are missing; the claim stays open.
     */
    public long commit()
    {
        checkOpen();
        if (eventsLeft > 0)
        {
            throw new IllegalStateException("claim has events that were not filled in: missing=" + eventsLeft +
                ", events=" + eventCount);
        }
        sealOpenEvent();
        eventView.wrap(0, 0);
        record.putShape(claimFlags, eventCount, dataLength, metadataLength);
        return publish(RecordFlyweight.BATCH);
    }

    /** Gives the open claim back. */
    public void abort()
    {
        checkOpen();
        publishPadding();
        claim.close();
        stages.onCommit(claimedSlots, isGathering);
    }

    private void publishPadding()
    {
        eventView.wrap(0, 0);
        record.putHead(RecordFlyweight.PADDING, claimedSlots);
        ring.publish(claimedSequence);
    }

    /** Whether a claim is open. */
    public boolean isClaimed()
    {
        return claim.isOpen();
    }

    private void checkOpen()
    {
        if (!claim.isOpen())
        {
            throw new IllegalStateException("no claim is open");
        }
    }

    private long publish(final int state)
    {
        final long ticket = nextTicket++;
        record.putOrigin(ordinal, ticket);
        record.putHead(state, claimedSlots);
        if (session != null)
        {
            record.putSequence(sequence++);
        }
        ring.publish(claimedSequence);
        claim.close();
        stages.onCommit(claimedSlots, isGathering);
        return ticket;
    }

    /** Hands out outcomes that have come, oldest first. */
    public int poll(final OutcomeHandler handler, final int limit)
    {
        final long end = Math.min(completion.completed(), nextPoll + limit);
        final int count = (int)(end - nextPoll);
        while (nextPoll < end)
        {
            final long ticket = nextPoll;
            final int outcome = completion.status(ticket);
            final long position = completion.position(ticket);
            final long version = completion.version(ticket);
            nextPoll++;
            handler.onOutcome(ticket, outcome, position, version);
        }
        return count;
    }

    /** Records without a polled outcome. */
    public int unpolled()
    {
        return (int)(nextTicket - nextPoll);
    }

    /** Whether an outcome has come that was not polled. */
    public boolean hasOutcome()
    {
        return completion.completed() > nextPoll;
    }

    /** Whether the outcome of a ticket has come. */
    public boolean isCompleted(final long ticket)
    {
        return completion.completed() > ticket;
    }

    /** Outcome of a ticket that is completed and not polled. */
    public int outcome(final long ticket)
    {
        checkUnpolled(ticket);
        return completion.status(ticket);
    }

    /** Part of a transaction for which it was refused, of a ticket that is completed and not polled. */
    public int refusedPart(final long ticket)
    {
        checkUnpolled(ticket);
        return completion.detail(ticket);
    }

    /** Position of a ticket that is completed and not polled. */
    public long position(final long ticket)
    {
        checkUnpolled(ticket);
        return completion.position(ticket);
    }

    /** Version of a ticket that is completed and not polled. */
    public long version(final long ticket)
    {
        checkUnpolled(ticket);
        return completion.version(ticket);
    }

    private void checkUnpolled(final long ticket)
    {
        if (ticket < nextPoll || ticket >= nextTicket)
        {
            throw new IllegalArgumentException("ticket is not of an unpolled record: ticket=" + ticket + ", unpolled=" +
                nextPoll + " to " + (nextTicket - 1));
        }
    }

    /** Gives an open claim back, waits until nothing of this publisher is in the ring, and forgets it. Idempotent. */
    @Override
    public void close()
    {
        if (isClosed)
        {
            return;
        }
        // The claim may be of another thread that has died, and be taken back at this moment.
        final Thread claimer = claim.owner();
        if (claimer != null && claim.closeFor(claimer))
        {
            publishPadding();
        }
        isClosed = true;
        final long deadlineNs = System.nanoTime() + owner.context().publishTimeoutNs();
        while (completion.completed() < nextTicket && System.nanoTime() - deadlineNs < 0)
        {
            if (!stages.assist())
            {
                owner.claims().resolve();
                Thread.yield();
            }
        }
        if (isGathering)
        {
            stages.assist();
        }
        owner.claims().remove(claim);
        if (completion.completed() >= nextTicket)
        {
            owner.sealer().completions().unregister(ordinal);
        }
    }
}
