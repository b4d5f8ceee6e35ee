package io.varve.client.transport;

/** A link could not be set up; its message says what to look at. */
public final class LinkException extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    LinkException(final String message)
    {
        super(message);
    }

    LinkException(final String message, final Throwable cause)
    {
        super(message, cause);
    }
}
