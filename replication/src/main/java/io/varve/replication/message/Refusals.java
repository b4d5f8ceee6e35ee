package io.varve.replication.message;

import io.varve.codec.ErrorCode;
import io.varve.codec.protocol.RefusalCode;

/** What an error of the store is called in the protocol. */
public final class Refusals
{
    private Refusals()
    {
    }

    /** The refusal code of an error. */
    public static RefusalCode codeOf(final ErrorCode error)
    {
        return switch (error)
        {
            case EVENT_TOO_LARGE -> RefusalCode.EVENT_TOO_LARGE;
            case BATCH_TOO_LARGE -> RefusalCode.BATCH_TOO_LARGE;
            case TOO_MANY_NAMES -> RefusalCode.TOO_MANY_NAMES;
            case DISK_FULL -> RefusalCode.DISK_FULL;
            case FENCED -> RefusalCode.FENCED;
            case HISTORY_DIFFERS -> RefusalCode.HISTORY_DIFFERS;
            case DURABILITY_UNAVAILABLE -> RefusalCode.DURABILITY_UNAVAILABLE;
            case CURSOR_TAKEN -> RefusalCode.CURSOR_TAKEN;
            case CORRUPT -> RefusalCode.CORRUPT;
            case WRITING_ENDED -> RefusalCode.WRITING_ENDED;
            case CLOSED -> RefusalCode.CLOSING;
            case TIMED_OUT, BACK_PRESSURED -> RefusalCode.TIMED_OUT;
            case WINDOW_FULL -> RefusalCode.WINDOW_FULL;
            default -> RefusalCode.IO_ERROR;
        };
    }
}
