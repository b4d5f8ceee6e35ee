package io.varve.codec;

/**
 * The one exception for what is not the caller's mistake: the environment, the data, or another writer.
 *
 * <p>The message is one line that says what, where, the bound and what to do. Mistakes in a call are
 * {@link IllegalArgumentException} and {@link IllegalStateException}.
 */
public class EventLogException extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    /** Why, for programs. */
    private final ErrorCode code;

    /** With a message for people. */
    public EventLogException(final ErrorCode code, final String message)
    {
        super(message);
        this.code = code;
    }

    /** With the failure below it. */
    public EventLogException(final ErrorCode code, final String message, final Throwable cause)
    {
        super(message, cause);
        this.code = code;
    }

    /** Why, for programs. */
    public ErrorCode code()
    {
        return code;
    }
}
