package io.varve.perf.streams;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
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

class StreamsBenchmarkTest
{
    @TempDir
    private Path directory;

    @Test
    void shouldMeasureEveryLayoutBesideThePeersAndLeaveNothingBehind() throws IOException
    {
        final Path data = Files.createDirectory(directory.resolve("data"));
        final Path file = directory.resolve("report.json");

        final Report report = StreamsBenchmark.run(StreamsOptions.tiny().with(true, file, data));
        report.write(file);

        final Set<String> names = values(file, "name");
        for (final Layout layout : Layout.values())
        {
            for (final String name : new String[]{"write.%s.tenth1", "write.%s.tenth10", "write.%s.lastToFirst", "disk.%s",
                "table.%s", "heap.end.%s", "ready.clean.%s", "ready.killed.%s", "get.%s.p50", "get.%s.p99"})
            {
                assertTrue(names.contains("streams." + name.formatted(layout.title())), name + ' ' + layout + ": " + names);
            }
        }
        assertTrue(names.containsAll(Set.of("streams.get.runs", "streams.get.scattered")), names.toString());
        assertEquals(Set.of("RocksDB", "SQLite"), values(file, "peer"));
        assertTrue(table(report).contains("streams.get.scattered "));
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
    void shouldRefuseWhatDoesNotFitTheDisk()
    {
        final IOException refused =
            assertThrows(IOException.class, () -> StreamsBenchmark.checkRoom(directory, Long.MAX_VALUE));

        assertTrue(refused.getMessage().startsWith("not enough room on the disk: data=" + directory + ", freeMiB="),
            refused.getMessage());
        assertTrue(refused.getMessage().endsWith(
            ", neededMiB=8796093022207; ask for fewer --instances, or another --data"), refused.getMessage());
    }

    @Test
    void shouldReadTheCommandLine()
    {
        final StreamsOptions options = StreamsOptions.parse("--instances", "2m", "--events", "20", "--rate", "300k", "--quick",
            "--gets", "7", "--peers", "--report", "r.json", "--data", directory.toString());

        final StreamsOptions quick = StreamsOptions.quick();
        assertEquals(new StreamsOptions(
            2_000_000, 20, 300_000, 7, quick.rounds(), quick.further(), true, Path.of("r.json"), directory), options);
        assertEquals(StreamsOptions.full(), StreamsOptions.parse());
    }

    @Test
    void shouldSayHowItIsUsed()
    {
        assertEquals(2, StreamsBenchmark.run("--fast"));
        assertUsage("unknown argument: --fast", "--fast");
        assertUsage("a value is missing: after=--report", "--report");
        assertUsage("number must be 1 to 1000: --events 1001", "--events", "1001");
        assertUsage("number must be 1 to 1000000000: --instances 0", "--instances", "0");
        assertUsage("number must be 1 to 1000000000: --instances many", "--instances", "many");
    }

    private static void assertUsage(final String what, final String... args)
    {
        assertEquals(what + "; " + StreamsOptions.USAGE,
            assertThrows(IllegalArgumentException.class, () -> StreamsOptions.parse(args)).getMessage());
    }
}
