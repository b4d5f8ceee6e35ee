package io.varve.tools.command;

/**
 * A time given as an argument.
 *
 * @param ns since the epoch.
 */
record Moment(long ns)
{
    /** Its nanoseconds, or a number that stands for none given. */
    static long nsOr(final Moment moment, final long otherwise)
    {
        return moment == null ? otherwise : moment.ns;
    }
}
