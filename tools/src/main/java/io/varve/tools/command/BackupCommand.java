package io.varve.tools.command;

import io.varve.journal.DirectoryCare;
import io.varve.journal.backup.BackupReport;
import io.varve.tools.console.Console;
import io.varve.tools.console.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.concurrent.Callable;

/** Copies a data directory while it is written. */
@Command(name = "backup", description = "Copies a data directory as of its synced position, while writing goes on; into the " +
    "directory of an earlier backup it copies only what is new.")
final class BackupCommand implements Callable<Integer>
{
    @Mixin
    private final DataOption data = new DataOption();

    @Mixin
    private final PrintOption print = new PrintOption();

    @Option(names = "--to", paramLabel = "DIR", required = true, description = "Missing, empty, or a backup of the same journal.")
    private Path target;

    private final Console console;

    BackupCommand(final Console console)
    {
        this.console = console;
    }

    @Override
    public Integer call()
    {
        final BackupReport report;
        try (CareProgress progress = new CareProgress(console, "backed up"))
        {
            report = DirectoryCare.backup(data.directory(), target, progress);
        }
        figures(report).print(console.out(), print.isJson());
        return ExitCode.OK;
    }

    /** The same for backup and restore, so that their lines can be held side by side. */
    static Figures figures(final BackupReport report)
    {
        return Figures.onOneLine()
            .add("journal", report.journalId())
            .add("epoch", report.epoch())
            .add("position", report.position())
            .add("chain", String.format("%016x", report.chain()))
            .add("segments", report.segments())
            .add("copied", report.copied())
            .add("kept", report.kept())
            .add("bytes", report.bytes())
            .add("seconds", report.seconds());
    }
}
