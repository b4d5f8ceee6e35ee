package io.varve.perf.report;

/**
 * One line of the result: the rounds of both sides.
 *
 * @param suite        that it belongs to.
 * @param name         that it is known by.
 * @param unit         of the values.
 * @param isMoreBetter whether a higher value is the better one.
 * @param target       lowest ratio that is wanted, or {@link #NO_TARGET}.
 * @param peerName     for people.
 * @param varve        our rounds.
 * @param peer         the peer's rounds.
 */
public record Figure(
    String suite,
    String name,
    String unit,
    boolean isMoreBetter,
    double target,
    String peerName,
    Samples varve,
    Samples peer)
{
    /** For a figure that is only told. */
    public static final double NO_TARGET = 0;

    /** Without rounds yet. */
    public Figure(
        final String suite,
        final String name,
        final String unit,
        final boolean isMoreBetter,
        final double target,
        final String peerName)
    {
        this(suite, name, unit, isMoreBetter, target, peerName, new Samples(), new Samples());
    }

    /** How many times as good as the peer, by the medians. */
    public double ratio()
    {
        return isMoreBetter ? varve.median() / peer.median() : peer.median() / varve.median();
    }

    /** Whether a ratio is wanted. */
    public boolean hasTarget()
    {
        return target != NO_TARGET;
    }

    /** Whether the ratio is at least what is wanted. */
    public boolean isMet()
    {
        return ratio() >= target;
    }
}
