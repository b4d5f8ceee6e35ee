package io.varve.perf.harness;

/** How much is done. */
public enum Scale
{
    /** An hour for all suites. */
    FULL,

    /** Minutes: enough to see where it stands. */
    QUICK,

    /** Seconds, for a test: whether it works, not how fast. */
    TINY;

    /** The size that belongs to this scale. */
    public long pick(final long full, final long quick, final long tiny)
    {
        return this == FULL ? full : this == QUICK ? quick : tiny;
    }

    /** The number that belongs to this scale. */
    public int count(final int full, final int quick, final int tiny)
    {
        return (int)pick(full, quick, tiny);
    }

    /** The time that belongs to this scale. */
    public double seconds(final double full, final double quick, final double tiny)
    {
        return this == FULL ? full : this == QUICK ? quick : tiny;
    }
}
