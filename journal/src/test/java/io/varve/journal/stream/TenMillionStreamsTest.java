package io.varve.journal.stream;

import io.varve.journal.directory.BootId;
import org.agrona.collections.LongArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Ten million streams, a tenth of them scattered over ten generations: what they take, and how long they take to find. */
@Tag("slow")
@Timeout(900)
class TenMillionStreamsTest
{
    private static final int STREAMS = 10_000_000;
    private static final int SCATTERED = 1_000_000;
    private static final int BATCHES = 50;
    private static final int LOOK_UPS = 1_000_000;
    private static final BootId BOOT = new BootId(1, 2);

    @TempDir
    private Path folder;
    private long generation;
    private int batches;

    private void put(final StreamTable table, final long id, final long nextVersion)
    {
        if (batches++ % BATCHES == 0)
        {
            assertTrue(table.begin(generation++));
        }
        table.nextVersion(StreamKey.kind(0, false), id);
        table.advance(nextVersion);
    }

    @Test
    void shouldFindEachWithinMicroseconds() throws IOException
    {
        final StreamTable table = StreamTables.create(new StreamFolder(folder), 1, 2, 3);
        table.control().open(BOOT, 1);
        long startNs = cpuNs();
        for (int i = 0; i < STREAMS; i++)
        {
            put(table, i, 1);
        }
        report("first batch of a stream", startNs, STREAMS);
        startNs = cpuNs();
        for (int round = 1; round < 10; round++)
        {
            for (int i = 0; i < SCATTERED; i++)
            {
                put(table, (i * 7_919L + round) % SCATTERED, round + 1);
            }
        }
        report("further batch of a scattered stream", startNs, 9 * SCATTERED);
        table.flush();
        assertEquals(STREAMS, table.streams());
        final double bytes = table.control().memory().length() / (double)STREAMS;
        final double used = (double)table.control().pages() * HeadPage.LENGTH / STREAMS;
        System.out.printf("heads: %.1f bytes a stream allocated, %.1f used, heap used %,d KB%n", bytes, used,
            (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) / 1024);
        assertTrue(used <= 45, "bytes=" + used);

        for (int i = 0; i < 3; i++)
        {
            startNs = cpuNs();
            final StreamTable opened = StreamTables.open(new StreamFolder(folder), 1, 2);
            assertTrue(opened.control().isOfBoot(BOOT) && opened.undoAbove(generation - 1, opened.links()));
            System.out.printf("open after a kill: %d ms%n", (cpuNs() - startNs) / 1_000_000);
            assertEquals(STREAMS, opened.streams());
        }
        final StreamReader reader = new StreamReader(table.control(), table.links(), () -> { });
        for (int i = 0; i < 3; i++)
        {
            lookUp(reader, "stream of one generation", SCATTERED, STREAMS, 1);
            lookUp(reader, "stream of ten generations", 0, SCATTERED, 10);
        }
    }

    private static void lookUp(
        final StreamLocator reader, final String what, final int from, final int to, final int generations)
    {
        final Random random = new Random(from);
        final LongArrayList found = new LongArrayList();
        final long startNs = cpuNs();
        for (int i = 0; i < LOOK_UPS; i++)
        {
            assertTrue(reader.locate(0, false, from + random.nextInt(to - from), 0, Long.MAX_VALUE, found));
            assertEquals(generations, found.size());
        }
        report("locate a random " + what, startNs, LOOK_UPS);
    }

    /** Of this thread: what it takes, whatever else the machine does. */
    private static long cpuNs()
    {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static void report(final String what, final long startNs, final long count)
    {
        System.out.printf("%s: %d ns%n", what, (cpuNs() - startNs) / count);
    }
}
