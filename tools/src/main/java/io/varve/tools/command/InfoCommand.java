package io.varve.tools.command;

import io.varve.journal.StoreSummary;
import io.varve.tools.console.Console;
import io.varve.tools.console.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.concurrent.Callable;

/** Prints what a data directory holds. */
@Command(name = "info", description = "Prints what a data directory holds.")
final class InfoCommand implements Callable<Integer>
{
    @Mixin
    private final DataOption data = new DataOption();

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
        final StoreSummary summary = data.summary();
        Figures.oneALine()
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
            .add("replicated", summary.replicated())
            .print(console.out(), print.isJson());
        return ExitCode.OK;
    }
}
