package io.varve.tools;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class CareCommandsTest
{
    private static final int EVENTS = 1_800;

    private final Shell shell = new Shell();

    @TempDir
    private Path folder;
    private String data;
    private String backup;
    private String restored;

    @BeforeEach
    void name()
    {
        data = folder.resolve("data").toString();
        backup = folder.resolve("backup").toString();
        restored = folder.resolve("restored").toString();
    }

    private void put(final String directory, final int times)
    {
        for (int i = 0; i < times; i++)
        {
            shell.run("put", "a/b/7", "T", "text " + i, "--data", directory).endsWith(0);
        }
    }

    private static String field(final String line, final String name)
    {
        return line.replaceAll("(?s).*\\b" + name + "=(\\S+).*", "$1");
    }

    @Test
    void shouldBackUpRestoreAndCompare()
    {
        put(data, 3);
        final String made = shell.run("backup", "--data", data, "--to", backup).endsWith(0).out();
        final String head = shell.run("head", "--data", data).endsWith(0).out();
        assertEquals("3", field(made, "position"));
        assertEquals(field(head, "chain"), field(made, "chain"));
        put(data, 2);

        final String back = shell.run("restore", "--from", backup, "--data", restored).endsWith(0).out();
        assertEquals(field(made, "chain"), field(back, "chain"));
        assertEquals("2", field(back, "epoch"));
        assertTrue(shell.run("verify", "--data", restored).endsWith(0).out().contains(" corrupt=0 "), shell.out());
        assertEquals("equal up to position 3, A has 2 more\n", shell.run("diff", data, restored).endsWith(0).out());
        assertEquals("equal up to position 3, B has 2 more\n", shell.run("diff", backup, data).endsWith(0).out());
        assertEquals("equal up to position 3, and both end there\n", shell.run("diff", backup, restored).endsWith(0).out());

        put(restored, 1);
        shell.run("diff", data, restored, "--json").endsWith(1);
        assertTrue(shell.out().startsWith("{\"equal\":false,\"generation\":3,\"position\":3,"), shell.out());
        assertTrue(shell.err().startsWith("{\"error\":\"HISTORY_DIFFERS\","), shell.err());
    }

    @Test
    void shouldPrintOneObject()
    {
        put(data, 1);
        for (int i = 0; i < 2; i++)
        {
            final String json = shell.run("backup", "--data", data, "--to", backup, "--json").endsWith(0).out();
            assertEquals(1, json.lines().count());
            assertTrue(json.contains("\"position\":1,") && json.contains("\"copied\":" + (1 - i) + ','), json);
        }
        final String json = shell.run("restore", "--from", backup, "--to", restored, "--json").endsWith(0).out();
        assertTrue(json.startsWith("{\"journal\":\"") && json.contains("\"segments\":1,"), json);
    }

    @Test
    void shouldRefuseInOneLine()
    {
        put(data, 1);
        shell.run("backup", "--data", data, "--to", backup).endsWith(0);

        put(restored, 1);
        shell.run("backup", "--data", restored, "--to", backup, "--json").endsWith(1);
        assertTrue(shell.err().startsWith("{\"error\":\"HISTORY_DIFFERS\","), shell.err());
        shell.run("restore", "--from", backup, "--data", restored, "--json").endsWith(1);
        assertTrue(shell.err().startsWith("{\"error\":\"NOT_EMPTY\","), shell.err());
        shell.run("restore", "--from", data, "--data", folder.resolve("new").toString(), "--json").endsWith(1);
        assertTrue(shell.err().startsWith("{\"error\":\"NOT_A_BACKUP\","), shell.err());
        assertFalse(Files.exists(folder.resolve("new")));
        shell.run("backup", "--data", folder.resolve("none").toString(), "--to", backup).endsWith(1);
        shell.run("diff", data, folder.resolve("none").toString()).endsWith(1);
        shell.run("diff", data).endsWith(2);
        shell.run("restore", "--from", backup, "--data", backup).endsWith(2);
    }

    @Test
    void shouldFindSkipAndRepairADamagedGeneration() throws IOException
    {
        final Path file = loadSegments();
        shell.run("backup", "--data", data, "--to", backup).endsWith(0);
        final byte[] written = Files.readAllBytes(file);
        final byte[] damaged = written.clone();
        damaged[200_000] ^= 1;
        Files.write(file, damaged);

        shell.run("verify", "--data", data).endsWith(3);
        assertTrue(shell.err().contains("corrupt generation: ") && shell.err().contains("file=" + file), shell.err());
        final long position = Long.parseLong(shell.err().replaceAll("(?s).*position=(\\d+).*", "$1"));
        final long lost = Long.parseLong(shell.err().replaceAll("(?s).*lost=(\\d+).*", "$1"));
        shell.run("tail", "--data", data).endsWith(3);
        assertEquals(position, shell.outLines().size());
        assertTrue(shell.err().contains("position=" + position + ","), shell.err());
        assertEquals(EVENTS - lost, shell.run("tail", "--data", data, "--skip-corrupt").outLines().size());
        assertEquals("left out corrupt positions=" + lost + "\n", shell.err());

        assertTrue(shell.run("repair", "--data", data, "--from", backup, "--dry-run").endsWith(0).out()
            .contains("repaired=1 segments=1 unrepaired=0 kept= dryRun=true"), shell.out());
        assertArrayEquals(damaged, Files.readAllBytes(file));
        assertTrue(shell.run("repair", "--data", data, "--from", backup, "--json").endsWith(0).out()
            .startsWith("{\"repaired\":1,\"segments\":1,\"unrepaired\":0,"), shell.out());
        assertArrayEquals(written, Files.readAllBytes(file));
        shell.run("verify", "--data", data).endsWith(0);
        shell.run("repair", "--data", data, "--from", backup).endsWith(0);
    }

    @Test
    void shouldSayWhatItCouldNotRepair() throws IOException
    {
        shell.run("put", "a/b/7", "T", "first", "--data", data).endsWith(0);
        shell.run("backup", "--data", data, "--to", backup).endsWith(0);
        final Path file = loadSegments();
        final byte[] damaged = Files.readAllBytes(file);
        damaged[200_000] ^= 1;
        Files.write(file, damaged);

        shell.run("repair", "--data", data, "--from", backup).endsWith(3);

        assertTrue(shell.err().contains("not repaired: the source ends"), shell.err());
        assertTrue(shell.out().startsWith("repaired=0 segments=0 unrepaired=1 "), shell.out());
        assertArrayEquals(damaged, Files.readAllBytes(file));
    }

    /** Loads enough for two segments; the first one is sealed. */
    private Path loadSegments() throws IOException
    {
        final StringBuilder lines = new StringBuilder();
        for (int i = 0; i < EVENTS; i++)
        {
            lines.append("{\"domain\":\"a\",\"aggregate\":\"b\",\"id\":").append(i % 50).append(",\"type\":\"t\",\"data\":\"")
                .append("x".repeat(40_000)).append("\"}\n");
        }
        shell.runWith(lines.toString(), "load", "-", "--data", data).endsWith(0);
        try (Stream<Path> files = Files.list(Path.of(data, "journal")))
        {
            return files.filter(name -> name.toString().endsWith(".cq4")).sorted().findFirst().orElseThrow();
        }
    }
}
