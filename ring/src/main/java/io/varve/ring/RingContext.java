package io.varve.ring;

import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.OffsetEpochNanoClock;

import java.util.concurrent.TimeUnit;

/** Settings of a ring; concluded, they are read only. */
public final class RingContext
{
    /** Bytes of the arena unless set. */
    public static final int RING_LENGTH_DEFAULT = 1024 * 1024;

    /** Batches that a publisher may have without a polled ack unless set. */
    public static final int WINDOW_LENGTH_DEFAULT = 1_024;

    /** How long publishing and waiting may take unless set. */
    public static final long PUBLISH_TIMEOUT_NS_DEFAULT = TimeUnit.SECONDS.toNanos(10);

    private int ringLength = RING_LENGTH_DEFAULT;
    private int windowLength = WINDOW_LENGTH_DEFAULT;
    private long publishTimeoutNs = PUBLISH_TIMEOUT_NS_DEFAULT;
    private StageMode stageMode = StageMode.INLINE;
    private EpochNanoClock epochNanoClock = new OffsetEpochNanoClock();

    /** Bytes of the arena; rounded up to a power of two of slots. */
    public int ringLength()
    {
        return ringLength;
    }

    /** Sets the bytes of the arena, at least room for two batches of the highest length. */
    public RingContext ringLength(final int bytes)
    {
        ringLength = bytes;
        return this;
    }

    /** Batches that a publisher may have without a polled ack. */
    public int windowLength()
    {
        return windowLength;
    }

    /**
     * Sets the window of a publisher, rounded up to a power of two.
     *
     * @throws IllegalArgumentException outside 1 to 2^20.
     */
    public RingContext windowLength(final int batches)
    {
        if (batches < 1 || batches > 1 << 20)
        {
            throw new IllegalArgumentException("window must be 1 to " + (1 << 20) + " batches: windowLength=" + batches);
        }
        windowLength = batches;
        return this;
    }

    /** How long publishing waits for room, and waiting for a level takes at most. */
    public long publishTimeoutNs()
    {
        return publishTimeoutNs;
    }

    public RingContext publishTimeoutNs(final long ns)
    {
        publishTimeoutNs = ns;
        return this;
    }

    /** Who runs admission and sealing. */
    public StageMode stageMode()
    {
        return stageMode;
    }

    public RingContext stageMode(final StageMode mode)
    {
        stageMode = mode;
        return this;
    }

    /** The clock that stamps batches and generations. */
    public EpochNanoClock epochNanoClock()
    {
        return epochNanoClock;
    }

    public RingContext epochNanoClock(final EpochNanoClock clock)
    {
        epochNanoClock = clock;
        return this;
    }
}
