package io.varve.tools.console;

import java.io.IOException;

/** Whoever read a command's output has gone: nothing failed, but there is nobody left to write for. */
public final class OutputClosedException extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    /** With what the system said. */
    public OutputClosedException(final IOException cause)
    {
        super(cause);
    }
}
