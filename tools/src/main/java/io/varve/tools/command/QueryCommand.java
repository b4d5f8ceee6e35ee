package io.varve.tools.command;

import io.varve.api.EventCursor;
import io.varve.api.LogReader;
import io.varve.api.Query;
import io.varve.tools.console.Console;
import io.varve.tools.console.ExitCode;
import io.varve.tools.lines.EventWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.concurrent.Callable;

/** Prints the events that fulfil every condition given. */
@Command(name = "query", description = "Prints the events that fulfil every condition given, in log order.")
final class QueryCommand implements Callable<Integer>
{
    @Mixin
    private final StoreOption data = new StoreOption();

    @Mixin
    private final FilterOptions filter = new FilterOptions();

    @Mixin
    private final PrintOption print = new PrintOption();

    @Mixin
    private final ExplainOption explain = new ExplainOption();

    @Option(names = "--backwards", description = "The last first.")
    private boolean backwards;

    private final Console console;

    QueryCommand(final Console console)
    {
        this.console = console;
    }

    @Override
    public Integer call()
    {
        final Query query = backwards ? filter.query().backwards() : filter.query();
        if (explain.isSet())
        {
            try (Opened<? extends LogReader> opened = data.openReader())
            {
                explain.print(opened.log(), query, console.out(), print.isJson());
            }
            return ExitCode.OK;
        }
        final EventWriter events = print.events(console.out());
        try (Opened<? extends LogReader> opened = data.openReader(); EventCursor cursor = opened.log().query(query))
        {
            while (cursor.next())
            {
                events.write(cursor);
            }
        }
        return ExitCode.OK;
    }
}
