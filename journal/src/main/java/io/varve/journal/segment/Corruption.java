package io.varve.journal.segment;

import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;

/**
 * A place that was written and is not what was written.
 *
 * @param place          file of the segment.
 * @param offset         in it.
 * @param number         of the generation that should stand there.
 * @param position       of its first event.
 * @param reason         what is wrong with it.
 * @param resumeSegment  where the next valid generation stands, -1 when none follows.
 * @param resumeOffset   in that segment.
 * @param resumeNumber   of that generation.
 * @param resumePosition of its first event; the end of what is lost when none follows.
 */
public record Corruption(
    String place,
    int offset,
    long number,
    long position,
    String reason,
    long resumeSegment,
    int resumeOffset,
    long resumeNumber,
    long resumePosition)
{
    /** One line: what, where, how much. */
    public String text()
    {
        return "corrupt generation: number=" + number + ", position=" + position + ", events lost=" +
            (resumePosition - position) + ", file=" + place + ", offset=" + offset + ", reason=" + reason;
    }

    /** As an exception that says what to do. */
    public EventLogException toException()
    {
        return new EventLogException(ErrorCode.CORRUPT, text() +
            "; restore it from a backup; reading can go on behind it (tail --skip-corrupt)");
    }
}
