package io.varve.perf.bench;

import io.varve.perf.harness.BenchOptions;
import io.varve.perf.harness.Scale;
import io.varve.perf.report.Report;
import io.varve.perf.report.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class BenchTest
{
    @TempDir
    private Path directory;

    private Report measure(final String... suites) throws IOException
    {
        return measure(true, suites);
    }

    private Report measure(final boolean hasPeers, final String... suites) throws IOException
    {
        final Path data = Files.createDirectories(directory.resolve("data"));
        final Path file = directory.resolve("report.json");
        final BenchOptions options = BenchOptions.of(Scale.TINY).withPeers().withReport(file).withData(data);
        final Report report = new Report();
        Bench.measure(new BenchOptions(List.of(suites), null, hasPeers, options.scale(), 0, file, data, List.of()), report);
        try (Stream<Path> left = Files.list(data))
        {
            assertEquals(0, left.count(), "data is left behind");
        }
        assertTrue(report.ceilings.keySet().containsAll(
            Set.of("disk.sync.p50", "disk.write", "memory.copy", "chronicle.4KB")), () -> report.ceilings.toString());
        return report;
    }

    private static Set<String> names(final Report report)
    {
        return report.rows.stream().map(row -> row.name() + (row.hasPeer() ? " / " + row.peer() : ""))
            .collect(Collectors.toCollection(TreeSet::new));
    }

    private static void assertHas(final Report report, final String... names)
    {
        final Set<String> there = names(report);
        assertTrue(there.containsAll(Set.of(names)), () -> there + ", skipped: " + report.skipped);
    }

    @Test
    void shouldSayErrorsAsJsonWhenAskedFor()
    {
        final PrintStream err = System.err;
        final ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        try
        {
            assertEquals(2, Bench.run("--json", "--suite", "no \"such\""));
        }
        finally
        {
            System.setErr(err);
        }
        final String line = said.toString(StandardCharsets.UTF_8);
        assertTrue(line.startsWith("{\"error\":\"BAD_USAGE\",\"message\":\"no such suite: \\\"no \\\"such"), line);
        assertEquals(1, line.lines().count());
    }

    @Test
    void shouldMeasureIngestBesideChronicleQueueAndAeronArchive() throws IOException
    {
        final Report report = measure("ingest");

        assertHas(report, "ingest.embedded.64B.single / Chronicle Queue",
            "ingest.embedded.64B.single.1000instances / Chronicle Queue", "ingest.embedded.64B.batch16 / Chronicle Queue",
            "ingest.embedded.1KB.single / Chronicle Queue", "ingest.embedded.64B.archive / Aeron Archive",
            "ingest.sustained.bytes.10MB / Chronicle Queue", "memory.allocation.publish", "memory.allocation.journal",
            "memory.allocation.tail");
        assertTrue(report.skipped.stream().anyMatch(skipped -> skipped.name().equals("growth.paced")));
        final Row single = report.rows.get(0);
        assertEquals(2.0, single.target());
        assertEquals("chronicle.4KB", single.ceiling());
    }

    @Test
    void shouldMeasureTheFrontDoorBesideTheEmbeddedStore() throws IOException
    {
        final Report report = measure(false, "network");

        assertEquals(Set.of("ingest.ipc.64B", "ingest.ipc.64B.share / embedded", "ingest.ipc.64B.roundtrip.p50",
            "ingest.ipc.64B.roundtrip.p99", "memory.allocation.ipc"), names(report));
        final Row share = report.rows.stream().filter(Row::hasPeer).findFirst().orElseThrow();
        assertEquals(0.5, share.target());
        assertEquals(report.rows.get(0).varve(), share.varve());
    }

    @Test
    void shouldMeasureLatencyAndDrawIt() throws IOException
    {
        final Report report = measure("latency");

        assertHas(report, "latency.tail.10k.p50 / Chronicle Queue", "latency.tail.10k.p99 / Chronicle Queue",
            "latency.tail.10k.max / Chronicle Queue");
        final String picture = Files.readString(directory.resolve("report-latency.tail.10k.svg"));
        assertTrue(picture.startsWith("<svg") && picture.contains(">Varve<") && picture.contains(">Chronicle Queue<"), picture);
    }

    @Test
    void shouldMeasureReadingAndSmallParts() throws IOException
    {
        final Report report = measure("read", "codec");

        assertHas(report, "read.sequential.64B / Chronicle Queue", "codec.crc32c.crc32c.length64");
    }

    @Test
    void shouldMeasureStreamsBesideRocksDbAndSqlite() throws IOException
    {
        final Report report = measure("streams");

        assertHas(report, "streams.get.runs.200instances / SQLite", "streams.get.runs.200instances / RocksDB",
            "streams.get.scattered.200instances / SQLite", "streams.walk.scattered.200instances / RocksDB",
            "streams.get.runs.batch10.200instances", "streams.ready.killed.runs.200instances.s",
            "streams.write.scattered.200instances.tenth10", "streams.heap.end.runs.200instances");
    }

    @Test
    void shouldMeasureSyncedAcks() throws IOException
    {
        final Report report = measure("durable");

        assertHas(report, "durable.1writer.p50 / write+fdatasync");
        for (final String row : new String[]{"durable.16writers.closed.256B", "durable.16writers.window256.256B"})
        {
            for (final String peer : new String[]{"PostgreSQL", "Redis"})
            {
                final boolean isSkipped = report.skipped.stream()
                    .anyMatch(skipped -> skipped.name().equals(row) && peer.equals(skipped.peer()));
                assertTrue(isSkipped != names(report).contains(row + " / " + peer), () -> row + ' ' + peer + ' ' + report.skipped);
            }
        }
    }

    @Test
    void shouldEndWithWrongUsage()
    {
        assertEquals(2, Bench.run("--fast"));
    }
}
