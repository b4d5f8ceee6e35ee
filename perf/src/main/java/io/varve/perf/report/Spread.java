package io.varve.perf.report;

/**
 * What the rounds of one side gave, together.
 *
 * @param median of the rounds.
 * @param min    the lowest.
 * @param max    the highest.
 */
public record Spread(double median, double min, double max)
{
    /** Of a value that was measured once. */
    public static Spread of(final double value)
    {
        return new Spread(value, value, value);
    }
}
