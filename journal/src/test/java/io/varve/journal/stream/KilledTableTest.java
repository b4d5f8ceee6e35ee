package io.varve.journal.stream;

import io.varve.journal.PausedProcess;
import io.varve.journal.directory.BootId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A writer that is stopped dead in the middle of whatever it does, its memory copied as a killed process would leave it. */
class KilledTableTest
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
    void shouldEqualTheLogWheneverItsWriterDied() throws Exception
    {
        final long seed = Long.getLong("varve.test.seed", System.nanoTime());
        final Random random = new Random(seed);
        final Path live = directory.resolve("live");
        final Path count = directory.resolve("count");
        writer = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx300m", "--add-opens",
            "java.base/jdk.internal.misc=ALL-UNNAMED", "--add-opens", "java.base/java.util.zip=ALL-UNNAMED", "-cp",
            System.getProperty("java.class.path"), TableWriter.class.getName(), live.toString(), count.toString(),
            Long.toString(seed)).inheritIO().start();
        while (!Files.exists(count) || Files.size(count) == 0 || appended(count) < 3)
        {
            assertTrue(writer.isAlive(), "writer ended before it wrote");
            Thread.onSpinWait();
        }

        final StreamModel model = new StreamModel();
        final Random written = new Random(seed);
        long modelled = 0;
        for (int round = 0; round < ROUNDS && writer.isAlive(); round++)
        {
            final long busyUntilNs = System.nanoTime() + random.nextInt(20_000_000);
            while (System.nanoTime() < busyUntilNs)
            {
                Thread.onSpinWait(); // the moment is what is random here
            }
            final PausedProcess paused = PausedProcess.pause(writer);
            final Path copy = directory.resolve("copy" + round);
            copy(live, copy);
            final long appended = appended(count);

            for (; modelled < appended; modelled++)
            {
                TableWriter.write(modelled, written, model, null);
            }
            final String context = "seed=" + seed + ", round=" + round + ", appended=" + appended;
            final StreamTable table = StreamTables.open(new StreamFolder(copy), 1, 2);
            assertNotNull(table, context);
            assertTrue(table.control().isOfBoot(TableWriter.BOOT), context);
            assertFalse(table.control().isOfBoot(new BootId(7, 9)), context);
            assertTrue(table.undoAbove(appended - 1, table.links()), context);
            model.check(table, new StreamReader(table.control(), table.links(), () -> { }), context);
            delete(copy);
            paused.resume();
        }
        assertTrue(modelled > 3, "seed=" + seed);
    }

    private static long appended(final Path count) throws IOException
    {
        return ByteBuffer.wrap(Files.readAllBytes(count)).order(ByteOrder.BIG_ENDIAN).getLong();
    }

    private static void copy(final Path from, final Path to) throws IOException
    {
        Files.createDirectories(to);
        for (final File file : List.of(from.toFile().listFiles()))
        {
            Files.copy(file.toPath(), to.resolve(file.getName()));
        }
    }

    private static void delete(final Path folder) throws IOException
    {
        for (final File file : List.of(folder.toFile().listFiles()))
        {
            Files.delete(file.toPath());
        }
        Files.delete(folder);
    }
}
