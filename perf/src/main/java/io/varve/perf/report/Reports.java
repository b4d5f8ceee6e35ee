package io.varve.perf.report;

import java.util.List;

/** Several runs taken as one. */
public final class Reports
{
    private static final String COMMAND = "command";

    private Reports()
    {
    }

    /** What each of them says; of what two say, the later one. */
    public static Report together(final List<Report> reports)
    {
        final Report all = new Report();
        for (final Report report : reports)
        {
            report.run.forEach((name, value) -> all.run.merge(name, value, (before, later) ->
                name.equals(COMMAND) && !before.equals(later) ? before + "; " + later : later));
            all.machine.putAll(report.machine);
            all.versions.putAll(report.versions);
            all.settings.putAll(report.settings);
            all.ceilings.putAll(report.ceilings);
            report.rows.forEach(row -> put(all, row));
            all.skipped.addAll(report.skipped);
        }
        all.skipped.removeIf(skipped -> all.rows.stream().anyMatch(row -> isOf(skipped, row)));
        final List<Skipped> once = all.skipped.stream().distinct().toList();
        all.skipped.clear();
        all.skipped.addAll(once);
        return all;
    }

    private static void put(final Report report, final Row row)
    {
        for (int i = 0; i < report.rows.size(); i++)
        {
            final Row there = report.rows.get(i);
            final boolean isSamePeer = !there.hasPeer() || there.peer().equals(row.peer());
            if (there.name().equals(row.name()) && isSamePeer)
            {
                report.rows.set(i, row);
                return;
            }
        }
        report.rows.add(row);
    }

    private static boolean isOf(final Skipped skipped, final Row row)
    {
        return skipped.name().equals(row.name()) && (skipped.peer() == null || skipped.peer().equals(row.peer()));
    }
}
