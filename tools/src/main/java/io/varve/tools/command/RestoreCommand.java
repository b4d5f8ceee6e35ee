package io.varve.tools.command;

import io.varve.journal.DirectoryCare;
import io.varve.journal.backup.BackupReport;
import io.varve.tools.console.CommandException;
import io.varve.tools.console.Console;
import io.varve.tools.console.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.concurrent.Callable;

/** Makes a data directory from a backup. */
@Command(name = "restore", description = "Makes a data directory from a backup, in a new epoch, and checks every byte on the way.")
final class RestoreCommand implements Callable<Integer>
{
    @Option(names = "--from", paramLabel = "DIR", required = true, description = "The backup.")
    private Path backup;

    @Option(names = {"--data", "--to"}, paramLabel = "DIR", required = true,
        description = "Data directory to make: missing or empty.")
    private Path directory;

    @Mixin
    private final PrintOption print = new PrintOption();

    private final Console console;

    RestoreCommand(final Console console)
    {
        this.console = console;
    }

    @Override
    public Integer call()
    {
        if (backup.toAbsolutePath().normalize().equals(directory.toAbsolutePath().normalize()))
        {
            throw CommandException.usage("--from and --data name the same directory: " + backup);
        }
        final BackupReport report;
        try (CareProgress progress = new CareProgress(console, "restored"))
        {
            report = DirectoryCare.restore(backup, directory, progress);
        }
        BackupCommand.figures(report).print(console.out(), print.isJson());
        return ExitCode.OK;
    }
}
