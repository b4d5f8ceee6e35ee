package io.varve.journal;

import io.varve.api.AckStatus;
import io.varve.api.Durability;
import io.varve.api.refusal.BatchRefusal;
import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import io.varve.ring.PublishRing;
import io.varve.ring.RecordPublisher;

import java.util.concurrent.locks.LockSupport;

/**
 * How writers wait: each helps the stages along, then gives way, up to the publish time-out. What it waited for is in the
 * error.
 */
final class StoreWait
{
    private static final int SPINS = 64;
    private static final int YIELDS = 64;
    private static final long PARK_NS = 20_000;

    private final PublishRing ring;
    private final Journal journal;

    StoreWait(final PublishRing ring, final Journal journal)
    {
        this.ring = ring;
        this.journal = journal;
    }

    long deadlineNs()
    {
        return System.nanoTime() + ring.context().publishTimeoutNs();
    }

    private static boolean isOver(final long deadlineNs)
    {
        return System.nanoTime() - deadlineNs >= 0;
    }

    /** Lets others go on; parking returns at once in an interrupted thread, which then yields. */
    private static void idle(final int round)
    {
        if (round < SPINS)
        {
            Thread.onSpinWait();
        }
        else if (round < SPINS + YIELDS || Thread.currentThread().isInterrupted())
        {
            Thread.yield();
        }
        else
        {
            LockSupport.parkNanos(PARK_NS);
        }
    }

    /** Refuses to wait for room in the window when only polling would make it, which nobody but the caller can do. */
    void checkPollable(final RecordPublisher records)
    {
        if (records.hasOutcome())
        {
            throw new EventLogException(ErrorCode.WINDOW_FULL, "publisher has no room for another unpolled ack: unpolled=" +
                records.unpolled() + "; poll its acks");
        }
    }

    /** One turn of waiting for room in the ring or the window; throws when the time is over. */
    void forRoom(final long deadlineNs)
    {
        checkWriting();
        for (int round = 0; round < SPINS + YIELDS; round++)
        {
            if (ring.assist())
            {
                return;
            }
            idle(round);
        }
        if (isOver(deadlineNs))
        {
            throw new EventLogException(ErrorCode.BACK_PRESSURED, "ring had no room in time: timeoutNs=" +
                ring.context().publishTimeoutNs() + ", held up by=" + heldUpBy());
        }
        LockSupport.parkNanos(PARK_NS);
    }

    private String heldUpBy()
    {
        final Thread owner = ring.stuckOwner();
        if (owner == null)
        {
            return "the journal (" + journal.place() + ')';
        }
        final StringBuilder text = new StringBuilder("an open claim of thread \"" + owner.getName() + '"');
        final StackTraceElement[] stack = owner.getStackTrace();
        for (int i = 0; i < Math.min(3, stack.length); i++)
        {
            text.append(i == 0 ? " at " : " < ").append(stack[i]);
        }
        return text.toString();
    }

    private void checkWriting()
    {
        final Throwable failure = journal.sink().failure();
        if (failure != null)
        {
            throw new EventLogException(ErrorCode.WRITING_ENDED, "writing has ended after a failure: place=" + journal.place() +
                ", reason=" + failure + "; restart", failure);
        }
    }

    /** Waits until a record was admitted or refused. */
    void forOutcome(final RecordPublisher records, final long ticket, final long deadlineNs)
    {
        for (int round = 0; !records.isCompleted(ticket); round++)
        {
            if (!ring.assist() && !records.isCompleted(ticket))
            {
                checkWriting();
                if (isOver(deadlineNs))
                {
                    throw timedOut("outcome of a batch", heldUpBy());
                }
                idle(round);
            }
        }
    }

    /**
     * Waits until the batch at a position has reached a level.
     *
     * @return the level that it has reached.
     */
    Durability forLevel(final long position, final Durability durability, final long deadlineNs)
    {
        for (int round = 0; journal.positions().journaled() <= position; round++)
        {
            if (!ring.assist() && journal.positions().journaled() <= position)
            {
                checkWriting();
                if (isOver(deadlineNs))
                {
                    throw timedOut("journaling of position " + position, heldUpBy());
                }
                idle(round);
            }
        }
        if (durability.compareTo(Durability.JOURNALED) > 0)
        {
            journal.await(position + 1, durability, Math.max(0, deadlineNs - System.nanoTime()));
        }
        return journal.positions().synced() > position ? Durability.SYNCED : Durability.JOURNALED;
    }

    /** Waits until everything that was claimed before has been handed to the journal. */
    void forDrained(final long deadlineNs)
    {
        final long claimed = claimedUpTo();
        for (int round = 0; !isDrained(claimed, deadlineNs); round++)
        {
            idle(round);
        }
    }

    /** What {@link #isDrained} is asked for, to be told of everything that was claimed before. */
    long claimedUpTo()
    {
        return ring.claimedUpTo();
    }

    /** Whether everything up to a value of {@link #claimedUpTo} has been handed to the journal; helps, and does not wait. */
    boolean isDrained(final long claimed, final long deadlineNs)
    {
        while (!ring.isDrainedUpTo(claimed))
        {
            if (!ring.assist() && !ring.isDrainedUpTo(claimed))
            {
                checkWriting();
                if (isOver(deadlineNs))
                {
                    throw timedOut("sealing of what was published", heldUpBy());
                }
                return false;
            }
        }
        checkWriting(); // what a failure has dropped is not held up any more, and not journaled either
        return true;
    }

    private EventLogException timedOut(final String what, final String heldUpBy)
    {
        return new EventLogException(ErrorCode.TIMED_OUT, "no answer in time, the outcome is unknown: waited for=" + what +
            ", timeoutNs=" + ring.context().publishTimeoutNs() + ", held up by=" + heldUpBy);
    }

    void checkAvailable(final Durability durability)
    {
        if (durability.compareTo(journal.strongest()) > 0)
        {
            throw new EventLogException(ErrorCode.DURABILITY_UNAVAILABLE, "the medium does not give this durability: asked=" +
                durability + ", strongest=" + journal.strongest() + ", place=" + journal.place());
        }
    }

    /**
     * Why a batch was not written, as an exception.
     *
     * @param instance        its stream, or null when that says nothing.
     * @param lastVersion     of the stream.
     * @param expectedVersion of the batch.
     * @param sequence        that its producer gave it.
     */
    EventLogException refusal(
        final int outcome,
        final EmbeddedInstance instance,
        final long lastVersion,
        final long expectedVersion,
        final String producer,
        final long sequence)
    {
        final AckStatus status = EmbeddedPublisher.statusOf(outcome);
        return new BatchRefusal(
            instance == null ? null : instance.address(), expectedVersion, lastVersion, producer, sequence, journal.place())
            .toException(status, status == AckStatus.WRITING_ENDED ? journal.sink().failure() : null);
    }
}
