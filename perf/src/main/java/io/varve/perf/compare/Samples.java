package io.varve.perf.compare;

import java.util.Arrays;

/** What the rounds of one side gave. */
final class Samples
{
    private double[] values = new double[0];

    void add(final double value)
    {
        values = Arrays.copyOf(values, values.length + 1);
        values[values.length - 1] = value;
        Arrays.sort(values);
    }

    double median()
    {
        final int middle = values.length / 2;
        return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }

    double min()
    {
        return values[0];
    }

    double max()
    {
        return values[values.length - 1];
    }
}
