package io.varve.ring;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Who holds the claims that were not committed yet, so that the ring can go on when their owner has died.
 *
 * <p>A claim is taken back only when its owner's thread has terminated, never by time: a live owner may still be writing
 * into it. A live one that is stuck is named.
 */
final class OpenClaims
{
    private final List<Claim> claims = new CopyOnWriteArrayList<>();
    private final RecordRing ring;
    private final RecordFlyweight record;
    private long takenBack;

    /**
     * The open claim of one publisher; written by its owner, read by whoever finds the ring held up.
     *
     * <p>Release stores are enough: what is read of a dead owner happened before its death, and of a live one only its name
     * is wanted.
     */
    static final class Claim
    {
        /** Marks a claim whose owner is about to take its sequence. */
        private static final long TAKING = -1;

        private static final VarHandle OWNER;
        private static final VarHandle SEQUENCE;

        static
        {
            try
            {
                final MethodHandles.Lookup lookup = MethodHandles.lookup();
                OWNER = lookup.findVarHandle(Claim.class, "owner", Thread.class);
                SEQUENCE = lookup.findVarHandle(Claim.class, "sequence", long.class);
            }
            catch (final ReflectiveOperationException e)
            {
                throw new ExceptionInInitializerError(e);
            }
        }

        /** Null while nothing is claimed. */
        private Thread owner;
        private long sequence;
        private int slots;

        /** Ahead of taking a sequence, so that no moment of a death is unseen. */
        void open(final Thread thread, final int slotCount)
        {
            slots = slotCount;
            SEQUENCE.setRelease(this, TAKING);
            OWNER.setRelease(this, thread);
        }

        void taken(final long firstSequence)
        {
            SEQUENCE.setRelease(this, firstSequence);
        }

        void close()
        {
            OWNER.setRelease(this, (Thread)null);
        }

        /** By whoever gives a claim back in its owner's place: true for one of them only. */
        boolean closeFor(final Thread claimer)
        {
            return OWNER.compareAndSet(this, claimer, (Thread)null);
        }

        /** By its owner. */
        boolean isOpen()
        {
            return owner != null;
        }

        Thread owner()
        {
            return (Thread)OWNER.getAcquire(this);
        }

        long sequence()
        {
            return (long)SEQUENCE.getAcquire(this);
        }
    }

    OpenClaims(final RecordRing ring)
    {
        this.ring = ring;
        this.record = new RecordFlyweight(ring.arena());
    }

    void add(final Claim claim)
    {
        claims.add(claim);
    }

    void remove(final Claim claim)
    {
        claims.remove(claim);
    }

    /**
     * Looks at what holds the ring up and takes it back if its owner has died.
     *
     * @return the live owner, or null when there is none or the claim was taken back.
     */
    synchronized Thread resolve()
    {
        final long stuck = firstUnpublished();
        if (stuck > ring.claimedUpTo())
        {
            return null;
        }

        Claim unknownPlace = null;
        boolean isBeingTaken = false;
        for (final Claim claim : claims)
        {
            final Thread owner = claim.owner();
            final long sequence = claim.sequence();
            if (owner == null)
            {
                continue;
            }
            if (sequence == stuck)
            {
                return takeBackIfDead(claim, owner, stuck);
            }
            if (sequence == Claim.TAKING)
            {
                if (owner.isAlive())
                {
                    isBeingTaken = true;
                }
                else
                {
                    unknownPlace = claim;
                }
            }
        }

        // Its owner died between taking the sequence and noting it: the one unexplained gap is where it was taken. While a
        // live owner is about to note its own, the gap may be that one.
        return unknownPlace == null || isBeingTaken ? null : takeBackIfDead(unknownPlace, unknownPlace.owner(), stuck);
    }

    private long firstUnpublished()
    {
        long sequence = ring.drainedUpTo() + 1;
        while (ring.isPublished(sequence))
        {
            // A record that is given back meanwhile may show another one's slots; then the look starts again below.
            final int slots = record.wrap(ring.offset(sequence)).slots();
            VarHandle.acquireFence(); // the slots are read ahead of how far they were given back
            final long first = ring.drainedUpTo() + 1;
            sequence = first > sequence ? first : sequence + slots;
        }
        return sequence;
    }

    private Thread takeBackIfDead(final Claim claim, final Thread owner, final long stuck)
    {
        if (owner == null)
        {
            return null;
        }
        // First the death, then the slots: what the owner did last is seen then, so that a record that it committed on its way
        // out is not taken for an open claim. Slots that were given back meanwhile may be another's by now.
        final boolean isAlive = owner.isAlive();
        if (ring.isPublished(stuck) || ring.drainedUpTo() >= stuck)
        {
            return null;
        }
        if (isAlive)
        {
            return owner;
        }
        final int slots = claim.slots;
        if (!claim.closeFor(owner))
        {
            return null;
        }
        record.wrap(ring.offset(stuck)).putHead(RecordFlyweight.PADDING, slots);
        ring.publish(stuck);
        takenBack++;
        return null;
    }

    /** Claims that were taken back from threads that have died. */
    synchronized long takenBack()
    {
        return takenBack;
    }
}
