package io.varve.api.refusal;

import io.varve.api.AckStatus;
import io.varve.api.ExpectedVersion;
import io.varve.api.Instance;
import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import io.varve.codec.Limits;

/**
 * A batch that was not written, and all that is known of it.
 *
 * @param stream          address of its stream, or null when that says nothing.
 * @param expectedVersion of the batch.
 * @param lastVersion     of the stream.
 * @param producer        whose batch it is, or null.
 * @param sequence        that its producer gave it.
 * @param place           of the log.
 */
public record BatchRefusal(
    String stream, long expectedVersion, long lastVersion, String producer, long sequence, String place)
{
    /** Address of an instance: {@code domain/aggregate/id} or {@code domain/aggregate/key}. */
    public static String address(final Instance instance)
    {
        return instance.domain() + '/' + instance.aggregate() + '/' +
            (instance.key() == null ? Long.toString(instance.id()) : instance.key());
    }

    /**
     * As an exception.
     *
     * @param status other than written.
     * @param reason why writing has ended, for {@link AckStatus#WRITING_ENDED}.
     */
    public EventLogException toException(final AckStatus status, final Object reason)
    {
        final String where = stream == null ? "" : "stream=" + stream + ": ";
        final String who = "producer=\"" + producer + "\", sequence=" + sequence;
        return switch (status)
        {
            case WRONG_EXPECTED_VERSION -> new EventLogException(ErrorCode.WRONG_EXPECTED_VERSION,
                where + "expected version " + ExpectedVersion.text(expectedVersion) + ", current " +
                    (lastVersion < 0 ? "none" : Long.toString(lastVersion)));
            case DISK_FULL -> new EventLogException(ErrorCode.DISK_FULL, where + "no room on the disk: place=" + place +
                "; nothing was written; free some space, writing resumes by itself");
            case LOG_FULL -> new EventLogException(ErrorCode.LOG_FULL,
                where + "no version is left in the stream: last=" + lastVersion + "; nothing was written");
            case SEQUENCE_GAP -> new EventLogException(ErrorCode.SEQUENCE_GAP,
                "a batch ahead of this one is missing: " + who + "; nothing was written; send the missing ones first");
            case OUTCOME_TOO_OLD -> new EventLogException(ErrorCode.OUTCOME_TOO_OLD,
                "this batch is too far back to know whether it was written: " + who + ", remembered=" +
                Limits.PRODUCER_WINDOW + "; nothing was written now");
            case FENCED -> new EventLogException(ErrorCode.FENCED,
                "a later session of this producer has taken over: " + who + "; nothing was written");
            case OUTCOME_UNKNOWN -> new EventLogException(ErrorCode.OUTCOME_UNKNOWN, where +
                "the connection was lost before the answer came, the batch may or may not be written: place=" + place +
                "; look, or use a producer with a name of its own, which finds out by itself");
            default -> new EventLogException(ErrorCode.WRITING_ENDED, where + "writing has ended after a failure: place=" +
                place + ", reason=" + reason + "; restart");
        };
    }
}
