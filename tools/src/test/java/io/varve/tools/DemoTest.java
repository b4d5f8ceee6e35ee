package io.varve.tools;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class DemoTest
{
    private final Shell shell = new Shell();

    @TempDir
    private Path directory;

    @Test
    void shouldLoseDuplicateAndCorruptNothing() throws IOException
    {
        final Path kept = directory.resolve("kept");

        final List<String> lines = shell.run("demo", "--keep", kept.toString()).endsWith(0).outLines();

        assertEquals("events=4000 lost=0 duplicated=0 corrupt=0", lines.get(lines.size() - 1));
        assertEquals(4_000, Files.readAllLines(kept.resolve("tail.ndjson")).size());
        assertEquals(4_000, Files.readAllLines(kept.resolve("acks")).size());
    }

    @Test
    void shouldNotTouchADirectoryThatHoldsSomething() throws IOException
    {
        final Path mine = Files.writeString(directory.resolve("mine"), "precious");

        shell.run("demo", "--keep", directory.toString()).endsWith(1);

        assertTrue(shell.err().contains("--keep must name a directory that is empty or missing"), shell.err());
        assertEquals("precious", Files.readString(mine));
    }
}
