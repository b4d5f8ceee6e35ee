package io.varve.api;

/** What became of a published batch. */
public enum AckStatus
{
    /** It has its position and version; durability follows {@link EventStore#positions()}. */
    ADMITTED,

    /** The stream was not at the expected version; nothing was written. */
    WRONG_EXPECTED_VERSION,

    /** No room on the disk; nothing was written. */
    DISK_FULL,

    /** The log or the stream has reached its highest number; nothing was written. */
    LOG_FULL,

    /** Writing has ended; the batch was not acknowledged and will not be. */
    WRITING_ENDED
}
