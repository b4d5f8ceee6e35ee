package io.varve.perf.report;

/** Says what each round gave; on stderr, so that stdout holds the result alone. */
public final class Progress
{
    /** One line, as {@link String#format}. */
    public void say(final String format, final Object... values)
    {
        System.err.printf(format + "%n", values);
    }
}
