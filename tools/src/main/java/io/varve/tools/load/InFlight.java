package io.varve.tools.load;

import io.varve.api.Durability;
import io.varve.api.EventStore;
import io.varve.api.Publisher;
import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What was published and has not reached its level yet: polls acks, waits for them, and settles them. */
final class InFlight
{
    /** Batches between two looks at the acks: each look is a call of the kernel when there is an acks file. */
    private static final int BATCHES_A_POLL = 64;

    /** Most batches that wait for their level; a slow disk stops the import here. */
    private static final int MAX_UNSETTLED_BATCHES = 64 * 1024;

    /** Between two looks at how far the log has come: over a connection each is a question to the node. */
    private static final long SETTLE_NS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long ACK_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(60);
    private static final long IDLE_NS = TimeUnit.MICROSECONDS.toNanos(50);

    private final EventStore store;
    private final Publisher publisher;
    private final AckLedger ledger;
    private final Durability durability;
    private int batchesSincePoll;
    private long settledNs = System.nanoTime() - SETTLE_NS;

    InFlight(final EventStore store, final Publisher publisher, final AckLedger ledger, final Durability durability)
    {
        this.store = store;
        this.publisher = publisher;
        this.ledger = ledger;
        this.durability = durability;
    }

    /** Makes room in the publisher's window for one batch. */
    void awaitRoom()
    {
        if (publisher.unpolled() >= Loader.WINDOW_LENGTH)
        {
            awaitAcks(Loader.WINDOW_LENGTH - 1);
        }
    }

    /** Notes that a batch was published; now and then looks at the acks. */
    void onPublished(final PendingBatch batch)
    {
        for (int i = 0; i < batch.count(); i++)
        {
            ledger.addLine(batch.line(i));
        }
        ledger.addBatch(batch.count());
        if (++batchesSincePoll >= BATCHES_A_POLL)
        {
            poll();
            if (ledger.unsettledBatches() > MAX_UNSETTLED_BATCHES)
            {
                settleAll();
            }
        }
    }

    /** Waits until everything has reached its level. */
    void settleAll()
    {
        if (ledger.unsettledBatches() > 0)
        {
            awaitAcks(0);
            store.await(durability);
            poll();
            settle();
        }
    }

    /** Waits until everything is synced, as far as the medium can. */
    void sync()
    {
        final Durability strongest = store.defaultDurability();
        store.await(strongest.compareTo(Durability.SYNCED) > 0 ? Durability.SYNCED : strongest);
    }

    /**
     * After a failure: notes the fate of whatever was in flight, as far as that can be known.
     *
     * @param failure takes what goes wrong on the way.
     */
    void settleRest(final RuntimeException failure)
    {
        try
        {
            final long startNs = System.nanoTime();
            while (publisher.unpolled() > 0 && System.nanoTime() - startNs < ACK_TIMEOUT_NS)
            {
                if (publisher.poll(ledger, Loader.WINDOW_LENGTH) == 0)
                {
                    LockSupport.parkNanos(IDLE_NS);
                }
            }
            ledger.settle(store.positions().at(durability));
            sync();
            ledger.settle(store.positions().at(durability));
        }
        catch (final RuntimeException e)
        {
            failure.addSuppressed(e);
        }
    }

    /** Takes the acks that are there. */
    private int poll()
    {
        batchesSincePoll = 0;
        final int count = publisher.poll(ledger, Loader.WINDOW_LENGTH);
        if (System.nanoTime() - settledNs >= SETTLE_NS)
        {
            settle();
        }
        if (ledger.refusal() != null)
        {
            throw refused();
        }
        return count;
    }

    /** Notes how far the log has come. */
    private void settle()
    {
        ledger.settle(store.positions().at(durability));
        settledNs = System.nanoTime();
    }

    /** Waits until at most so many batches are without an ack. */
    private void awaitAcks(final int unpolled)
    {
        long lastAckNs = System.nanoTime();
        while (publisher.unpolled() > unpolled)
        {
            if (poll() > 0)
            {
                lastAckNs = System.nanoTime();
            }
            else if (System.nanoTime() - lastAckNs > ACK_TIMEOUT_NS)
            {
                throw new EventLogException(ErrorCode.TIMED_OUT, "no ack came: waited=" +
                    TimeUnit.NANOSECONDS.toSeconds(ACK_TIMEOUT_NS) + "s, batches without ack=" + publisher.unpolled());
            }
            else
            {
                LockSupport.parkNanos(IDLE_NS);
            }
        }
    }

    private EventLogException refused()
    {
        return switch (ledger.refusal())
        {
            case DISK_FULL -> new EventLogException(ErrorCode.DISK_FULL, "disk is full: make room and go on");
            case LOG_FULL -> new EventLogException(
                ErrorCode.LOG_FULL, "the log or a stream has reached its highest number");
            case FENCED -> new EventLogException(ErrorCode.FENCED, "another session has taken the producer's name over");
            case OUTCOME_UNKNOWN -> new EventLogException(ErrorCode.OUTCOME_UNKNOWN,
                "the connection was lost: what was on its way may or may not be written");
            case REFUSED -> new EventLogException(ErrorCode.BATCH_TOO_LARGE, "the node refused a batch by one of its bounds");
            case OUTCOME_TOO_OLD -> new EventLogException(ErrorCode.OUTCOME_TOO_OLD,
                "a line is too far back to know whether it was written");
            case SEQUENCE_GAP -> new EventLogException(ErrorCode.SEQUENCE_GAP, "a line ahead of this one was not written");
            default -> new EventLogException(ErrorCode.WRITING_ENDED,
                "the store has ended writing: start again to see why: status=" + ledger.refusal());
        };
    }
}
