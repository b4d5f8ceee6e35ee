package io.varve.tools.torture;

import io.varve.tools.console.CommandException;
import io.varve.tools.console.Console;
import io.varve.tools.console.ExitCode;
import io.varve.tools.console.Words;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Runs suites and prints a line for each. */
public final class Torture
{
    /** Findings that are printed of a suite; what follows is only counted. */
    private static final int MAX_FINDINGS = 10;

    private static final long PROGRESS_NS = TimeUnit.SECONDS.toNanos(1);

    private final TortureSettings settings;
    private final Console console;
    private final TortureReport report;
    private int findings;

    private Torture(final TortureSettings settings, final Console console)
    {
        this.settings = settings;
        this.console = console;
        report = new TortureReport(settings);
    }

    /**
     * Runs what is asked for.
     *
     * @return the exit code: {@link ExitCode#CORRUPT} when a store failed, {@link ExitCode#FAILED} when nothing was tried.
     */
    public static int run(final TortureSettings settings, final Console console)
    {
        try
        {
            return new Torture(settings, console).run();
        }
        catch (final IOException e)
        {
            throw CommandException.failed(CommandException.IO_ERROR, "cannot work in a scratch folder: " + e.getMessage(), e);
        }
    }

    private int run() throws IOException
    {
        int exitCode = ExitCode.OK;
        try (Scratch scratch = new Scratch())
        {
            for (final Suite suite : Suites.of(settings.suite(), settings.sabotage()))
            {
                exitCode = Math.max(exitCode, run(suite, scratch));
            }
        }
        report.write();
        return exitCode;
    }

    private int run(final Suite suite, final Scratch scratch) throws IOException
    {
        final String obstacle = suite.obstacle();
        if (obstacle != null)
        {
            console.out().println("suite=" + suite.name() + " skipped: " + obstacle);
            report.skipped(suite.name(), obstacle);
            return ExitCode.OK;
        }
        final Tally tally = new Tally();
        final long startNs = System.nanoTime();
        findings = 0;
        final Path shared = scratch.folder(suite.name());
        try (suite)
        {
            suite.prepare(shared, settings.sabotage());
            runAll(suite, scratch, tally, startNs);
        }
        catch (final IOException e)
        {
            throw e;
        }
        catch (final Exception e)
        {
            throw CommandException.failed(CommandException.FAILED, "suite " + suite.name() + " cannot get ready: " + e, e);
        }
        finally
        {
            Scratch.delete(shared);
        }
        final double seconds = seconds(startNs);
        console.out().println(tally.line(suite.name(), seconds));
        report.ran(suite.name(), tally, seconds);
        return tally.hasFailed() ? ExitCode.CORRUPT : tally.isEmpty() ? ExitCode.FAILED : ExitCode.OK;
    }

    private void runAll(final Suite suite, final Scratch scratch, final Tally tally, final long startNs) throws IOException
    {
        final long runs = settings.runs() > 0 ? settings.runs() : suite.runs();
        long shownNs = startNs;
        for (long i = 0; i < runs; i++)
        {
            final Path folder = scratch.folder(suite.name() + "-run");
            final SuiteRun run =
                new SuiteRun(suite.seed(settings.seed(), i), folder, settings, tally, this::finding);
            tally.addRun();
            try
            {
                suite.run(run);
            }
            catch (final Exception | AssertionError | InternalError e)
            {
                run.lost("the run has failed: " + e + at(e));
            }
            Scratch.delete(folder);
            if (console.errIsTerminal() && System.nanoTime() - shownNs > PROGRESS_NS)
            {
                shownNs = System.nanoTime();
                console.err().print("\r" + tally.line(suite.name(), seconds(startNs)) + " of runs=" + runs + "\u001b[K\r");
                console.err().flush();
            }
        }
    }

    private static String at(final Throwable failure)
    {
        final StackTraceElement[] stack = failure.getStackTrace();
        return stack.length == 0 ? "" : " at " + stack[0];
    }

    private static double seconds(final long startNs)
    {
        return (System.nanoTime() - startNs) / (double)TimeUnit.SECONDS.toNanos(1);
    }

    private void finding(final String text)
    {
        if (findings++ < MAX_FINDINGS)
        {
            console.err().println(Words.printable(text));
        }
    }
}
