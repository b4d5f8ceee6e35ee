package io.varve.journal;

import io.varve.api.LogReader;
import io.varve.codec.dictionary.AggregateNames;
import io.varve.codec.key.KeyTable;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Ten million keyed instances, once: what they cost, and what a start and a reader do with them. Prints its figures. */
@Tag("slow")
@Timeout(1_800)
class KeyScaleTest
{
    private static final int KEYS = Integer.getInteger("varve.test.keys", 10_000_000);
    private static final int LOOKUPS = 1_000_000;

    /** Text and so much more is what a key may take in the table. */
    private static final int BYTES_ABOVE_TEXT = 41;

    @TempDir
    private Path folder;

    @Test
    void shouldKeepTenMillionKeysOutsideOfTheHeap() throws Exception
    {
        final Path directory = folder.resolve("data");
        try (ChildJvm writer = ChildJvm.start(KeyScaleWriter.class, directory, KEYS))
        {
            writer.await("done");
            System.out.print(writer.said());
            writer.kill();
        }

        long text = 0;
        for (int i = 0; i < KEYS; i++)
        {
            text += KeyScaleWriter.key(i).length();
        }
        final long tableLength = Files.size(directory.resolve("index/keys"));
        System.out.printf("table bytes/key above text=%.1f%n", (tableLength - text) / (double)KEYS);
        assertTrue(KEYS < 1_000_000 || tableLength <= text + (long)KEYS * BYTES_ABOVE_TEXT);

        readBeside(directory, "killed");
        long startNs = System.nanoTime();
        long startCpuNs = cpuNs();
        try (EmbeddedEventStore store = EmbeddedEventStore.open(new StoreContext().directory(directory)))
        {
            System.out.printf("after SIGKILL: %s wall=%d ms cpu=%d ms%n",
                store.recovery(), millisSince(startNs), (cpuNs() - startCpuNs) / 1_000_000);
            lookUp(store);
            startNs = System.nanoTime();
        }
        System.out.printf("close wall=%d ms%n", millisSince(startNs));
        startNs = System.nanoTime();
        startCpuNs = cpuNs();
        try (EmbeddedEventStore store = EmbeddedEventStore.open(new StoreContext().directory(directory)))
        {
            System.out.printf("after a clean stop: %s wall=%d ms cpu=%d ms%n",
                store.recovery(), millisSince(startNs), (cpuNs() - startCpuNs) / 1_000_000);
            lookUp(store);
        }
        Files.delete(directory.resolve("index/keys"));
        readBeside(directory, "without the table");
        startNs = System.nanoTime();
        startCpuNs = cpuNs();
        try (EmbeddedEventStore store = EmbeddedEventStore.open(new StoreContext().directory(directory)))
        {
            System.out.printf("made anew from names files: wall=%d ms cpu=%d ms%n",
                millisSince(startNs), (cpuNs() - startCpuNs) / 1_000_000);
            lookUp(store);
        }
    }

    private static void readBeside(final Path directory, final String how)
    {
        final long startNs = System.nanoTime();
        final long startCpuNs = cpuNs();
        try (LogReader reader = DataDirectory.openReader(directory))
        {
            final String key = KeyScaleWriter.key(KEYS / 3);
            assertEquals(1, reader.get("scale", "customer", key).count());
            assertEquals(key, reader.get("scale", "customer", key).at(0).key());
        }
        System.out.printf("outside reader, %s: one key twice wall=%d ms cpu=%d ms%n",
            how, millisSince(startNs), (cpuNs() - startCpuNs) / 1_000_000);
    }

    private static void lookUp(final EmbeddedEventStore store)
    {
        final AggregateNames customer =
            store.dictionary().findAggregate(store.dictionary().findDomain("scale"), "customer");
        final KeyTable table = store.dictionary().keyTable();
        assertEquals(KEYS, table.count());
        final Random random = new Random(1);
        final UnsafeBuffer[] keys = new UnsafeBuffer[LOOKUPS];
        final long[] numbers = new long[LOOKUPS];
        for (int i = 0; i < LOOKUPS; i++)
        {
            keys[i] = new UnsafeBuffer(KeyScaleWriter.key(random.nextInt(KEYS)).getBytes(StandardCharsets.UTF_8));
        }
        for (int round = 0; round < 2; round++)
        {
            final long cpuNs = cpuNs();
            for (int i = 0; i < LOOKUPS; i++)
            {
                numbers[i] = customer.findKeyNumber(keys[i], 0, keys[i].capacity());
            }
            final long foundNs = cpuNs();
            for (int i = 0; i < LOOKUPS; i++)
            {
                assertEquals(keys[i].capacity(), customer.findKey(numbers[i]).utf8().length);
            }
            System.out.printf("cpu ns a look-up: key to number=%d, number to key=%d%n",
                (foundNs - cpuNs) / LOOKUPS, (cpuNs() - foundNs) / LOOKUPS);
        }
    }

    private static long cpuNs()
    {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static long millisSince(final long startNs)
    {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
    }
}
