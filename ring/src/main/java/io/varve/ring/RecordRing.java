package io.varve.ring;

import com.lmax.disruptor.InsufficientCapacityException;
import com.lmax.disruptor.MultiProducerSequencer;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;
import com.lmax.disruptor.WaitStrategy;
import io.varve.codec.Limits;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The off-heap arena and the Disruptor sequences that hand out its slots.
 *
 * <p>A record takes as many consecutive slots as it needs; one that crosses the end of the arena runs on into slack, so
 * that its bytes are always contiguous. Claims never wait in here: the Disruptor's own {@code next(n)} takes the sequence
 * before it waits, so it could neither time out nor be given up.
 */
final class RecordRing
{
    /** Bytes of a slot: one cache line. */
    static final int SLOT_LENGTH = 64;

    /** Most bytes of a record: a batch of {@link Limits#MAX_GENERATION_LENGTH} and its record header. */
    static final int MAX_RECORD_LENGTH = Limits.MAX_GENERATION_LENGTH + RecordFlyweight.HEADER_LENGTH;

    /** Most bytes of the arena: with its slack it is one buffer, whose offsets are ints. */
    static final int MAX_ARENA_LENGTH = 512 * 1024 * 1024;

    /** Result of a claim that does not fit now. */
    static final long NO_ROOM = -1;

    private final int slotMask;
    private final UnsafeBuffer arena;
    private final MultiProducerSequencer sequencer;
    private final Sequence drained = new Sequence(-1);

    /**
     * An arena of at least so many bytes.
     *
     * @throws IllegalArgumentException when two records of the highest length would not fit.
     */
    RecordRing(final int arenaLength, final WaitStrategy waitStrategy)
    {
        if (arenaLength < 2 * MAX_RECORD_LENGTH)
        {
            throw new IllegalArgumentException("ring must have at least " + 2 * MAX_RECORD_LENGTH + " bytes, room for two " +
                "batches of the highest length: ringLength=" + arenaLength);
        }
        if (arenaLength > MAX_ARENA_LENGTH)
        {
            throw new IllegalArgumentException("ring must have at most " + MAX_ARENA_LENGTH + " bytes: ringLength=" + arenaLength);
        }
        final int slots = BitUtil.findNextPositivePowerOfTwo(arenaLength / SLOT_LENGTH);
        slotMask = slots - 1;
        arena = new UnsafeBuffer(
            BufferUtil.allocateDirectAligned(slots * SLOT_LENGTH + MAX_RECORD_LENGTH + SLOT_LENGTH, SLOT_LENGTH));
        sequencer = new MultiProducerSequencer(slots, waitStrategy);
        sequencer.addGatingSequences(drained);
    }

    static int slots(final int recordLength)
    {
        return (recordLength + SLOT_LENGTH - 1) / SLOT_LENGTH;
    }

    UnsafeBuffer arena()
    {
        return arena;
    }

    int offset(final long sequence)
    {
        return (int)(sequence & slotMask) * SLOT_LENGTH;
    }

    /** @return the first sequence of so many consecutive ones, or {@link #NO_ROOM}. */
    long tryClaim(final int slots)
    {
        try
        {
            return sequencer.tryNext(slots) - slots + 1;
        }
        catch (final InsufficientCapacityException e) // one shared instance without a stack trace
        {
            return NO_ROOM;
        }
    }

    /**
     * Makes a claimed record visible to the sealer: only its first slot is marked, since the record itself says how many it has.
     */
    void publish(final long sequence)
    {
        sequencer.publish(sequence);
    }

    /** Whether the record that starts at a sequence is published. */
    boolean isPublished(final long sequence)
    {
        return sequencer.isAvailable(sequence);
    }

    /** Last sequence that was claimed. */
    long claimedUpTo()
    {
        return sequencer.getCursor();
    }

    /** Last sequence whose slots were given back. */
    long drainedUpTo()
    {
        return drained.get();
    }

    /** Gives slots back to claims; by the thread that seals. */
    void release(final long upTo)
    {
        drained.set(upTo);
    }

    SequenceBarrier barrier()
    {
        return sequencer.newBarrier();
    }
}
