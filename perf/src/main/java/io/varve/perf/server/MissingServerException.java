package io.varve.perf.server;

import java.io.IOException;

/** A server is not there to be started. */
public final class MissingServerException extends IOException
{
    private static final long serialVersionUID = 1;

    /** With what is missing, and how to get it. */
    public MissingServerException(final String message)
    {
        super(message);
    }
}
