package io.varve.ring;

/**
 * The one place that decides, in the order of the log, whether a batch is written and with which version.
 *
 * <p>Called by whoever seals, one thread at a time.
 */
public interface Admission
{
    /** Verdict: the stream is not at the expected version; {@link #lastVersion} says where it is. */
    long WRONG_EXPECTED_VERSION = -1;

    /** Verdict: the stream has no version left for the batch. */
    long STREAM_FULL = -2;

    /** Whether what decisions read lies far enough away that touching it ahead pays. */
    boolean isTouchWorthwhile();

    /**
     * Touches what a decision about the record will read. All records of a drain are touched ahead of the first decision, so
     * that their cache misses overlap.
     */
    void touch(RecordFlyweight record);

    /**
     * A generation opens: what is admitted from now on will stand in it. Called again for the same one when nothing was admitted.
     *
     * @return false when there is no room on the disk for what admission has to note; then nothing is admitted.
     */
    default boolean begin(final long generation)
    {
        return true;
    }

    /** The open generation is complete: what was noted of it must be seen by whoever reads it from the journal. */
    default void seal()
    {
        // nothing is noted
    }

    /**
     * Decides about a record and, when it is admitted, advances its stream.
     *
     * @return the version of its first event, or a negative verdict that left no trace.
     */
    long admit(RecordFlyweight record);

    /**
     * Decides about a part of a transaction as {@link #admit} would, and changes nothing. A condition counts no event.
     *
     * @param eventsAhead that earlier parts of the transaction add to its stream.
     * @return the version of its first event, or a negative verdict.
     */
    long check(RecordFlyweight part, int eventsAhead);

    /** Version of the last event of the stream that was refused last, -1 for an empty one. */
    long lastVersion();
}
