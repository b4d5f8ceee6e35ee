package io.varve.api;

/**
 * A session of a named producer: a publisher that numbers its batches, so that whoever is unsure whether a batch was written
 * sends it again under its number, and it is written once.
 *
 * <p>Numbers are called sequences and count from 1, one a batch or transaction. What becomes of a batch:
 * <ul>
 * <li>the next sequence: it is judged, and written or refused;</li>
 * <li>one of the last {@value io.varve.codec.Limits#PRODUCER_WINDOW} that was written: {@link AckStatus#DUPLICATE} with the
 * position and version of its first answer;</li>
 * <li>one of these that was refused: it leaves no trace, so it is judged anew;</li>
 * <li>above the next: {@link AckStatus#SEQUENCE_GAP}; older than these: {@link AckStatus#OUTCOME_TOO_OLD}.</li>
 * </ul>
 *
 * <p>After a crash: open the producer again under its name, ask {@link #lastSequence()}, and go on behind it, or send again from
 * any {@link #sequence} that is not further back than the window.
 *
 * <p>One thread at a time. The window of unpolled acks has at most {@value io.varve.codec.Limits#PRODUCER_WINDOW} batches.
 */
public interface Producer extends Publisher
{
    String name();

    /** Number of this session; grows each time the name is taken over, and stands in the log with each batch. */
    long session();

    /** Highest sequence that was judged before this session, 0 for none; after a restart of the store, the highest written. */
    long lastSequence();

    /** Sequence that the next publish takes: one above the one before it, at first above {@link #lastSequence()}. */
    long nextSequence();

    /**
     * Sets the sequence that the next publish takes; the ones behind it count on from there.
     *
     * @throws IllegalArgumentException below 1.
     */
    void sequence(long sequence);
}
