package io.varve.perf.report;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ReportTest
{
    @TempDir
    private Path directory;

    static Report report()
    {
        final Report report = new Report();
        report.run.put("date", "2026-01-02T03:04:05Z");
        report.run.put("command", "./varve bench --peers");
        report.machine.put("cpu", "a \"fast\" one");
        report.machine.put("cores", "2");
        report.machine.put("memoryMiB", "24000");
        report.machine.put("fileSystem", "ext4");
        report.machine.put("kernel", "Linux 6");
        report.versions.put("jdk", "17");
        report.settings.put("Varve", "defaults");
        report.ceilings.put("disk.write", new Ceiling(4e8, "bytes/s", "1 GiB written"));
        report.rows.add(Row.of("ingest", "ingest.x", "events/s", Better.MORE, Samples.of(5e6, 3e6, 4e6).spread())
            .against("Chronicle Queue", Samples.of(2e6).spread(), 2).shareOf("disk.write", 0.5));
        report.rows.add(Row.of("latency", "latency.x", "ns", Better.LESS, Spread.of(400))
            .against("Chronicle Queue", Spread.of(200), 0.7));
        report.rows.add(Row.of("latency", "latency.told", "ns", Better.LESS, Spread.of(2_500_000)));
        report.rows.add(Row.of("ingest", "memory.allocation", "bytes/event", Better.LESS, Spread.of(0.005)).within(0.01));
        report.skipped.add(new Skipped("ingest.ipc", "NATS", "not | installed"));
        report.skipped.add(new Skipped("growth", null, "full runs only"));
        return report;
    }

    @Test
    void shouldTakeMediansAndSayWhichIsBetter()
    {
        final Row speed = report().rows.get(0);
        final Row time = report().rows.get(1);

        assertEquals(new Spread(4e6, 3e6, 5e6), speed.varve());
        assertEquals(2.0, speed.ratio());
        assertTrue(speed.isMet());
        assertEquals(0.5, time.ratio());
        assertFalse(time.isMet());
        assertEquals(2.5, Samples.of(4, 1, 3, 2).median());
    }

    @Test
    void shouldHoldAValueWithoutAPeerAgainstItsBound()
    {
        final Row allocation = report().rows.get(3);

        assertTrue(allocation.isMet());
        assertFalse(allocation.within(0.004).isMet());
        assertTrue(Double.isNaN(allocation.ratio()));
        assertFalse(report().rows.get(2).hasTarget());
    }

    @Test
    void shouldBeTheSameAfterItWasWrittenAndRead() throws IOException
    {
        final Path file = directory.resolve("report.json");

        ReportJson.write(report(), file);

        assertEquals(report(), ReportJson.read(file));
        final String json = Files.readString(file);
        for (final String part : new String[]{"\"jdk\" : \"17\"", "\"ratio\" : 2.0", "\"met\" : true", "\"met\" : false",
            "\"met\" : null", "\"varve\" : 4000000.0", "\"varve\" : [ 3000000.0, 5000000.0 ]", "\"peerValue\" : 2000000.0",
            "\"peer\" : null", "\"share\" : 0.5", "\"why\" : \"full runs only\""})
        {
            assertTrue(json.contains(part), () -> part + " in " + json);
        }
    }

    @Test
    void shouldSayWhatIsNoReport() throws IOException
    {
        final Path file = Files.writeString(directory.resolve("other.json"), "{\"run\":{},\"machine\":[]}");

        assertEquals("not an object: " + file + ".machine",
            assertThrows(IOException.class, () -> ReportJson.read(file)).getMessage());
    }

    @Test
    void shouldPrintEveryRowAndWhatIsMissing()
    {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        ReportTable.print(report(), new PrintStream(bytes, true, StandardCharsets.UTF_8));

        final String table = bytes.toString(StandardCharsets.UTF_8);
        for (final String part : new String[]{"ingest.x ", "4 M/s (3 M/s to 5 M/s)", "2.00", "≥ 2 ", "met ", "missed",
            "50 % of disk.write", "2.50 ms", "≤ 0.0100", "skipped ingest.ipc against NATS: not | installed",
            "skipped growth: full runs only", "ceiling disk.write: 400 MB/s, 1 GiB written"})
        {
            assertTrue(table.contains(part), () -> part + " in " + table);
        }
    }

    @Test
    void shouldTakeTheLaterOfTwoRunsAndForgetWhatWasSkippedBefore()
    {
        final Report later = new Report();
        later.rows.add(Row.of("ingest", "ingest.x", "events/s", Better.MORE, Spread.of(9e6))
            .against("Chronicle Queue", Spread.of(2e6), 2));
        later.rows.add(Row.of("network", "ingest.ipc", "events/s", Better.MORE, Spread.of(9e5))
            .against("NATS", Spread.of(1e5), 3));
        later.skipped.add(new Skipped("growth", null, "full runs only"));

        final Report all = Reports.together(List.of(report(), later));

        assertEquals(5, all.rows.size());
        assertEquals(9e6, all.rows.get(0).varve().median());
        assertEquals(List.of(new Skipped("growth", null, "full runs only")), all.skipped);
    }
}
