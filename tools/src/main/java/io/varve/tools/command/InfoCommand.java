package io.varve.tools.command;

import io.varve.api.LogReader;
import io.varve.api.Positions;
import io.varve.api.Token;
import io.varve.journal.DataDirectory;
import io.varve.journal.StoreSummary;
import io.varve.journal.directory.DirectoryLayout;
import io.varve.replication.cursor.NamedCursors;
import io.varve.tools.console.Console;
import io.varve.tools.console.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.concurrent.Callable;

/** Prints what a log holds. */
@Command(name = "info", description = "Prints what a data directory holds; of a node, what a client can know.")
final class InfoCommand implements Callable<Integer>
{
    @Mixin
    private final StoreOption data = new StoreOption();

    @Mixin
    private final PrintOption print = new PrintOption();

    private final Console console;

    InfoCommand(final Console console)
    {
        this.console = console;
    }

    @Override
    public Integer call()
    {
        (data.isRemote() ? node() : directory()).print(console.out(), print.isJson());
        return ExitCode.OK;
    }

    private Figures directory()
    {
        final StoreSummary summary = DataDirectory.summary(data.directory());
        final Figures figures = Figures.oneALine()
            .add("journalId", summary.journalId())
            .add("epoch", summary.epoch())
            .add("events", summary.events())
            .add("generations", summary.generations())
            .add("segments", summary.segments())
            .add("bytes", summary.bytes())
            .add("overheadPerEvent", summary.overheadPerEvent())
            .add("instances", summary.instances())
            .add("producers", summary.producers())
            .add("firstPosition", summary.firstPosition())
            .add("nextPosition", summary.nextPosition())
            .add("journaled", summary.journaled())
            .add("synced", summary.synced())
            .add("replicated", summary.replicated());
        try (NamedCursors cursors = new NamedCursors(new DirectoryLayout(data.directory()).cursors(), 0))
        {
            cursors.places().forEach((name, place) -> figures.add("lag." + name, summary.nextPosition() - place.position()));
        }
        return figures;
    }

    /** What a client can know; the rest stands in the directory. */
    private Figures node()
    {
        try (Opened<? extends LogReader> opened = data.openReader())
        {
            final Token head = opened.log().head();
            final Positions positions = opened.log().positions();
            return Figures.oneALine()
                .add("journalId", String.format("%016x%016x", head.journalIdHigh(), head.journalIdLow()))
                .add("epoch", head.epoch())
                .add("nextPosition", head.position())
                .add("journaled", positions.journaled())
                .add("synced", positions.synced())
                .add("replicated", positions.replicated())
                .add("strongest", opened.log().defaultDurability().name());
        }
    }
}
