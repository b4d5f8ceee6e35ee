package io.varve.perf.report;

import java.util.Arrays;

/** What the rounds of one side gave. */
public final class Samples
{
    private double[] values = new double[0];

    /** Of values that are there already. */
    public static Samples of(final double... values)
    {
        final Samples samples = new Samples();
        for (final double value : values)
        {
            samples.add(value);
        }
        return samples;
    }

    /** One more round. */
    public void add(final double value)
    {
        values = Arrays.copyOf(values, values.length + 1);
        values[values.length - 1] = value;
        Arrays.sort(values);
    }

    /** Whether there was no round. */
    public boolean isEmpty()
    {
        return values.length == 0;
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

    /** All of them together. */
    public Spread spread()
    {
        return new Spread(median(), min(), max());
    }
}
