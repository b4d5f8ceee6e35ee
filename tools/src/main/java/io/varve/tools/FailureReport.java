package io.varve.tools;

import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import io.varve.tools.console.CommandException;
import io.varve.tools.console.Console;
import io.varve.tools.console.ExitCode;
import io.varve.tools.console.OutputClosedException;
import io.varve.tools.console.Words;
import io.varve.tools.json.JsonLine;

import java.io.PrintWriter;
import java.io.StringWriter;

/** Turns whatever ended a command into one line on stderr and an exit code. */
final class FailureReport
{
    /** Prints stacks too, for those who look for a bug. */
    private static final String DEBUG_PROP_NAME = "varve.debug";

    private static final String INTERNAL_ERROR = "INTERNAL_ERROR";

    private final Console console;
    private final boolean json;

    FailureReport(final Console console, final boolean json)
    {
        this.console = console;
        this.json = json;
    }

    /**
     * Reports a failure.
     *
     * @return the exit code that it means.
     */
    int report(final Throwable failure)
    {
        if (failure instanceof OutputClosedException)
        {
            // Whoever reads `... | head` has what it wanted.
            return ExitCode.OK;
        }
        try
        {
            // What was found before the failure comes before its line.
            console.out().flush();
        }
        catch (final OutputClosedException | CommandException e)
        {
            failure.addSuppressed(e);
        }
        final CommandException known = known(failure);
        print(known);
        if (Boolean.getBoolean(DEBUG_PROP_NAME))
        {
            final StringWriter stack = new StringWriter();
            failure.printStackTrace(new PrintWriter(stack, true));
            console.err().println(stack.toString());
        }
        return known.exitCode();
    }

    private void print(final CommandException failure)
    {
        try
        {
            final String message = Words.printable(String.valueOf(failure.getMessage()));
            if (json)
            {
                new JsonLine(console.err()).field("error", failure.code()).field("message", message).end();
            }
            else
            {
                console.err().println("varve: " + message);
            }
        }
        catch (final OutputClosedException | CommandException e)
        {
            // Nobody can be told; the exit code still says it.
            failure.addSuppressed(e);
        }
    }

    private static CommandException known(final Throwable failure)
    {
        if (failure instanceof CommandException)
        {
            return (CommandException)failure;
        }
        if (failure instanceof EventLogException)
        {
            final ErrorCode code = ((EventLogException)failure).code();
            return new CommandException(code == ErrorCode.CORRUPT ? ExitCode.CORRUPT : ExitCode.FAILED,
                code.name(), failure.getMessage(), failure);
        }
        if (failure instanceof IllegalArgumentException)
        {
            return CommandException.usage(failure.getMessage());
        }
        return CommandException.failed(INTERNAL_ERROR, "internal error: " + failure +
            "; run java with -D" + DEBUG_PROP_NAME + "=true to see where", failure);
    }
}
