package io.varve.perf.bench;

import io.varve.perf.ceiling.Ceilings;
import io.varve.perf.contender.Versions;
import io.varve.perf.harness.BenchOptions;
import io.varve.perf.harness.Suite;
import io.varve.perf.harness.SuiteRun;
import io.varve.perf.jvm.ScratchDirectory;
import io.varve.perf.report.Documents;
import io.varve.perf.report.Machine;
import io.varve.perf.report.Report;
import io.varve.perf.report.ReportJson;
import io.varve.perf.report.ReportTable;
import io.varve.perf.report.Reports;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Measures the product, alone or beside its peers. */
public final class Bench
{
    private static final int OK = 0;
    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;

    /** Root of the sources, for the documents; the launcher says where. */
    private static final String HOME = "varve.home";

    /** The report on stdout as a program reads it, errors too. */
    private static final String JSON = "--json";

    private Bench()
    {
    }

    /**
     * Runs what is asked for.
     *
     * @return the exit code; a target that was missed stays in the result and is no failure.
     */
    public static int run(final String... args)
    {
        if (List.of(args).contains("--help") || List.of(args).contains("-h"))
        {
            System.out.println(BenchOptions.USAGE + System.lineSeparator() + "suites: " + String.join(" ", Suites.names()));
            return OK;
        }
        final boolean isJson = List.of(args).contains(JSON);
        final BenchOptions options;
        try
        {
            options = BenchOptions.parse(Suites.names(), Stream.of(args).filter(arg -> !arg.equals(JSON)).toArray(String[]::new));
        }
        catch (final IllegalArgumentException e)
        {
            System.err.println(isJson ? ReportJson.failure("BAD_USAGE", e.getMessage()) : "varve: " + e.getMessage());
            return WRONG_USAGE;
        }
        try
        {
            return options.documents().isEmpty() ? measure(options, isJson, args) : writeDocuments(options.documents());
        }
        catch (final IOException | UncheckedIOException e)
        {
            final String what = "bench has failed: " + e.getMessage();
            System.err.println(isJson ? ReportJson.failure("IO_ERROR", what) : "varve: " + what);
            return FAILED;
        }
    }

    private static int writeDocuments(final List<Path> files) throws IOException
    {
        final List<Report> reports = new ArrayList<>();
        for (final Path file : files)
        {
            reports.add(ReportJson.read(file));
        }
        Documents.write(Reports.together(reports), Path.of(System.getProperty(HOME, ".")));
        return OK;
    }

    /** What was measured is reported also when what came after it failed. */
    private static int measure(final BenchOptions options, final boolean isJson, final String... args) throws IOException
    {
        final Report report = new Report();
        try
        {
            measure(options, report, args);
            return OK;
        }
        finally
        {
            if (isJson)
            {
                final StringWriter whole = new StringWriter();
                ReportJson.write(report, whole);
                System.out.println(whole);
            }
            else
            {
                ReportTable.print(report, System.out);
            }
            if (options.report() != null)
            {
                ReportJson.write(report, options.report());
            }
        }
    }

    /** What to repeat it by: without the paths of this machine. */
    private static String command(final String... args)
    {
        final StringBuilder command = new StringBuilder("./varve bench");
        for (int i = 0; i < args.length; i++)
        {
            final boolean isPath = args[i].equals("--report") || args[i].equals("--data");
            i += isPath ? 1 : 0;
            command.append(isPath ? "" : " " + args[i]);
        }
        return command.toString();
    }

    /** Measures into a report. */
    static void measure(final BenchOptions options, final Report report, final String... args) throws IOException
    {
        try (ScratchDirectory scratch = ScratchDirectory.create(options.data()))
        {
            report.run.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
            report.run.put("command", command(args));
            report.machine.putAll(Machine.describe(scratch.root()));
            report.versions.put("jdk", Machine.jdk());
            report.versions.put("Varve", Versions.of("varve"));
            final SuiteRun run = new SuiteRun(options, scratch, report);
            final long startNs = System.nanoTime();
            Ceilings.measure(run);
            for (final Suite suite : Suites.all())
            {
                if (options.suites().isEmpty() || options.suites().contains(suite.name()))
                {
                    final long suiteNs = System.nanoTime();
                    suite.run(run);
                    run.say("suite %s took %.0f s", suite.name(), (System.nanoTime() - suiteNs) / 1e9);
                }
            }
            report.run.put("seconds", Long.toString((System.nanoTime() - startNs) / 1_000_000_000));
        }
    }
}
