package io.varve.perf.harness;

import io.varve.perf.jvm.ScratchDirectory;
import io.varve.perf.report.Ceiling;
import io.varve.perf.report.Progress;
import io.varve.perf.report.Report;
import io.varve.perf.report.Row;
import io.varve.perf.report.Skipped;

import java.nio.file.Path;

/** What a suite is asked for, where it may work, and where its rows go. */
public final class SuiteRun
{
    private final BenchOptions options;
    private final ScratchDirectory scratch;
    private final Report report;
    private final Progress progress = new Progress();

    /** Of one run of all suites. */
    public SuiteRun(final BenchOptions options, final ScratchDirectory scratch, final Report report)
    {
        this.options = options;
        this.scratch = scratch;
        this.report = report;
    }

    /** What was asked for. */
    public BenchOptions options()
    {
        return options;
    }

    /** How much is to be done. */
    public Scale scale()
    {
        return options.scale();
    }

    /** Whether a row is wanted, and with it one whose name goes on behind it. */
    public boolean wants(final String row)
    {
        return options.only() == null || row.startsWith(options.only()) || options.only().startsWith(row + '.');
    }

    /** For data of rounds. */
    public ScratchDirectory scratch()
    {
        return scratch;
    }

    /** Where a picture beside the report goes, or null when there is no report. */
    public Path beside(final String name)
    {
        final Path file = options.report();
        return file == null ? null :
            file.resolveSibling(file.getFileName().toString().replaceFirst("\\.json$", "") + '-' + name);
    }

    /** Says what a round gave. */
    public void say(final String format, final Object... values)
    {
        progress.say(format, values);
    }

    /** One more row. */
    public void add(final Row row)
    {
        report.rows.add(row);
    }

    /** A row that is not measured. */
    public void skip(final String row, final String peer, final String why)
    {
        progress.say("%s: skipped%s: %s", row, peer == null ? "" : " against " + peer, why);
        report.skipped.add(new Skipped(row, peer, why));
    }

    /** How something was done or set. */
    public void setting(final String name, final String value)
    {
        report.settings.put(name, value);
    }

    /** What takes part. */
    public void version(final String name, final String value)
    {
        report.versions.put(name, value);
    }

    /** What the machine can do at best. */
    public void ceiling(final String name, final Ceiling ceiling)
    {
        report.ceilings.put(name, ceiling);
    }

    /** A ceiling that was measured, in its unit. */
    public double ceilingOf(final String name)
    {
        return report.ceilings.get(name).value();
    }

    /** The same row with its share of a ceiling, if that was measured. */
    public Row shareOf(final Row row, final String ceiling, final double valueInItsUnit)
    {
        final Ceiling limit = report.ceilings.get(ceiling);
        return limit == null ? row : row.shareOf(ceiling, valueInItsUnit / limit.value());
    }

    /** The same row with its share of a ceiling that is a time: the shorter the better. */
    public Row shareOfTime(final Row row, final String ceiling, final double valueInItsUnit)
    {
        final Ceiling limit = report.ceilings.get(ceiling);
        return limit == null ? row : row.shareOf(ceiling, limit.value() / valueInItsUnit);
    }
}
