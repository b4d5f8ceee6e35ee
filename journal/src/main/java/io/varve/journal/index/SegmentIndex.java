package io.varve.journal.index;

import java.util.BitSet;

/**
 * Where the generations of one segment are, and what runs of them hold, up to some generation. Generations and runs are
 * counted from 0 in the segment. Thread-safe.
 *
 * <p>Nothing here throws for damage: what cannot be read answers with -1 or nothing, {@link #isUsable()} is false from then on,
 * and whatever was concluded before must be dropped.
 */
public interface SegmentIndex
{
    /** Takes the lists of a directory. */
    @FunctionalInterface
    interface ListVisitor
    {
        /**
         * One list.
         *
         * @param identityHigh of an aggregate, or of a domain when the list is one of a type.
         * @param identityLow  second long of it.
         * @param type         number of an event type; 0 for the list of an aggregate.
         * @return whether the runs of the list are wanted.
         */
        boolean isWanted(long identityHigh, long identityLow, int type);
    }

    /** Whether what it has said so far may be believed. */
    boolean isUsable();

    long segment();

    /** Number in the journal of the segment's first generation. */
    long firstGeneration();

    /** Generations that are known. */
    int generations();

    /** Position of the segment's first event. */
    long firstPosition();

    /** Position behind the last generation that is known. */
    long nextPosition();

    /** Offset in the segment behind the last generation that is known. */
    int endOffset();

    /** Offset in the segment of the word ahead of a generation, or -1. */
    int offset(int generation);

    /** Runs that are known; the last one may still grow. */
    int runs();

    int firstGenerationOf(int run);

    /** Bytes of the generations of a run. */
    int bytesOf(int run);

    /** Position of the first event of a run. */
    long firstPositionOf(int run);

    /** Ns since the epoch. */
    long minTimestampOf(int run);

    /** Ns since the epoch. */
    long maxTimestampOf(int run);

    /** Ns since the epoch, of the first generation of a run. */
    long recordedAtOf(int run);

    /** Adds the runs of every list that is wanted to a set. */
    void addRuns(ListVisitor visitor, BitSet runs);
}
