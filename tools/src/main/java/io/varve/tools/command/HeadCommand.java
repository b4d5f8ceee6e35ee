package io.varve.tools.command;

import io.varve.api.LogReader;
import io.varve.api.Token;
import io.varve.tools.console.Console;
import io.varve.tools.console.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.concurrent.Callable;

/** Prints the token of the log's end. */
@Command(name = "head", description = "Prints the token of the log's end, which `tail --from` takes.")
final class HeadCommand implements Callable<Integer>
{
    @Mixin
    private final StoreOption data = new StoreOption();

    @Mixin
    private final PrintOption print = new PrintOption();

    private final Console console;

    HeadCommand(final Console console)
    {
        this.console = console;
    }

    @Override
    public Integer call()
    {
        final Token token;
        try (Opened<? extends LogReader> opened = data.openReader())
        {
            token = opened.log().head();
        }
        final Figures figures = Figures.onOneLine()
            .add("journal", String.format("%016x%016x", token.journalIdHigh(), token.journalIdLow()))
            .add("epoch", token.epoch())
            .add("position", token.position())
            .add("chain", String.format("%016x", token.chain()));
        if (print.isJson())
        {
            figures.add("token", token.toString());
        }
        figures.print(console.out(), print.isJson());
        return ExitCode.OK;
    }
}
