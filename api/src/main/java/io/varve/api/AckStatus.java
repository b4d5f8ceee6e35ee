package io.varve.api;

/** What became of a published batch. */
public enum AckStatus
{
    /** It has its position and version; durability follows {@link EventStore#positions()}. */
    ADMITTED,

    /** A producer's batch that was written before: position and version are those of its first answer. */
    DUPLICATE,

    /** The stream was not at the expected version; nothing was written. */
    WRONG_EXPECTED_VERSION,

    /**
     * No room on the disk; nothing was written. A producer's batch was not judged: what it sent behind this one comes back with
     * {@link #SEQUENCE_GAP}, so that no later batch is written ahead of an earlier one.
     */
    DISK_FULL,

    /** The log or the stream has reached its highest number; nothing was written. */
    LOG_FULL,

    /** A producer's batch is ahead of the next one in its numbering; nothing was written. */
    SEQUENCE_GAP,

    /** A producer's batch is so far behind its last one that the first answer is forgotten; nothing was written now. */
    OUTCOME_TOO_OLD,

    /** A later session of the same producer has taken over; nothing was written. */
    FENCED,

    /** Writing has ended; the batch was not acknowledged and will not be. */
    WRITING_ENDED,

    /**
     * By a bound of the node that the store is connected to; nothing was written. {@link Publisher#await} says which. A producer's
     * batch was not judged: what it sent behind this one comes back with {@link #SEQUENCE_GAP}.
     */
    REFUSED,

    /**
     * The connection to the node was lost before the answer came, and the publisher has no name under which to ask, or somebody
     * else has taken its name over since: the batch may or may not be written. It is never sent again by itself.
     */
    OUTCOME_UNKNOWN;

    /** Whether the batch is in the log, by this publish or an earlier one. */
    public boolean isWritten()
    {
        return this == ADMITTED || this == DUPLICATE;
    }
}
