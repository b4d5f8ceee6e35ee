package io.varve.tools;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** An appliance as a process: how it starts and ends. */
@Timeout(120)
class ServeProcessTest
{
    private final Shell shell = new Shell();

    @TempDir
    private Path folder;
    private Process process;

    private String ipc()
    {
        return "aeron:ipc?aeron-dir=" + folder.resolve("aeron");
    }

    /** Starts it and gives the line that says that it is ready. */
    private String start() throws IOException
    {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(argument -> argument.startsWith("--add-") || argument.startsWith("--enable-"))
            .forEach(command::add);
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xmx128m", "-cp", System.getProperty("java.class.path"),
            Varve.class.getName(), "serve", "--data", folder.resolve("data").toString(),
            "--aeron-dir", folder.resolve("aeron").toString(), "--http", "off"));
        process = new ProcessBuilder(command).redirectError(folder.resolve("err").toFile()).start();
        final BufferedReader out =
            new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = out.readLine();
        while (line != null && !line.startsWith("ready "))
        {
            line = out.readLine();
        }
        return line;
    }

    private String said() throws IOException
    {
        return Files.readString(folder.resolve("err"));
    }

    @AfterEach
    void end() throws InterruptedException
    {
        if (process != null)
        {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void shouldEndWithZeroWhenItIsToldTo() throws Exception
    {
        assertEquals("ready channel=aeron:ipc", start(), this::saidOrNothing);
        shell.run("put", "a/b/7", "T", "x", "--connect", ipc()).endsWith(0);

        process.destroy();

        assertTrue(process.waitFor(30, TimeUnit.SECONDS), "it does not end");
        assertEquals(0, process.exitValue(), said());
        assertFalse(Files.exists(folder.resolve("aeron")));
        assertEquals("ready channel=aeron:ipc", start(), this::saidOrNothing);
        assertTrue(said().contains("previous=clean"), said());
    }

    @Test
    void shouldStartOverWhatAKilledOneLeft() throws Exception
    {
        assertEquals("ready channel=aeron:ipc", start(), this::saidOrNothing);
        shell.run("put", "a/b/7", "T", "x", "--connect", ipc()).endsWith(0);

        process.destroyForcibly().waitFor();

        assertEquals("ready channel=aeron:ipc", start(), this::saidOrNothing);
        assertTrue(said().contains("previous=killed"), said());
        assertEquals(1, shell.run("tail", "--connect", ipc()).endsWith(0).outLines().size());
    }

    private String saidOrNothing()
    {
        try
        {
            return said();
        }
        catch (final IOException e)
        {
            return "it said nothing";
        }
    }
}
