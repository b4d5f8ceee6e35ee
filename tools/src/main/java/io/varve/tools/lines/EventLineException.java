package io.varve.tools.lines;

import io.varve.tools.console.Words;

/** A line of input that is no event line: says which line, what was expected, and what stands there. */
public final class EventLineException extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    private final long line;

    /**
     * With what is wrong.
     *
     * @param line number of the line, from 1.
     */
    public EventLineException(final long line, final String message, final Throwable cause)
    {
        super("line " + line + ": " + Words.printable(message), cause);
        this.line = line;
    }

    /** Number of the line, from 1. */
    public long line()
    {
        return line;
    }
}
