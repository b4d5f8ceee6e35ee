package io.varve.perf.streamlog;

import org.agrona.DirectBuffer;

/** Many streams of events, each known by its number; one thread. */
public interface StreamLog extends AutoCloseable
{
    /**
     * Appends a batch, all or nothing, waiting for room when there is none.
     *
     * @param stream       from 0.
     * @param firstVersion of the batch: the count of the stream's events so far.
     * @param events       off-heap; the batch's events of {@link StreamPattern#LENGTH} bytes, one behind the other from 0;
     *                     copied before this returns.
     * @param count        of them.
     */
    void append(long stream, long firstVersion, DirectBuffer events, int count);

    /** Waits until everything that was appended would survive the death of this process. */
    void awaitWritten();

    /**
     * Reads a whole stream.
     *
     * @return how many events it has; none of a stream that was never written to.
     */
    int get(long stream, EventVisitor visitor);

    /** Reads a whole stream and copies as little as it can; the same as {@link #get} where that does so already. */
    default int walk(final long stream, final EventVisitor visitor)
    {
        return get(stream, visitor);
    }

    /** Waits until what it does in the background for what was written is done, so that it is read at its best. */
    default void settle()
    {
    }

    @Override
    void close();

    /** Sees the events of a stream in order. */
    @FunctionalInterface
    interface EventVisitor
    {
        /** One event; its bytes are valid until this returns. */
        void onEvent(long version, DirectBuffer event);
    }
}
