package io.varve.api;

import io.varve.codec.EventLogException;

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

    /**
     * Keeps {@link #token()} as the place of this tail's named cursor ({@link TailStart#withCursor}); returns when the node has
     * it on stable storage. A tail that takes the name later goes on there, so what was looked at and not committed is
     * delivered again.
     *
     * <p>When the connection was lost meanwhile, the tail steps off the event that it stands on.
     *
     * @throws IllegalStateException of a tail without a named cursor.
     * @throws EventLogException     when the node cannot keep it, or did not answer in time.
     */
    default void commit()
    {
        throw new IllegalStateException("tail has no named cursor to commit: start it with one, at a node");
    }
}
