package io.varve.perf.report;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class DocumentsTest
{
    private static final String END = "<!-- end of figures -->\n";

    @TempDir
    private Path home;

    private Path readme;
    private Path performance;

    @BeforeEach
    void writeDocuments() throws IOException
    {
        readme = Files.writeString(home.resolve("README.md"), "# Title\n\n<!-- figures summary -->\nold\n" + END + "\nrest\n");
        Files.createDirectory(home.resolve("docs"));
        performance = Files.writeString(home.resolve("docs/PERFORMANCE.md"), "<!-- figures all -->\n" + END + "tail\n");
    }

    @Test
    void shouldReplaceOnlyTheFigures() throws IOException
    {
        Documents.write(ReportTest.report(), home);

        final String summary = Files.readString(readme);
        assertTrue(summary.startsWith("# Title\n\n<!-- figures summary -->\nMeasured side by side"), summary);
        assertTrue(summary.endsWith(END + "\nrest\n"), summary);
        assertFalse(summary.contains("old"), summary);
        assertTrue(summary.contains("| `ingest.x` | 4 M/s | Chronicle Queue | 2 M/s | 2.00 | ≥ 2 | met |\n"), summary);
        assertTrue(summary.contains("| `latency.x` | 400 ns | Chronicle Queue | 200 ns | 0.50 | ≥ 0.70 | **missed** |\n"), summary);
        assertFalse(summary.contains("latency.told"), "without a target it belongs into the long table: " + summary);
        assertTrue(summary.contains("| `ingest.ipc` | NATS | not \\| installed |\n"), summary);
        final String all = Files.readString(performance);
        assertTrue(all.contains("### latency\n") && all.contains("`latency.told`"), all);
        assertTrue(all.contains("| `disk.write` | 400 MB/s | 1 GiB written |\n"), all);
        assertTrue(all.endsWith(END + "tail\n"), all);
    }

    @Test
    void shouldWriteTheSameTwice() throws IOException
    {
        Documents.write(ReportTest.report(), home);
        final String once = Files.readString(performance) + Files.readString(readme);

        Documents.write(ReportTest.report(), home);

        assertEquals(once, Files.readString(performance) + Files.readString(readme));
    }

    @Test
    void shouldWriteNothingWhenADocumentHasNoPlace() throws IOException
    {
        Files.writeString(performance, "<!-- figures all -->\nno end\n");
        final String before = Files.readString(readme);

        final IOException refused = assertThrows(IOException.class, () -> Documents.write(ReportTest.report(), home));

        assertTrue(refused.getMessage().startsWith("no place for figures: file=" + performance), refused.getMessage());
        assertEquals(before, Files.readString(readme));
        assertEquals("<!-- figures all -->\nno end\n", Files.readString(performance));
    }

    @Test
    void shouldFindItsPlacesInTheDocumentsOfTheProduct() throws IOException
    {
        for (final String name : Documents.FILES)
        {
            final Path file = home.resolve(name);
            Files.write(file, Files.readAllBytes(Path.of("..").resolve(name)));
        }

        Documents.write(ReportTest.report(), home);

        assertTrue(Files.readString(readme).contains("`ingest.x`"));
        assertTrue(Files.readString(performance).contains("`latency.told`"));
    }
}
