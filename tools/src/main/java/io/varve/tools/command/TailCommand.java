package io.varve.tools.command;

import io.varve.api.Durability;
import io.varve.api.LogReader;
import io.varve.api.Query;
import io.varve.api.TailStart;
import io.varve.api.Tailer;
import io.varve.codec.name.InstancePart;
import io.varve.tools.console.CommandException;
import io.varve.tools.console.Console;
import io.varve.tools.console.StopSignal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.concurrent.Callable;

/** Reads the log on from a place. */
@Command(name = "tail", description = "Reads the log on from a place; with --follow, for ever.")
final class TailCommand implements Callable<Integer>
{
    @Mixin
    private final StoreOption data = new StoreOption();

    @Mixin
    private final FilterOptions filter = new FilterOptions();

    @Mixin
    private final PrintOption print = new PrintOption();

    @Option(names = "--from", paramLabel = "P|TOKEN", description = "Position or token to start from; 0 without.")
    private TailStart from;

    @Option(names = "--follow", description = "Waits for more at the end.")
    private boolean follow;

    @Option(names = "--durability", paramLabel = "L",
        description = "Prints what is journaled, synced or replicated; without, journaled, or synced with --follow.")
    private Durability durability;

    @Option(names = "--skip-corrupt", description = "Goes on behind a corrupt place.")
    private boolean skipCorrupt;

    @Option(names = "--name", paramLabel = "CURSOR",
        description = "Goes on where the tail of this name stopped; the node keeps its place, and one tail at a time has it.")
    private String name;

    @Option(names = "--part", paramLabel = "I/N",
        description = "Only the I-th of N parts that all instances are dealt out to; a stream is whole in one of them.")
    private InstancePart part = InstancePart.WHOLE;

    private final Console console;

    TailCommand(final Console console)
    {
        this.console = console;
    }

    @Override
    public Integer call()
    {
        final Query query = filter.query();
        if (from != null && filter.hasFromPosition())
        {
            throw CommandException.usage("--from and --from-position must not be given together");
        }

        if (name != null && !data.isRemote())
        {
            throw CommandException.usage("--name needs a node that keeps the cursor's place: use --connect instead of --data");
        }

        final TailStart start = start(query);
        try (StopSignal stop = follow ? new StopSignal() : null; Opened<? extends LogReader> opened = data.openReader())
        {
            final LogReader reader = opened.log();
            final Durability level = level(reader);
            try (Tailer tailer = reader.tail(start.withDurability(level).withFilter(query)))
            {
                final long end = follow ? Long.MAX_VALUE : reader.positions().at(level);
                final EventPump pump = new EventPump(tailer, name != null, print.events(console.out()), console,
                    Math.min(end, query.toPosition()), query.limit());
                final int exitCode = follow ? pump.follow(stop::isRaised, skipCorrupt) : pump.catchUp(skipCorrupt);
                console.out().flush();
                return exitCode;
            }
        }
    }

    private TailStart start(final Query query)
    {
        final TailStart start = (from == null ? TailStart.at(query.fromPosition()) : from).withPart(part.number(), part.parts());
        return name == null ? start : start.withCursor(name);
    }

    private Durability level(final LogReader reader)
    {
        if (durability != null)
        {
            return durability;
        }
        return follow ? reader.defaultDurability() : Durability.JOURNALED;
    }
}
