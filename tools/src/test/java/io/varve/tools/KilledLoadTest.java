package io.varve.tools;

import io.varve.api.EventCursor;
import io.varve.api.LogReader;
import io.varve.api.Query;
import io.varve.journal.DataDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** An import under a producer's name that is killed again and again, and repeated, is its input: nothing lost, nothing twice. */
class KilledLoadTest
{
    /** System property that fixes the seed. */
    private static final String SEED_PROP_NAME = "varve.test.seed";
    private static final int KILLS = 20;
    private static final int LINES = 250_000;
    private static final int MAX_LINGER_MS = 120;

    private final Shell shell = new Shell();

    @TempDir
    private Path folder;

    @Test
    @Timeout(300)
    void shouldEqualItsInputHoweverOftenItIsKilled() throws Exception
    {
        final long seed = Long.getLong(SEED_PROP_NAME, System.nanoTime());
        final Random random = new Random(seed);
        final Path input = writeInput();
        int killedAtWork = 0;
        for (int kill = 0; kill < KILLS; kill++)
        {
            final Process child = start(input);
            try
            {
                final long before = acked();
                while (child.isAlive() && acked() == before)
                {
                    assertFalse(child.waitFor(1, TimeUnit.MILLISECONDS) && child.exitValue() != 0, "seed=" + seed);
                }
                killedAtWork += child.waitFor(random.nextInt(MAX_LINGER_MS), TimeUnit.MILLISECONDS) ? 0 : 1;
            }
            finally
            {
                child.destroyForcibly().waitFor();
            }
        }
        assertTrue(killedAtWork > KILLS / 2, "seed=" + seed + ", killed at work=" + killedAtWork);

        shell.run("load", input.toString(), "--data", data().toString(), "--producer", "import");
        final String[] figures = shell.out().split("[ =]");
        assertEquals(LINES, Long.parseLong(figures[2]) + Long.parseLong(figures[6]), "seed=" + seed + ": " + shell.out());
        assertHoldsInput(seed);
        shell.run("verify", "--data", data().toString()).endsWith(0);
    }

    private Path data()
    {
        return folder.resolve("data");
    }

    private Path acks()
    {
        return folder.resolve("acks");
    }

    private long acked() throws IOException
    {
        return Files.exists(acks()) ? Files.size(acks()) : 0;
    }

    private Path writeInput() throws IOException
    {
        final Path input = folder.resolve("input.ndjson");
        try (BufferedWriter out = Files.newBufferedWriter(input))
        {
            for (int i = 0; i < LINES; i++)
            {
                out.write("{\"domain\":\"d\",\"aggregate\":\"a\",\"id\":" + i % 100 + ",\"type\":\"T\",\"data\":\"line " + i + "\"}\n");
            }
        }
        return input;
    }

    private Process start(final Path input) throws IOException
    {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(argument -> argument.startsWith("--add-") || argument.startsWith("--enable-"))
            .forEach(command::add);
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xmx128m", "-cp", System.getProperty("java.class.path"),
            Varve.class.getName(), "load", input.toString(), "--data", data().toString(), "--producer", "import",
            "--acks", acks().toString()));
        return new ProcessBuilder(command)
            .redirectErrorStream(true).redirectOutput(folder.resolve("said").toFile()).start();
    }

    private void assertHoldsInput(final long seed)
    {
        try (LogReader reader = DataDirectory.openReader(data()); EventCursor cursor = reader.query(Query.all()))
        {
            int line = 0;
            while (cursor.next())
            {
                assertEquals("line " + line, cursor.data().getStringWithoutLengthUtf8(0, cursor.length()), "seed=" + seed);
                assertEquals(line % 100, cursor.id());
                line++;
            }
            assertEquals(LINES, line, "seed=" + seed);
        }
    }
}
