package io.varve.tools.demo;

import io.varve.tools.console.ExitCode;
import io.varve.tools.torture.relay.FreePorts;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The node of the demo: a process that owns the log and serves it over shared memory and over UDP. */
final class DemoNode implements AutoCloseable
{
    private static final int PORTS = 2;

    private final Deadline deadline;
    private final Child process;
    private final BufferedReader out;
    private final Path driver;
    private final String udp;

    /** Starts it and waits until it takes clients. */
    DemoNode(final Path folder, final Path data, final Deadline deadline) throws IOException
    {
        this.deadline = deadline;
        driver = folder.resolve("aeron");
        udp = "aeron:udp?endpoint=127.0.0.1:" + FreePorts.find(PORTS);
        process = new Child("serve", folder, List.of("serve", "--data", data.toString(), "--aeron-dir", driver.toString(),
            "--channel", "aeron:ipc", "--channel", udp, "--http", "off"));
        out = new BufferedReader(new InputStreamReader(process.out(), StandardCharsets.UTF_8));
        try
        {
            deadline.await("the node takes clients", () -> isReady() || !process.isRunning());
            if (!process.isRunning())
            {
                throw process.failure("ended early with exit code " + process.exitCode(deadline));
            }
        }
        catch (final RuntimeException e)
        {
            process.close();
            throw e;
        }
    }

    private boolean isReady()
    {
        try
        {
            while (out.ready())
            {
                if (out.readLine().startsWith("ready "))
                {
                    return true;
                }
            }
            return false;
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException(e);
        }
    }

    long pid()
    {
        return process.pid();
    }

    /** Over shared memory. */
    String ipc()
    {
        return "aeron:ipc?aeron-dir=" + driver;
    }

    /** Over the network of this host. */
    String udp()
    {
        return udp;
    }

    /** Asks it to end, as an operator would. */
    void stop()
    {
        process.terminate();
        final int exitCode = process.exitCode(deadline);
        if (exitCode != ExitCode.OK)
        {
            throw process.failure("failed with exit code " + exitCode);
        }
    }

    @Override
    public void close()
    {
        process.close();
    }
}
