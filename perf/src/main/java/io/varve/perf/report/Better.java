package io.varve.perf.report;

/** Which of two values is the better one. */
public enum Better
{
    /** The higher one: a rate. */
    MORE,

    /** The lower one: a time. */
    LESS;

    /** How many times as good a value is as another. */
    public double ratio(final double value, final double than)
    {
        return this == MORE ? value / than : than / value;
    }
}
