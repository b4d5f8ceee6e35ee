package io.varve.ring;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * Takes sealed generations: the journal of this node, or the log of a cluster.
 *
 * <p>Called by whoever seals, one thread at a time, in the order {@link #room}, {@link #claim}, {@link #buffer}, {@link
 * #publish}, {@link #commit}.
 */
public interface GenerationSink
{
    /** Whether generations can be taken. */
    enum Room
    {
        /** Now. */
        READY,

        /** Not at this moment; writers wait. */
        SOON,

        /** Not until there is room on the disk; writers are told so. */
        DISK_FULL,

        /** Never again; writers are told so. */
        ENDED
    }

    /**
     * Whether a generation of up to so many bytes can be claimed. When it is {@link Room#READY} it stays so until the next
     * commit.
     */
    Room room(int lengthBytes);

    /**
     * Whether a generation that is not full may be sealed at this time. A sink gives credit as fast as it can take small
     * generations without falling behind; while it gives none, generations fill.
     *
     * @param nowNs of the clock that stamps batches.
     */
    boolean hasCredit(long nowNs);

    /** Takes room for a generation of exactly so many bytes. */
    void claim(int lengthBytes);

    /** Where the claimed bytes are, off-heap. */
    UnsafeBuffer buffer();

    /** Offset of the claimed bytes in {@link #buffer()}. */
    int offset();

    /** Gives a claim back; nothing of it was seen by anybody. */
    void abort();

    /**
     * Lets readers see the generation that was encoded into the claim, as early as the sink can; what keeps the books comes with
     * {@link #commit}, until which the bytes stay where they are. A sink may leave it to that.
     *
     * @param number       of it.
     * @param nextPosition behind its last event.
     */
    default void publish(final long number, final long nextPosition)
    {
        // commit makes it visible
    }

    /**
     * Takes the generation that was encoded into the claim. When this returns it is visible at its position.
     *
     * @param nextPosition behind its last event.
     * @param chain        of it.
     * @param nowNs        of the clock that stamps batches.
     */
    void commit(long number, long nextPosition, long chain, long nowNs);

    /** Highest generation known to be on stable storage, -1 none. */
    long syncedGeneration();

    /** Ends writing after a failure that leaves it open what the log holds: {@link #room} is {@link Room#ENDED} from now on. */
    void end(Throwable failure);
}
