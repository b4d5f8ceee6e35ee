package io.varve.tools.command;

import io.varve.journal.DirectoryCare;
import io.varve.journal.repair.RepairReport;
import io.varve.tools.console.Console;
import io.varve.tools.console.ExitCode;
import io.varve.tools.console.Words;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.concurrent.Callable;

/** Puts damaged generations back from another copy. */
@Command(name = "repair", description = "Puts damaged generations back from a backup or another data directory, where the chain " +
    "proves that they are the same; exit code 3 when some stay damaged.")
final class RepairCommand implements Callable<Integer>
{
    @Mixin
    private final DataOption data = new DataOption();

    @Mixin
    private final PrintOption print = new PrintOption();

    @Option(names = "--from", paramLabel = "SOURCE", required = true, description = "Backup or data directory of the same journal.")
    private Path source;

    @Option(names = "--dry-run", description = "Says what would be done, and writes nothing.")
    private boolean isDryRun;

    private final Console console;

    RepairCommand(final Console console)
    {
        this.console = console;
    }

    @Override
    public Integer call()
    {
        final RepairReport report;
        try (CareProgress progress = new CareProgress(console, "looked at"))
        {
            report = DirectoryCare.repair(data.directory(), source, isDryRun, progress);
        }
        if (!print.isJson())
        {
            report.done().forEach(line -> console.out().println(Words.printable(line)));
        }
        report.left().forEach(line -> console.err().println(Words.printable(line)));
        Figures.onOneLine()
            .add("repaired", report.repaired())
            .add("segments", report.segments())
            .add("unrepaired", report.unrepaired())
            .add("kept", report.kept() == null ? "" : report.kept().toString())
            .add("dryRun", isDryRun)
            .add("seconds", report.seconds())
            .print(console.out(), print.isJson());
        return report.unrepaired() > 0 ? ExitCode.CORRUPT : ExitCode.OK;
    }
}
