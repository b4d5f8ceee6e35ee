package io.varve.ring;

/** What became of a record; the codes stand in completion rings. */
public final class Outcome
{
    /** Admitted at its position and version. */
    public static final int ADMITTED = 0;

    /** Refused: the stream is not at the expected version. */
    public static final int WRONG_EXPECTED_VERSION = 1;

    /** Refused: no room on the disk. */
    public static final int DISK_FULL = 2;

    /** Refused: no version is left in the stream. */
    public static final int STREAM_FULL = 3;

    /** Not written: writing has ended. */
    public static final int WRITING_ENDED = 4;

    /** Not written again: position and version are those of the first time. */
    public static final int DUPLICATE = 5;

    /** Refused: a producer's batch is ahead of its next sequence. */
    public static final int SEQUENCE_GAP = 6;

    /** Refused: a producer's batch is older than what is known of it. */
    public static final int OUTCOME_TOO_OLD = 7;

    /** Refused: the producer's session has been taken over. */
    public static final int FENCED = 8;

    /** How many there are. */
    public static final int COUNT = 9;

    private Outcome()
    {
    }
}
