package io.varve.replication.ingress;

import io.varve.api.AckStatus;
import io.varve.codec.protocol.AckEncoder;
import io.varve.codec.protocol.BatchStatus;
import io.varve.codec.protocol.MessageHeaderEncoder;
import io.varve.journal.EmbeddedEventStore;
import io.varve.journal.IngressPublisher;
import io.varve.replication.aeron.Outlet;
import io.varve.replication.message.ProtocolBreach;

/**
 * A publisher of a client: what it has published, and the acks that are owed for it.
 *
 * <p>An ack is sent when what it says is journaled, so that a client may forget what was acked: the death of this process does
 * not take it back.
 */
final class PublisherSession implements AutoCloseable
{
    /** Fewer outcomes a message than it may have keep one client from filling a turn. */
    private static final int MAX_OUTCOMES = 256;
    private static final int ACK_FIXED_LENGTH = MessageHeaderEncoder.ENCODED_LENGTH + AckEncoder.BLOCK_LENGTH +
        AckEncoder.OutcomesEncoder.sbeHeaderSize();
    private static final BatchStatus[] STATUS = new BatchStatus[AckStatus.values().length];

    static
    {
        for (final AckStatus status : AckStatus.values())
        {
            STATUS[status.ordinal()] = statusOf(status);
        }
    }

    private final EmbeddedEventStore store;
    private final IngressPublisher publisher;
    private final long number;
    private final AckWindow window;
    private final boolean isNamed;
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final AckEncoder ack = new AckEncoder();
    private long nextSequence = 1;
    private int sentOutcomes;
    private int sentRefusals;
    private long sentLength;
    private boolean isClosing;

    /** @param number that the client gave it. */
    PublisherSession(
        final EmbeddedEventStore store, final IngressPublisher publisher, final long number, final boolean isNamed)
    {
        this.store = store;
        this.publisher = publisher;
        this.number = number;
        this.isNamed = isNamed;
        window = new AckWindow(publisher.window());
    }

    private static BatchStatus statusOf(final AckStatus status)
    {
        return switch (status)
        {
            case ADMITTED -> BatchStatus.ADMITTED;
            case DUPLICATE -> BatchStatus.DUPLICATE;
            case WRONG_EXPECTED_VERSION -> BatchStatus.WRONG_EXPECTED_VERSION;
            case DISK_FULL -> BatchStatus.DISK_FULL;
            case LOG_FULL -> BatchStatus.LOG_FULL;
            case SEQUENCE_GAP -> BatchStatus.SEQUENCE_GAP;
            case OUTCOME_TOO_OLD -> BatchStatus.OUTCOME_TOO_OLD;
            case FENCED -> BatchStatus.FENCED;
            default -> BatchStatus.WRITING_ENDED; // what the ring never says of a batch
        };
    }

    IngressPublisher publisher()
    {
        return publisher;
    }

    long number()
    {
        return number;
    }

    /** Whether another batch can be taken; else its message waits with Aeron. */
    boolean hasRoom()
    {
        return !window.isFull();
    }

    /** Whether acks are owed. */
    boolean isOwing()
    {
        return window.size() > 0;
    }

    /**
     * Makes ready for a batch.
     *
     * @throws ProtocolBreach for a sequence that cannot be: of a publisher without a name, one that does not count on.
     */
    void begin(final long sequence)
    {
        if (isClosing)
        {
            throw ProtocolBreach.malformed("publisher was closed: publisher=" + number);
        }
        if (isNamed)
        {
            if (sequence < 1)
            {
                throw ProtocolBreach.malformed("sequence must be at least 1: sequence=" + sequence);
            }
            publisher.sequence(sequence);
        }
        else if (sequence != nextSequence)
        {
            throw ProtocolBreach.malformed("sequences of a publisher without a name count from 1: sequence=" + sequence +
                ", next=" + nextSequence);
        }
    }

    /**
     * Notes a batch that was published, or refused by a bound.
     *
     * @param ticket or {@link AckWindow#REFUSED}.
     */
    void add(final long sequence, final long ticket, final int lengthBytes)
    {
        window.add(sequence, ticket, lengthBytes);
        nextSequence = sequence + 1;
    }

    /** Ends it once all acks were sent. */
    void closeLater()
    {
        isClosing = true;
    }

    boolean isClosing()
    {
        return isClosing;
    }

