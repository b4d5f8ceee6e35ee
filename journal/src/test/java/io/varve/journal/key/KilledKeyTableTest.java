package io.varve.journal.key;

import io.varve.codec.key.KeyTable;
import io.varve.codec.key.KeyWalk;
import io.varve.journal.PausedProcess;
import io.varve.journal.directory.BootId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A writer that is stopped dead in the middle of whatever it does, its file copied as a killed process would leave it. */
class KilledKeyTableTest
{
    /** More with the system property, for a night. */
    private static final int ROUNDS = Integer.getInteger("varve.test.kills", 25);

    @TempDir
    private Path directory;
    private Process writer;

    @AfterEach
    void endWriter() throws InterruptedException
    {
        if (writer != null)
        {
            writer.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void shouldHoldWhatWasAddedWheneverItsWriterDied() throws Exception
    {
        final long seed = Long.getLong("varve.test.seed", System.nanoTime());
        final Random random = new Random(seed);
        final Path live = directory.resolve("index/keys");
        final Path count = directory.resolve("count");
        writer = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx100m", "--add-opens",
            "java.base/jdk.internal.misc=ALL-UNNAMED", "--add-opens", "java.base/java.util.zip=ALL-UNNAMED", "-cp",
            System.getProperty("java.class.path"), KeyTableWriter.class.getName(), live.toString(), count.toString())
            .inheritIO().start();
        while (!Files.exists(count) || Files.size(count) == 0 || added(count) < 3)
        {
            assertTrue(writer.isAlive(), "writer ended before it wrote");
            Thread.onSpinWait();
        }

        for (int round = 0; round < ROUNDS && writer.isAlive(); round++)
        {
            final long busyUntilNs = System.nanoTime() + random.nextInt(20_000_000);
            while (System.nanoTime() < busyUntilNs)
            {
                Thread.onSpinWait(); // the moment is what is random here
            }
            final PausedProcess paused = PausedProcess.pause(writer);
            final Path copy = directory.resolve("copy");
            Files.copy(live, copy);
            final long added = added(count);
            check(copy, added, random, "seed=" + seed + ", round=" + round + ", added=" + added);
            Files.delete(copy);
            paused.resume();
        }
    }

    private static void check(final Path copy, final long added, final Random random, final String context)
    {
        assertNull(new KeyTableFile(copy, 9, 9, KeyTableWriter.BOOT).open(), "of another journal: " + context);
        assertNull(new KeyTableFile(
            copy, KeyTableWriter.JOURNAL_HIGH, KeyTableWriter.JOURNAL_LOW, new BootId(1, 1)).open(), "of another boot: " + context);

        final KeyTableFile file =
            new KeyTableFile(copy, KeyTableWriter.JOURNAL_HIGH, KeyTableWriter.JOURNAL_LOW, KeyTableWriter.BOOT);
        final KeyTable table = file.open();
        assertNotNull(table, context);
        assertTrue(table.count() == added || table.count() == added + 1, () -> "count=" + table.count() + ", " + context);
        checkKeys(table, context);

        final long cut = Math.max(0, table.count() - random.nextInt(2_000));
        assertTrue(table.cutTo(cut), context);
        assertEquals(cut, table.count(), context);
        checkKeys(table, context);
        for (int i = (int)cut; i < added; i++)
        {
            assertEquals(KeyTable.NONE, table.find(i % 3, KeyTableWriter.key(i)), context);
            assertNull(table.utf8(i % 3, KeyTableWriter.number(i)), context);
        }
        for (int i = (int)cut; i < cut + 1_000; i++)
        {
            assertEquals(KeyTable.Put.ADDED, table.put(i % 3, KeyTableWriter.number(i), KeyTableWriter.key(i)), context);
        }
        file.closed(42);
        final KeyTable again = file.open();
        assertNotNull(again, context);
        assertTrue(file.fits(42), context);
        assertTrue(!file.fits(43), context);
        assertEquals(cut + 1_000, again.count(), context);
        checkKeys(again, context);
        file.close();
    }

    private static void checkKeys(final KeyTable table, final String context)
    {
        final KeyWalk walk = table.walk(0);
        for (int i = 0; i < table.count(); i++)
        {
            assertTrue(walk.next(), context);
            assertTrue(walk.is(i % 3, KeyTableWriter.number(i), KeyTableWriter.key(i)), context);
            assertEquals(KeyTableWriter.number(i), table.find(i % 3, KeyTableWriter.key(i)), context);
        }
        assertTrue(!walk.next(), context);
    }

    private static long added(final Path count) throws IOException
    {
        return ByteBuffer.wrap(Files.readAllBytes(count)).getLong();
    }
}
