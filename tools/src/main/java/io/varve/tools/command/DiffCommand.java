package io.varve.tools.command;

import io.varve.codec.ErrorCode;
import io.varve.journal.DirectoryCare;
import io.varve.journal.history.Comparison;
import io.varve.tools.console.CommandException;
import io.varve.tools.console.Console;
import io.varve.tools.console.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.concurrent.Callable;

/** Compares the histories of two copies of a journal. */
@Command(name = "diff", description = {
    "Finds the first generation in which two copies of a journal differ, in a few reads.",
    "Exit code 0 when both have one history, even if one of them has more of it; 1 when they differ."})
final class DiffCommand implements Callable<Integer>
{
    @Parameters(index = "0", paramLabel = "A", description = "Data directory or backup.")
    private Path first;

    @Parameters(index = "1", paramLabel = "B", description = "Data directory or backup.")
    private Path second;

    @Mixin
    private final PrintOption print = new PrintOption();

    private final Console console;

    DiffCommand(final Console console)
    {
        this.console = console;
    }

    @Override
    public Integer call()
    {
        final Comparison found = DirectoryCare.compare(first, second);
        if (print.isJson())
        {
            Figures.onOneLine()
                .add("equal", found.isOneHistory())
                .add("generation", found.generation())
                .add("position", found.position())
                .add("moreInA", found.moreInFirst())
                .add("moreInB", found.moreInSecond())
                .add("reads", found.reads())
                .print(console.out(), true);
        }
        else if (found.isOneHistory())
        {
            console.out().println("equal up to position " + found.position() + more(found));
        }
        if (!found.isOneHistory())
        {
            throw CommandException.failed(ErrorCode.HISTORY_DIFFERS.name(), "histories differ from position " + found.position() +
                " on: first different generation=" + found.generation() + ", behind it A has " + found.moreInFirst() +
                " events and B has " + found.moreInSecond() + "; take one of them as the truth", null);
        }
        return ExitCode.OK;
    }

    private static String more(final Comparison found)
    {
        if (found.moreInFirst() > 0)
        {
            return ", A has " + found.moreInFirst() + " more";
        }
        return found.moreInSecond() > 0 ? ", B has " + found.moreInSecond() + " more" : ", and both end there";
    }
}
