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

    private Outcome()
    {
    }
}
