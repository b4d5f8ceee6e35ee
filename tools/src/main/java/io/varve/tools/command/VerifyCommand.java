package io.varve.tools.command;

import io.varve.journal.DirectoryCare;
import io.varve.journal.VerifyReport;
import io.varve.tools.console.Console;
import io.varve.tools.console.ExitCode;
import io.varve.tools.console.Words;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.nio.file.Path;
import java.util.concurrent.Callable;

/** Checks every byte of a data directory, whether a node writes it or nobody. */
@Command(
    name = "verify",
    description = "Checks every byte of a data directory, that of a node on this host too; exit code 3 when some are corrupt.")
final class VerifyCommand implements Callable<Integer>
{
    @Mixin
    private final StoreOption data = new StoreOption();

    @Mixin
    private final PrintOption print = new PrintOption();

    private final Console console;

    VerifyCommand(final Console console)
    {
        this.console = console;
    }

    @Override
    public Integer call()
    {
        final Path files = data.filesOf("verify");
        final VerifyReport report;
        try (CareProgress progress = new CareProgress(console, "looked at"))
        {
            report = DirectoryCare.verify(files, progress);
        }
        report.findings().forEach(finding -> console.err().println(Words.printable(finding)));
        Figures.onOneLine()
            .add("generations", report.generations())
            .add("events", report.events())
            .add("bytes", report.bytes())
            .add("corrupt", report.corrupt())
            .add("torn", report.torn())
            .add("framing", report.framing())
            .add("indexesToRebuild", report.indexesToRebuild())
            .add("seconds", report.seconds())
            .add("gbPerSecond", report.bytes() / Math.max(report.seconds(), 1e-9) / 1e9)
            .print(console.out(), print.isJson());
        return report.isDamaged() ? ExitCode.CORRUPT : ExitCode.OK;
    }
}