    /**
     * Sends the acks that are true now.
     *
     * @return {@link Outlet#SENT} when some were, {@link Outlet#NO_ROOM} when there was nothing to send or no room, or {@link
     *         Outlet#GONE}.
     */
    int sendAcks(final Outlet outlet)
    {
        sentOutcomes = 0;
        sentRefusals = 0;
        sentLength = 0;
        final long journaled = store.journaledPosition();
        final int count = ready(outlet, journaled);
        if (count == 0)
        {
            return Outlet.NO_ROOM;
        }
        final int result = outlet.tryClaim(ACK_FIXED_LENGTH + count * AckEncoder.OutcomesEncoder.sbeBlockLength());
        if (result == Outlet.SENT)
        {
            encode(outlet, journaled, count);
            outlet.commit();
            release(count);
        }
        return result;
    }

    private int ready(final Outlet outlet, final long journaled)
    {
        final int limit = Math.min(window.size(), Math.min(MAX_OUTCOMES,
            (outlet.maxClaimLength() - ACK_FIXED_LENGTH) / AckEncoder.OutcomesEncoder.sbeBlockLength()));
        int count = 0;
        while (count < limit && isReady(window.ticket(count), journaled) &&
            (count == 0 || window.sequence(count) == window.sequence(0) + count))
        {
            count++;
        }
        return count;
    }

    private boolean isReady(final long ticket, final long journaled)
    {
        if (ticket == AckWindow.REFUSED)
        {
            return true;
        }
        if (!publisher.isCompleted(ticket))
        {
            return false;
        }
        final long position = publisher.position(ticket);
        if (position < 0)
        {
            store.assist(); // who is told that others were faster will look at what they wrote, so it should be there
            return true;
        }
        return position < journaled || store.failure() != null;
    }

    private void encode(final Outlet outlet, final long journaled, final int count)
    {
        ack.wrapAndApplyHeader(outlet.buffer(), outlet.offset(), header)
            .firstSequence(window.sequence(0))
            .publisher(number)
            .positions().journaled(journaled).synced(store.syncedPosition()).replicated(0);
        final AckEncoder.OutcomesEncoder outcomes = ack.outcomesCount(count);
        for (int i = 0; i < count; i++)
        {
            encode(outcomes.next(), window.ticket(i), journaled);
        }
    }

    private void encode(final AckEncoder.OutcomesEncoder outcome, final long ticket, final long journaled)
    {
        if (ticket == AckWindow.REFUSED)
        {
            outcome.position(-1).version(-1).part(0).status(BatchStatus.REFUSED);
            sentRefusals++;
            return;
        }
        final AckStatus status = publisher.status(ticket);
        if (status.isWritten() && publisher.position(ticket) >= journaled)
        {
            outcome.position(-1).version(-1).part(0).status(BatchStatus.WRITING_ENDED); // admitted, and lost by the failure
            sentRefusals++;
            return;
        }
        sentRefusals += status.isWritten() ? 0 : 1;
        outcome.position(status.isWritten() ? publisher.position(ticket) : -1)
            .version(publisher.version(ticket))
            .part(status.isWritten() ? 0 : publisher.refusedPart(ticket))
            .status(STATUS[status.ordinal()]);
    }

    private void release(final int count)
    {
        int ofRing = 0;
        for (int i = 0; i < count; i++)
        {
            ofRing += window.ticket(i) == AckWindow.REFUSED ? 0 : 1;
            sentLength += window.length(i);
        }
        publisher.forget(ofRing);
        window.remove(count);
        sentOutcomes = count;
    }

    /** Outcomes that the last turn has sent. */
    int sentOutcomes()
    {
        return sentOutcomes;
    }

    /** How many of them were of batches that were not written. */
    int sentRefusals()
    {
        return sentRefusals;
    }

    /** Bytes of their messages. */
    long sentLength()
    {
        return sentLength;
    }

    /**
     * Forgets the outcomes that have come, of a client that is gone.
     *
     * @return whether all have come.
     */
    boolean abandon()
    {
        int ofRing = 0;
        int count = 0;
        while (count < window.size() &&
            (window.ticket(count) == AckWindow.REFUSED || publisher.isCompleted(window.ticket(count))))
        {
            ofRing += window.ticket(count) == AckWindow.REFUSED ? 0 : 1;
            sentLength += window.length(count);
            count++;
        }
        publisher.forget(ofRing);
        window.remove(count);
        return window.size() == 0;
    }


    @Override
    public void close()
    {
        publisher.close();
    }
}
