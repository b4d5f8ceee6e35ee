package io.varve.perf.compare;

import io.varve.perf.contender.Contender;

/**
 * One line of the result: the rounds of both sides.
 *
 * @param suite        that it belongs to.
 * @param name         that it is known by.
 * @param unit         of the values.
 * @param isMoreBetter whether a higher value is the better one.
 * @param target       lowest ratio that is wanted, or {@link #NO_TARGET}.
 */
record Figure(
    String suite,
    String name,
    String unit,
    boolean isMoreBetter,
    double target,
    Samples varve,
    Samples peer)
{
    /** For a figure that is only told. */
    static final double NO_TARGET = 0;

    Figure(final String suite, final String name, final String unit, final boolean isMoreBetter, final double target)
    {
        this(suite, name, unit, isMoreBetter, target, new Samples(), new Samples());
    }

    /** The rounds of a side. */
    Samples of(final Contender contender)
    {
        return contender == Contender.VARVE ? varve : peer;
    }

    /** How many times as good as the peer, by the medians. */
    double ratio()
    {
        return isMoreBetter ? varve.median() / peer.median() : peer.median() / varve.median();
    }

    boolean hasTarget()
    {
        return target != NO_TARGET;
    }

    boolean isMet()
    {
        return ratio() >= target;
    }
}
