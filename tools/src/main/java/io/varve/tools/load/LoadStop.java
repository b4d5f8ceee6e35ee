package io.varve.tools.load;

import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import io.varve.tools.console.CommandException;
import io.varve.tools.console.ExitCode;

/** Words for an import that had to stop: why, up to which input line everything is acked, and how to go on. */
final class LoadStop
{
    private LoadStop()
    {
    }

    /**
     * The failure to be reported.
     *
     * @param source              of the lines.
     * @param ackedThrough        last input line of which it is known that it and all before it are acked.
     * @param eventsBehindRefusal that were written although a line before them was refused.
     */
    static CommandException failure(
        final String source, final RuntimeException why, final long ackedThrough, final long eventsBehindRefusal)
    {
        final StringBuilder message = new StringBuilder(source).append(": ").append(why.getMessage())
            .append("; lines up to ").append(ackedThrough).append(" are acked; ");
        if (ErrorCode.OUTCOME_UNKNOWN.name().equals(code(why)))
        {
            message.append("look which of the next ones are there before you continue with --skip; ")
                .append("with --producer nobody has to look");
        }
        else
        {
            message.append("continue with --skip ").append(ackedThrough);
        }
        if (eventsBehindRefusal > 0)
        {
            message.append("; behind them, events of later lines were written too (--acks lists them): events=")
                .append(eventsBehindRefusal);
        }
        return new CommandException(exitCode(why), code(why), message.toString(), why);
    }

    /**
     * The failure of an import whose lines are numbered.
     *
     * @param producer under whose name.
     */
    static CommandException repeatable(final String source, final RuntimeException why, final String producer)
    {
        return new CommandException(exitCode(why), code(why), source + ": " + why.getMessage() +
            "; run it again with --producer " + producer + ": only what is missing is written", why);
    }

    private static String code(final RuntimeException why)
    {
        if (why instanceof EventLogException)
        {
            return ((EventLogException)why).code().name();
        }
        return why instanceof CommandException ? ((CommandException)why).code() : CommandException.BAD_INPUT;
    }

    private static int exitCode(final RuntimeException why)
    {
        final boolean corrupt =
            why instanceof EventLogException && ((EventLogException)why).code() == ErrorCode.CORRUPT;
        return corrupt ? ExitCode.CORRUPT : ExitCode.FAILED;
    }
}
