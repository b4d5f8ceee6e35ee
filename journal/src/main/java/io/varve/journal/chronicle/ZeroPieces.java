package io.varve.journal.chronicle;

import java.util.concurrent.TimeUnit;

/**
 * How much is written at once of the zeros ahead of the writer.
 *
 * <p>A file system keeps what was written at once as one piece of its cache, and marks all of the piece as changed by a store
 * through a mapping. A sync behind one small event writes such a piece whole: 256 KiB to the disk for 200 bytes, twice the
 * time. So pieces are small, unless much is written from one sync to the next: then syncs find whole pieces changed anyway, and
 * large ones cost half as much to make.
 *
 * <p>For one thread.
 */
final class ZeroPieces
{
    static final int MIN_LENGTH = 16 * 1024;
    static final int MAX_LENGTH = 256 * 1024;

    /** Bytes from one sync to the next, or in a window without one, from which pieces are large. */
    static final long LARGE_FROM = 1024 * 1024;

    /** Shortest time that is looked at. */
    static final long WINDOW_NS = TimeUnit.MILLISECONDS.toNanos(20);

    private long windowStartNs;
    private long writtenAtStart;
    private long syncsAtStart;
    private int length = MIN_LENGTH;

    ZeroPieces(final long nowNs)
    {
        windowStartNs = nowNs;
    }

    /**
     * @param written bytes written in all.
     * @param syncs   in all.
     * @return bytes of a piece.
     */
    int length(final long written, final long syncs, final long nowNs)
    {
        final long elapsedNs = nowNs - windowStartNs;
        if (elapsedNs >= WINDOW_NS)
        {
            // Long windows come from writers that are slow: what they write in one of the shortest counts.
            final long parts = Math.max(syncs - syncsAtStart, elapsedNs / WINDOW_NS);
            length = (written - writtenAtStart) / parts >= LARGE_FROM ? MAX_LENGTH : MIN_LENGTH;
            windowStartNs = nowNs;
            writtenAtStart = written;
            syncsAtStart = syncs;
        }
        return length;
    }
}
