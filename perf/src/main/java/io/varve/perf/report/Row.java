package io.varve.perf.report;

/**
 * One line of the result.
 *
 * @param suite     that it belongs to.
 * @param name      that it is known by; what is unlike on the two sides, or smaller than it should be, is said in it.
 * @param unit      of the values.
 * @param better    which value is the better one.
 * @param varve     our rounds.
 * @param peer      the other side for people, or null.
 * @param peerValue the other side's rounds, or null.
 * @param target    lowest ratio that is wanted; of a row without a peer the value itself; {@link #NONE} for a value that is only
 *                  told.
 * @param ceiling   what the machine could do at best, by its name among the report's ceilings, or null.
 * @param share     of the ceiling that we reach, or {@link #NONE}.
 */
public record Row(
    String suite,
    String name,
    String unit,
    Better better,
    Spread varve,
    String peer,
    Spread peerValue,
    double target,
    String ceiling,
    double share)
{
    /** No number. */
    public static final double NONE = Double.NaN;

    /** Without a peer, a target, a ceiling. */
    public static Row of(final String suite, final String name, final String unit, final Better better, final Spread varve)
    {
        return new Row(suite, name, unit, better, varve, null, null, NONE, null, NONE);
    }

    /** The same beside another side, with the lowest ratio that is wanted. */
    public Row against(final String title, final Spread value, final double ratio)
    {
        return new Row(suite, name, unit, better, varve, title, value, ratio, ceiling, share);
    }

    /** The same with a bound of its value. */
    public Row within(final double bound)
    {
        return new Row(suite, name, unit, better, varve, peer, peerValue, bound, ceiling, share);
    }

    /** The same as a share of what the machine could do. */
    public Row shareOf(final String limit, final double reached)
    {
        return new Row(suite, name, unit, better, varve, peer, peerValue, target, limit, reached);
    }

    /** Whether there is another side. */
    public boolean hasPeer()
    {
        return peer != null;
    }

    /** How many times as good as the peer, by the medians; {@link #NONE} without one. */
    public double ratio()
    {
        return hasPeer() ? better.ratio(varve.median(), peerValue.median()) : NONE;
    }

    /** Whether something is wanted. */
    public boolean hasTarget()
    {
        return !Double.isNaN(target);
    }

    /** Whether it is what is wanted. */
    public boolean isMet()
    {
        return hasPeer() ? ratio() >= target : better == Better.MORE ? varve.median() >= target : varve.median() <= target;
    }

    /** Whether a ceiling is known. */
    public boolean hasCeiling()
    {
        return ceiling != null;
    }
}
