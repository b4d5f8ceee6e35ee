package io.varve.replication.message;

import io.varve.codec.ErrorCode;
import io.varve.codec.protocol.RefusalCode;

/** What an error of the store is called in the protocol. */
public final class Refusals
{
    private Refusals()
    {
    }

    /** The refusal code of an error: its own, unless it is none that a client is told. */
    public static RefusalCode codeOf(final ErrorCode error)
    {
        return switch (error)
        {
            case EVENT_TOO_LARGE -> RefusalCode.EVENT_TOO_LARGE;
            case BATCH_TOO_LARGE -> RefusalCode.BATCH_TOO_LARGE;
            case TOO_MANY_NAMES -> RefusalCode.TOO_MANY_NAMES;
            case LOG_FULL -> RefusalCode.LOG_FULL;
            case DISK_FULL -> RefusalCode.DISK_FULL;
            case READ_ONLY -> RefusalCode.READ_ONLY;
            case NEWER_FORMAT -> RefusalCode.NEWER_FORMAT;
            case FENCED -> RefusalCode.FENCED;
            case HISTORY_DIFFERS -> RefusalCode.HISTORY_DIFFERS;
            case DURABILITY_UNAVAILABLE -> RefusalCode.DURABILITY_UNAVAILABLE;
            case CURSOR_TAKEN -> RefusalCode.CURSOR_TAKEN;
            case CORRUPT -> RefusalCode.CORRUPT;
            case WRITING_ENDED -> RefusalCode.WRITING_ENDED;
            case CLOSED -> RefusalCode.CLOSING;
            case TIMED_OUT -> RefusalCode.TIMED_OUT;
            case BACK_PRESSURED -> RefusalCode.BACK_PRESSURED;
            case WINDOW_FULL -> RefusalCode.WINDOW_FULL;
            case UNAUTHENTICATED -> RefusalCode.UNAUTHENTICATED;
            case IO_ERROR -> RefusalCode.IO_ERROR;
            // statuses of batches, which come with an ack
            case WRONG_EXPECTED_VERSION, SEQUENCE_GAP, OUTCOME_TOO_OLD -> RefusalCode.IO_ERROR;
            // of directories that are opened, and of clients: an open store throws none of them
            case LOCKED, NOT_A_STORE, NOT_A_BACKUP, NOT_EMPTY, UNREACHABLE, OUTCOME_UNKNOWN, LIMIT_REACHED, PROTOCOL ->
                RefusalCode.IO_ERROR;
        };
    }
}
