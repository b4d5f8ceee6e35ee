package io.varve.codec;

/** Why something that is not the caller's mistake could not be done; stable names that other programs may match. */
public enum ErrorCode
{
    /** The stream is not at the version that the writer expected; nothing was written. */
    WRONG_EXPECTED_VERSION,

    /** A batch or a transaction does not fit a generation; refused before anything was written. */
    BATCH_TOO_LARGE,

    /** A producer's batch is ahead of the next one in its numbering; nothing was written. */
    SEQUENCE_GAP,

    /** A producer's batch is so old that it is no longer known whether it was written; nothing was written now. */
    OUTCOME_TOO_OLD,

    /** A later session of the same producer has taken over; nothing was written. */
    FENCED,

    /** An event has more data than its length field can say; refused before anything was written. */
    EVENT_TOO_LARGE,

    /** No more names of this kind can be numbered. */
    TOO_MANY_NAMES,

    /** A stream, or the log, has reached the highest number that the format has. */
    LOG_FULL,

    /** The ring had no room within the time allowed. */
    BACK_PRESSURED,

    /** The publisher has as many batches without a polled ack as its window allows. */
    WINDOW_FULL,

    /** What was waited for did not come within the time allowed; its outcome is unknown. */
    TIMED_OUT,

    /** The medium cannot give the durability asked for. */
    DURABILITY_UNAVAILABLE,

    /** No room on the disk; nothing was written, reading goes on, writing resumes when there is room. */
    DISK_FULL,

    /** The disk refused a read, a write or a sync. */
    IO_ERROR,

    /** Writing has ended after a failure that retrying could hide; reading goes on. */
    WRITING_ENDED,

    /** Another process, or this one, has the directory open for writing. */
    LOCKED,

    /** The directory is not a data directory. */
    NOT_A_STORE,

    /** The directory is not a backup, or one that was never finished. */
    NOT_A_BACKUP,

    /** The directory holds something, and only a missing or an empty one will do. */
    NOT_EMPTY,

    /** The data directory was written by a newer version. */
    NEWER_FORMAT,

    /** The directory may not be written. */
    READ_ONLY,

    /** Bytes that were synced are not what was written. */
    CORRUPT,

    /** A token does not fit the journal. */
    HISTORY_DIFFERS,

    /**
     * The node that a store is connected to, or its media driver, could not be reached within the time allowed; nothing was
     * written by this.
     */
    UNREACHABLE,

    /**
     * The connection to the node was lost before the answer came: the batch may or may not be written. A named producer would have
     * sent it again under its number.
     */
    OUTCOME_UNKNOWN,

    /** The node does not take this client: the secret is wrong or missing. */
    UNAUTHENTICATED,

    /** The node holds as much for this client, or for all, as its limits allow; the message names the limit. */
    LIMIT_REACHED,

    /** The other side does not speak this protocol, or broke it. */
    PROTOCOL,

    /** Another holds the named cursor. */
    CURSOR_TAKEN,

    /** The store, cursor or publisher was closed. */
    CLOSED
}
