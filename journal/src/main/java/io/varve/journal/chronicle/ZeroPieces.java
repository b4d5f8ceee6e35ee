package io.varve.journal.chronicle;

import java.util.concurrent.TimeUnit;

/**
 * How much is written at once of the zeros ahead of the writer.
 *
 * <p>A file system keeps what was written at once as one piece of its cache, and marks all of the piece as changed by a store
 * through a mapping. A sync behind one small event writes such a piece whole: 256 KiB to the disk for 200 bytes, twice the
 * time. So pieces are small, unless the writer is fast: then syncs find whole pieces changed anyway, and large ones cost half
 * as much to make.
 *
 * <p>For one thread.
 */
final class ZeroPieces
{
    static final int MIN_LENGTH = 16 * 1024;
    static final int MAX_LENGTH = 256 * 1024;

    /** Pace of the writer from which pieces are large. */
    static final long FAST_BYTES_PER_SECOND = 64L * 1024 * 1024;

    /** Shortest time that a pace is taken over. */
    static final long WINDOW_NS = TimeUnit.MILLISECONDS.toNanos(20);

    private long windowStartNs;
    private long writtenAtStart;
    private int length = MIN_LENGTH;

    ZeroPieces(final long nowNs)
    {
        windowStartNs = nowNs;
    }

    /**
     * @param written bytes written in all.
     * @return bytes of a piece.
     */
    int length(final long written, final long nowNs)
    {
        final long elapsedNs = nowNs - windowStartNs;
        if (elapsedNs >= WINDOW_NS)
        {
            final double bytesPerNs = (written - writtenAtStart) / (double)elapsedNs;
            length = bytesPerNs * TimeUnit.SECONDS.toNanos(1) >= FAST_BYTES_PER_SECOND ? MAX_LENGTH : MIN_LENGTH;
            windowStartNs = nowNs;
            writtenAtStart = written;
        }
        return length;
    }
}
