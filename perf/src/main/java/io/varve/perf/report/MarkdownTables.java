package io.varve.perf.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A report as tables of Markdown. */
final class MarkdownTables
{
    private static final int MAX_COLUMNS = 130;

    private final Report report;

    MarkdownTables(final Report report)
    {
        this.report = report;
    }

    /** What was promised, and how it stands. */
    List<String> summary()
    {
        final List<String> lines = new ArrayList<>();
        wrap(lines, where() + ' ' + repeat());
        lines.add("");
        lines.add("| what | Varve | peer | peer's | ratio | target | |");
        lines.add("|---|---|---|---|---|---|---|");
        report.rows.stream().filter(Row::hasTarget).forEach(row -> lines.add(line(
            code(row.name()), Words.value(row.varve().median(), row.unit()), row.hasPeer() ? row.peer() : "–",
            row.hasPeer() ? Words.value(row.peerValue().median(), row.unit()) : "–", Words.ratio(row.ratio()),
            Words.target(row), verdict(row))));
        addSkipped(lines);
        return lines;
    }

    /** Everything. */
    List<String> all()
    {
        final List<String> lines = new ArrayList<>();
        wrap(lines, where() + ' ' + repeat());
        addCeilings(lines);
        suites().forEach((suite, rows) ->
        {
            lines.add("");
            lines.add("### " + suite);
            lines.add("");
            lines.add("| what | Varve | peer | peer's | ratio | target | | share of what the machine can |");
            lines.add("|---|---|---|---|---|---|---|---|");
            rows.forEach(row -> lines.add(line(
                code(row.name()), Words.spread(row.varve(), row.unit()), row.hasPeer() ? row.peer() : "–",
                row.hasPeer() ? Words.spread(row.peerValue(), row.unit()) : "–", Words.ratio(row.ratio()), Words.target(row),
                verdict(row), Words.share(row))));
        });
        addSkipped(lines);
        addSettings(lines);
        return lines;
    }

    private Map<String, List<Row>> suites()
    {
        final Map<String, List<Row>> suites = new LinkedHashMap<>();
        report.rows.forEach(row -> suites.computeIfAbsent(row.suite(), name -> new ArrayList<>()).add(row));
        return suites;
    }

    private String where()
    {
        final Map<String, String> machine = report.machine;
        return "Measured side by side in one run, in turns, medians of rounds (least to most): " + machine.get("cores") +
            " cores of " + machine.get("cpu") + ", " + machine.get("memoryMiB") + " MiB, " + machine.get("fileSystem") + ", " +
            machine.get("kernel") + ", " + report.versions.get("jdk") + ", " + report.run.get("date") + '.';
    }

    private String repeat()
    {
        return "Repeat it: `" + report.run.get("command") + "`.";
    }

    private static String verdict(final Row row)
    {
        return Words.verdict(row).equals("missed") ? "**missed**" : Words.verdict(row);
    }

    private void addCeilings(final List<String> lines)
    {
        if (!report.ceilings.isEmpty())
        {
            lines.addAll(List.of("", "| this machine at its best | | |", "|---|---|---|"));
            report.ceilings.forEach((name, ceiling) ->
                lines.add(line(code(name), Words.value(ceiling.value(), ceiling.unit()), ceiling.what())));
        }
    }

    private void addSkipped(final List<String> lines)
    {
        if (!report.skipped.isEmpty())
        {
            lines.addAll(List.of("", "| not measured | against | why |", "|---|---|---|"));
            report.skipped.forEach(skipped ->
                lines.add(line(code(skipped.name()), skipped.peer() == null ? "–" : skipped.peer(), skipped.why())));
        }
    }

    private void addSettings(final List<String> lines)
    {
        lines.addAll(List.of("", "### How each side was set", ""));
        report.settings.forEach((name, value) -> wrap(lines, "- **" + name + "**: " + value));
        report.versions.forEach((name, value) -> wrap(lines, "- " + name + ' ' + value));
    }

    private static String code(final String text)
    {
        return '`' + text + '`';
    }

    private static String line(final String... cells)
    {
        final StringBuilder line = new StringBuilder("|");
        for (final String cell : cells)
        {
            line.append(' ').append(cell.replace("|", "\\|")).append(" |");
        }
        return line.toString();
    }

    private static void wrap(final List<String> lines, final String text)
    {
        StringBuilder line = new StringBuilder();
        for (final String word : text.split(" "))
        {
            if (line.length() + 1 + word.length() > MAX_COLUMNS && line.length() > 0)
            {
                lines.add(line.toString());
                line = new StringBuilder(text.startsWith("- ") ? "  " : "");
            }
            line.append(line.length() == 0 || line.toString().isBlank() ? "" : " ").append(word);
        }
        lines.add(line.toString());
    }
}
