package io.varve.perf.report;

/**
 * One line of the result that has no peer.
 *
 * @param suite        that it belongs to.
 * @param name         that it is known by.
 * @param unit         of the value.
 * @param value        that was measured.
 * @param isMoreBetter whether a higher value is the better one.
 * @param target       lowest (or, when less is better, highest) value that is wanted, or {@link #NO_TARGET}.
 */
public record Measurement(String suite, String name, String unit, double value, boolean isMoreBetter, double target)
{
    /** For a value that is only told. */
    public static final double NO_TARGET = Double.NaN;

    /** Of a value that is only told. */
    public Measurement(final String suite, final String name, final String unit, final double value)
    {
        this(suite, name, unit, value, false, NO_TARGET);
    }

    /** Whether a value is wanted. */
    public boolean hasTarget()
    {
        return !Double.isNaN(target);
    }

    /** Whether the value is at least (at most) what is wanted. */
    public boolean isMet()
    {
        return isMoreBetter ? value >= target : value <= target;
    }
}
