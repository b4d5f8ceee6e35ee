package io.varve.perf.compare;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.varve.perf.report.Figure;
import io.varve.perf.report.Report;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ComparisonTest
{
    @TempDir
    private Path directory;

    @Test
    void shouldCompareBothSidesAndLeaveNothingBehind() throws IOException
    {
        final Path data = Files.createDirectory(directory.resolve("data"));
        final Path file = directory.resolve("report.json");

        final Report report = Comparison.run(CompareOptions.tiny().with(file, data));
        report.write(file);

        assertEquals(
            Set.of("ingest.embedded.64B.single", "ingest.embedded.64B.single.1000instances",
                "ingest.embedded.64B.single.cpu", "ingest.embedded.64B.single.1000instances.cpu",
                "latency.tail.10k.p50", "latency.tail.10k.p99", "latency.tail.10k.p99.9", "latency.tail.10k.max"),
            values(file, "name"));
        assertEquals(Set.of("Chronicle Queue"), values(file, "peer"));
        assertTrue(table(report).contains("ingest.embedded.64B.single "));
        try (Stream<Path> left = Files.list(data))
        {
            assertEquals(0, left.count());
        }
    }

    private static Set<String> values(final Path json, final String field) throws IOException
    {
        final Set<String> values = new HashSet<>();
        try (JsonParser parser = new JsonFactory().createParser(json.toFile()))
        {
            while (parser.nextToken() != null)
            {
                if (parser.currentToken() == JsonToken.VALUE_STRING && field.equals(parser.currentName()))
                {
                    values.add(parser.getText());
                }
            }
        }
        return values;
    }

    private static String table(final Report report)
    {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        report.print(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void shouldReadTheCommandLine()
    {
        final CompareOptions options =
            CompareOptions.parse("--quick", "--report", "r.json", "--data", directory.toString());

        assertEquals(CompareOptions.quick().with(Path.of("r.json"), directory), options);
    }

    @Test
    void shouldSayHowItIsUsed()
    {
        assertEquals(2, Comparison.run("--fast"));
        assertEquals("unknown argument: --fast; " + CompareOptions.USAGE,
            assertThrows(IllegalArgumentException.class, () -> CompareOptions.parse("--fast")).getMessage());
        assertEquals("a path is missing: after=--report; " + CompareOptions.USAGE,
            assertThrows(IllegalArgumentException.class, () -> CompareOptions.parse("--report")).getMessage());
    }

    @Test
    void shouldTakeMediansAndSayWhichIsBetter()
    {
        final Figure speed = figure(true, new double[]{5, 1, 3}, new double[]{2, 1});
        final Figure time = figure(false, new double[]{5, 1, 3}, new double[]{2, 1});

        assertEquals(2.0, speed.ratio());
        assertTrue(speed.isMet());
        assertEquals(0.5, time.ratio());
        assertEquals(1, speed.varve().min());
        assertEquals(5, speed.varve().max());
    }

    private static Figure figure(final boolean isMoreBetter, final double[] varve, final double[] peer)
    {
        final Figure figure = new Figure("suite", "name", "unit", isMoreBetter, 1.5, "Peer");
        for (final double value : varve)
        {
            figure.varve().add(value);
        }
        for (final double value : peer)
        {
            figure.peer().add(value);
        }
        return figure;
    }
}
