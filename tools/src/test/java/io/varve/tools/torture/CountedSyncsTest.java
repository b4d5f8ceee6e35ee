package io.varve.tools.torture;

import io.varve.api.Event;
import io.varve.journal.EmbeddedEventStore;
import io.varve.journal.StoreContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** What the kernel is asked for, counted from outside the process. */
@Timeout(180)
class CountedSyncsTest
{
    private static final int PUTS = 40;

    @TempDir
    private Path folder;

    /** A process that puts one by one, each waiting for its sync. */
    static final class Puts
    {
        private Puts()
        {
        }

        public static void main(final String[] args)
        {
            try (EmbeddedEventStore store = EmbeddedEventStore.open(new StoreContext().directory(Path.of(args[0]))))
            {
                System.out.println(store.defaultDurability());
                for (int i = 0; i < PUTS; i++)
                {
                    store.domain("d").aggregate("a").instance(1).put(Event.of("T", "x"));
                }
            }
        }
    }

    @Test
    void shouldSyncSegmentAndWatermarkForEachAck() throws IOException, InterruptedException
    {
        final Path trace = folder.resolve("trace");
        final List<String> command = new ArrayList<>(
            List.of("strace", "-f", "-y", "-e", "trace=fsync,fdatasync", "-o", trace.toString()));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(argument -> argument.startsWith("--")).forEach(command::add);
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), Puts.class.getName(),
            folder.resolve("data").toString()));
        assumeTrue(isThere("strace"), "strace is not installed, so nobody counts");

        final Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        final String said = new String(process.getInputStream().readAllBytes());
        assumeTrue(process.waitFor(120, TimeUnit.SECONDS) && !said.contains("ptrace"), "may not trace: " + said);
        assertEquals(0, process.exitValue(), said);
        assumeTrue(said.contains("SYNCED"), "the temporary folder is in memory");

        final List<String> calls = Files.readAllLines(trace);
        final long segments = count(calls, ".cq4>");
        final long watermarks = count(calls, "/watermark>");
        // One of each for a put; a few for the start, the end, and what the background sync takes ahead.
        assertTrue(segments >= PUTS && segments <= PUTS + 20, "segments=" + segments);
        assertTrue(watermarks >= PUTS && watermarks <= PUTS + 20, "watermarks=" + watermarks);
        assertTrue(count(calls, "/journal>") >= 1, "the folder of the segments was not synced");
        assertTrue(count(calls, "/data>") >= 2, "the data directory was not synced for FORMAT and for the watermark");
    }

    private static boolean isThere(final String program)
    {
        return List.of(System.getenv("PATH").split(":")).stream().anyMatch(path -> Files.isExecutable(Path.of(path, program)));
    }

    private static long count(final List<String> calls, final String file)
    {
        return calls.stream().filter(call -> call.contains(file) && !call.contains("resumed")).count();
    }
}
