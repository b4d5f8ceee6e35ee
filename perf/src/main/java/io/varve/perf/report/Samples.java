package io.varve.perf.report;

import java.util.Arrays;

/** What the rounds of one side gave. */
public final class Samples
{
    private double[] values = new double[0];

    /** One more round. */
    public void add(final double value)
    {
        values = Arrays.copyOf(values, values.length + 1);
        values[values.length - 1] = value;
        Arrays.sort(values);
    }

    /** The middle one, or between the two. */
    public double median()
    {
        final int middle = values.length / 2;
        return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }

    /** The lowest. */
    public double min()
    {
        return values[0];
    }

    /** The highest. */
    public double max()
    {
        return values[values.length - 1];
    }
}
