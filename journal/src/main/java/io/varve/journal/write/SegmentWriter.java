package io.varve.journal.write;

import io.varve.ring.GenerationSink.Room;
import org.agrona.concurrent.UnsafeBuffer;

/** Puts documents behind each other into segments. One thread at a time. */
public interface SegmentWriter extends AutoCloseable
{
    /** Whether a document of so many bytes can be claimed; when {@link Room#READY}, it stays so until the next commit. */
    Room room(int lengthBytes);

    /** Takes room for a document, in a new segment when it does not fit the current one. */
    void claim(int lengthBytes);

    /** Where the claimed bytes are. */
    UnsafeBuffer buffer();

    /** Offset of the claimed bytes in {@link #buffer()}. */
    int offset();

    /** Makes the claimed document part of the segment. */
    void commit();

    /** Gives the claim back. */
    void abort();

    /** Why there will never be room again, or null. */
    Throwable failure();

    /** Number of the segment that was written to last. */
    long segment();

    /** Ends writing; what was committed stays. */
    @Override
    void close();
}
