package io.varve.tools.torture;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** The figures of all suites, and what they were measured on: a file with a JSON object a line. */
final class TortureReport
{
    private final TortureSettings settings;
    private final List<String> lines = new ArrayList<>();

    TortureReport(final TortureSettings settings)
    {
        this.settings = settings;
        lines.add("{\"at\":\"" + Instant.now().truncatedTo(ChronoUnit.SECONDS) + "\",\"java\":\"" +
            System.getProperty("java.version") + "\",\"os\":\"" + System.getProperty("os.name") + ' ' +
            System.getProperty("os.version") + "\",\"cores\":" + Runtime.getRuntime().availableProcessors() +
            ",\"seed\":" + settings.seed() + ",\"sabotage\":\"" + settings.sabotage().text() + "\"}");
    }

    void ran(final String suite, final Tally tally, final double seconds)
    {
        lines.add(tally.json(suite, seconds));
    }

    void skipped(final String suite, final String reason)
    {
        lines.add("{\"suite\":\"" + suite + "\",\"skipped\":\"" + reason.replace("\\", "\\\\").replace("\"", "\\\"") + "\"}");
    }

    void write() throws IOException
    {
        if (settings.report() != null)
        {
            Files.write(settings.report(), lines, StandardCharsets.UTF_8);
        }
    }
}
