package io.varve.perf.report;

import java.io.PrintStream;

/** A report as a table on a terminal. */
public final class ReportTable
{
    private static final String ROW = "%-48s %-36s %-20s %-36s %7s %8s %-7s %s%n";

    private ReportTable()
    {
    }

    /** Prints it. */
    public static void print(final Report report, final PrintStream out)
    {
        report.run.forEach((name, value) -> out.println(name + ": " + value));
        report.machine.forEach((name, value) -> out.println(name + ": " + value));
        report.versions.forEach((name, value) -> out.println(name + ": " + value));
        report.settings.forEach((name, value) -> out.println(name + ": " + value));
        if (!report.ceilings.isEmpty())
        {
            out.println();
            report.ceilings.forEach((name, ceiling) -> out.println("ceiling " + name + ": " +
                Words.value(ceiling.value(), ceiling.unit()) + ", " + ceiling.what()));
        }
        if (!report.rows.isEmpty())
        {
            out.println();
            out.printf(ROW, "name", "varve", "peer", "peer's", "ratio", "target", "", "ceiling");
        }
        for (final Row row : report.rows)
        {
            out.printf(ROW, row.name(), Words.spread(row.varve(), row.unit()), row.hasPeer() ? row.peer() : "–",
                row.hasPeer() ? Words.spread(row.peerValue(), row.unit()) : "–", Words.ratio(row.ratio()), Words.target(row),
                Words.verdict(row), Words.share(row));
        }
        if (!report.skipped.isEmpty())
        {
            out.println();
            report.skipped.forEach(skipped -> out.println("skipped " + skipped.name() +
                (skipped.peer() == null ? "" : " against " + skipped.peer()) + ": " + skipped.why()));
        }
    }
}
