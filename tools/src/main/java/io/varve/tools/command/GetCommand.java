package io.varve.tools.command;

import io.varve.api.EventCursor;
import io.varve.api.LogReader;
import io.varve.tools.argument.Address;
import io.varve.tools.console.CommandException;
import io.varve.tools.console.Console;
import io.varve.tools.console.ExitCode;
import io.varve.tools.lines.EventWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.concurrent.Callable;

/** Prints the events of one stream. */
@Command(name = "get", description = "Prints the events of one stream.")
final class GetCommand implements Callable<Integer>
{
    @Parameters(index = "0", paramLabel = "ADDRESS", description = "DOMAIN/AGGREGATE/ID.")
    private Address address;

    @Mixin
    private final StoreOption data = new StoreOption();

    @Mixin
    private final PrintOption print = new PrintOption();

    @Mixin
    private final ExplainOption explain = new ExplainOption();

    @Option(names = "--key", description = "What stands behind the second slash is a key, not a number.")
    private boolean keyed;

    @Option(names = "--from", paramLabel = "V", defaultValue = "0", description = "First version.")
    private long from;

    @Option(names = "--to", paramLabel = "V",
        description = "Version to end before; the stream's end when that comes first.")
    private Long to;

    private final Console console;

    GetCommand(final Console console)
    {
        this.console = console;
    }

    @Override
    public Integer call()
    {
        address.check(keyed);
        if (from < 0 || to != null && (to < 0 || from >= to))
        {
            throw CommandException.usage(
                "versions must be 0 <= from < to: from=" + from + ", to=" + (to == null ? "end" : to));
        }
        if (explain.isSet())
        {
            try (Opened<? extends LogReader> opened = data.openReader())
            {
                explain.print(opened.log(), address.query(keyed), console.out(), print.isJson());
            }
            return ExitCode.OK;
        }
        final long end = to == null ? Long.MAX_VALUE : to;
        final EventWriter events = print.events(console.out());
        long count = 0;
        try (Opened<? extends LogReader> opened = data.openReader(); EventCursor cursor = opened.log().query(address.query(keyed)))
        {
            while (cursor.next() && cursor.version() < end)
            {
                count = cursor.version() + 1;
                if (cursor.version() >= from)
                {
                    events.write(cursor);
                }
            }
        }
        if (from > count)
        {
            throw CommandException.failed("BAD_RANGE", "stream has fewer events: address=" + address + ", from=" +
                from + ", count=" + count, null);
        }
        return ExitCode.OK;
    }
}
