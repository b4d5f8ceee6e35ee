package io.varve.api;

import java.util.concurrent.TimeUnit;

/**
 * A cursor without an end: it catches up from where it starts and goes on live, without a gap or a duplicate at the seam.
 *
 * <p>{@link #next()} returns false when nothing more has reached the level that it waits for. A slow tailer never slows
 * a writer.
 */
public interface Tailer extends EventCursor
{
    /**
     * Steps to the next event, waiting for one.
     *
     * @return false when none came within the time, or the thread was interrupted (its flag stays set).
     */
    boolean next(long timeout, TimeUnit unit);

    /** Position of the event that the next step looks at first. */
    long nextPosition();

    /** The place behind everything that was looked at: a tail that starts from it misses nothing and repeats nothing. */
    Token token();

    /**
     * Steps over a corrupt place to the next valid generation.
     *
     * @return how many positions were left out, -1 when nothing was found corrupt.
     */
    long skipCorrupt();
}
