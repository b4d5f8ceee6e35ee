package io.varve.client.session;

import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import io.varve.codec.protocol.RefusalCode;

/** What a node's refusal is to the caller. */
public final class Refusals
{
    private Refusals()
    {
    }

    /**
     * As an exception: a mistake of the caller, or what is not one.
     *
     * @param value of a {@link RefusalCode}; a later version's is told by its text alone.
     */
    public static RuntimeException of(final int value, final String text)
    {
        for (final RefusalCode code : RefusalCode.values())
        {
            if (code.value() == value)
            {
                return of(code, text);
            }
        }
        return new EventLogException(ErrorCode.PROTOCOL, text + " (code " + value + " of a newer node)");
    }

    private static RuntimeException of(final RefusalCode code, final String text)
    {
        return switch (code)
        {
            case BAD_NAME, BAD_REQUEST -> new IllegalArgumentException(text);
            default -> new EventLogException(codeOf(code), text);
        };
    }

    private static ErrorCode codeOf(final RefusalCode code)
    {
        return switch (code)
        {
            case PROTOCOL_VERSION, MALFORMED, UNKNOWN_REQUEST -> ErrorCode.PROTOCOL;
            case UNAUTHENTICATED -> ErrorCode.UNAUTHENTICATED;
            case TOO_MANY_CLIENTS, TOO_MANY_PUBLISHERS, TOO_MANY_REQUESTS, TOO_MANY_BYTES -> ErrorCode.LIMIT_REACHED;
            case TOO_MANY_NAMES -> ErrorCode.TOO_MANY_NAMES;
            case EVENT_TOO_LARGE -> ErrorCode.EVENT_TOO_LARGE;
            case BATCH_TOO_LARGE -> ErrorCode.BATCH_TOO_LARGE;
            case WINDOW_FULL -> ErrorCode.WINDOW_FULL;
            case HISTORY_DIFFERS -> ErrorCode.HISTORY_DIFFERS;
            case DURABILITY_UNAVAILABLE -> ErrorCode.DURABILITY_UNAVAILABLE;
            case CURSOR_TAKEN -> ErrorCode.CURSOR_TAKEN;
            case CORRUPT -> ErrorCode.CORRUPT;
            case IO_ERROR -> ErrorCode.IO_ERROR;
            case WRITING_ENDED -> ErrorCode.WRITING_ENDED;
            case CLOSING -> ErrorCode.UNREACHABLE;
            case TIMED_OUT -> ErrorCode.TIMED_OUT;
            case DISK_FULL -> ErrorCode.DISK_FULL;
            case FENCED -> ErrorCode.FENCED;
            case LOG_FULL -> ErrorCode.LOG_FULL;
            case BACK_PRESSURED -> ErrorCode.BACK_PRESSURED;
            case READ_ONLY -> ErrorCode.READ_ONLY;
            case NEWER_FORMAT -> ErrorCode.NEWER_FORMAT;
            case BAD_NAME, BAD_REQUEST, NULL_VAL -> ErrorCode.PROTOCOL;
        };
    }
}
