package io.varve.journal.index;

import java.util.concurrent.TimeUnit;

/**
 * Says when sealed segments get their index files. A writer that fills segments in a row needs the processors itself: indexes wait
 * until it pauses, but only so many segments of them, since a start after a crash reads what has no index.
 */
final class IndexPace
{
    /** Without a roll for this long, writing leaves time for other work. */
    static final long QUIET_NS = TimeUnit.MILLISECONDS.toNanos(500);

    /** Most segments that wait, and most bytes of them. */
    private static final int MAX_WAITING_SEGMENTS = 4;
    private static final long MAX_WAITING_BYTES = 256L * 1024 * 1024;

    private final long maxWaiting;
    private volatile long rolledNs;

    /** Over segments of a length, from a time on at which there was no roll for long. */
    IndexPace(final long segmentLengthBytes, final long nowNs)
    {
        maxWaiting = Math.max(1, Math.min(MAX_WAITING_SEGMENTS, MAX_WAITING_BYTES / segmentLengthBytes));
        rolledNs = nowNs - QUIET_NS;
    }

    /** Notes that writing has gone on to another segment. */
    void rolled(final long nowNs)
    {
        rolledNs = nowNs;
    }

    /** Whether nobody fills segments in a row. */
    boolean isQuiet(final long nowNs)
    {
        return untilQuietNs(nowNs) <= 0;
    }

    /** Ns until it is quiet if there is no roll before. */
    long untilQuietNs(final long nowNs)
    {
        return rolledNs + QUIET_NS - nowNs;
    }

    /** Whether the next of so many waiting segments is due. */
    boolean isDue(final long waiting, final long nowNs)
    {
        return waiting > maxWaiting || waiting > 0 && isQuiet(nowNs);
    }
}
