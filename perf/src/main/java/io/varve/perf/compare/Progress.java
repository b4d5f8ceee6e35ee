package io.varve.perf.compare;

/** Says what each round gave; on stderr, so that stdout holds the result alone. */
final class Progress
{
    void say(final String format, final Object... values)
    {
        System.err.printf(format + "%n", values);
    }
}
