package io.varve.perf.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the figures of documents from a report: what stands between a line {@code <!-- figures NAME -->} and the line {@code
 * <!-- end of figures -->} is replaced, the rest stays as it is.
 */
public final class Documents
{
    /** The documents that have figures, from the root of the sources. */
    public static final List<String> FILES = List.of("README.md", "docs/PERFORMANCE.md");

    private static final String SUMMARY = "<!-- figures summary -->";
    private static final String ALL = "<!-- figures all -->";
    private static final String END = "<!-- end of figures -->";

    private Documents()
    {
    }

    /**
     * Writes the figures of all {@link #FILES}, or of none of them.
     *
     * @param home root of the sources.
     * @throws IOException when a file has no place for figures, or one without an end.
     */
    public static void write(final Report report, final Path home) throws IOException
    {
        final List<List<String>> texts = new ArrayList<>();
        for (final String name : FILES)
        {
            texts.add(replaced(home.resolve(name), new MarkdownTables(report)));
        }
        for (int i = 0; i < texts.size(); i++)
        {
            Files.write(home.resolve(FILES.get(i)), texts.get(i), StandardCharsets.UTF_8);
        }
    }

    private static List<String> replaced(final Path file, final MarkdownTables tables) throws IOException
    {
        final List<String> text = new ArrayList<>();
        int places = 0;
        boolean isInside = false;
        for (final String line : Files.readAllLines(file, StandardCharsets.UTF_8))
        {
            if (isInside && !line.equals(END))
            {
                continue;
            }
            isInside = line.equals(SUMMARY) || line.equals(ALL);
            text.add(line);
            if (isInside)
            {
                places++;
                text.addAll(line.equals(SUMMARY) ? tables.summary() : tables.all());
            }
        }
        if (places == 0 || isInside)
        {
            throw new IOException("no place for figures: file=" + file + ", wanted=\"" + SUMMARY + "\" or \"" + ALL +
                "\", and \"" + END + "\" behind it");
        }
        return text;
    }
}
