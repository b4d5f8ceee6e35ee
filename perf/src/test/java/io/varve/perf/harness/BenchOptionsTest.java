package io.varve.perf.harness;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class BenchOptionsTest
{
    private static final List<String> KNOWN = List.of("codec", "ingest");

    @TempDir
    private Path directory;

    @Test
    void shouldReadTheCommandLine()
    {
        final BenchOptions options = BenchOptions.parse(KNOWN, "--suite", "ingest", "--suite", "codec", "--only", "ingest.x",
            "--peers", "--quick", "--instances", "2m", "--report", "/r.json", "--data", directory.toString());

        assertEquals(new BenchOptions(List.of("ingest", "codec"), "ingest.x", true, Scale.QUICK, 2_000_000, Path.of("/r.json"),
            directory, List.of()), options);
        assertEquals(BenchOptions.of(Scale.FULL), BenchOptions.parse(KNOWN));
        assertEquals(List.of(Path.of("/a.json"), Path.of("/b.json")),
            BenchOptions.parse(KNOWN, "--write-docs", "/a.json", "/b.json").documents());
    }

    @Test
    void shouldSayHowItIsUsed()
    {
        assertUsage("unknown argument: --fast", "--fast");
        assertUsage("a value is missing: after=--report", "--report");
        assertUsage("no such suite: \"disk\", suites are codec, ingest", "--suite", "disk");
        assertUsage("number must be 1 to 1000000000, k and m are thousands and millions: --instances 0", "--instances", "0");
        assertUsage("number must be 1 to 1000000000, k and m are thousands and millions: --instances 1001m", "--instances",
            "1001m");
        assertUsage("a report is missing: after=--write-docs", "--write-docs");
        assertUsage("no directory: data=" + directory.resolve("none"), "--data", directory.resolve("none").toString());
    }

    private static void assertUsage(final String what, final String... args)
    {
        assertEquals(what + "; " + BenchOptions.USAGE,
            assertThrows(IllegalArgumentException.class, () -> BenchOptions.parse(KNOWN, args)).getMessage());
    }
}
