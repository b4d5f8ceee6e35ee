package io.varve.tools.console;

import java.util.Objects;

/** A command's failure with its line for the user ready: what, where, and what to do. */
public final class CommandException extends RuntimeException
{
    /** Code of an input that is not what it has to be. */
    public static final String BAD_INPUT = "BAD_INPUT";

    /** Code of a command called in a way that it does not have. */
    public static final String BAD_USAGE = "BAD_USAGE";

    /** Code of a file or stream that could not be read or written. */
    public static final String IO_ERROR = "IO_ERROR";

    /** Code of a part of the command that failed. */
    public static final String FAILED = "FAILED";

    private static final long serialVersionUID = 1L;

    /** For programs. */
    private final String code;

    private final int exitCode;

    /**
     * With everything that is reported.
     *
     * @param code    a stable name for programs.
     * @param message one line for people.
     * @param cause   null for none.
     */
    public CommandException(final int exitCode, final String code, final String message, final Throwable cause)
    {
        super(message, cause);
        this.exitCode = exitCode;
        this.code = Objects.requireNonNull(code);
    }

    /** A failure that ends with {@link ExitCode#FAILED}. */
    public static CommandException failed(final String code, final String message, final Throwable cause)
    {
        return new CommandException(ExitCode.FAILED, code, message, cause);
    }

    /** A mistake in the call, which ends with {@link ExitCode#USAGE}. */
    public static CommandException usage(final String message)
    {
        return new CommandException(ExitCode.USAGE, BAD_USAGE, message, null);
    }

    /** A stable name for programs. */
    public String code()
    {
        return code;
    }

    /** What the process ends with. */
    public int exitCode()
    {
        return exitCode;
    }
}
