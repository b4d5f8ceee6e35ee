package io.varve.tools.torture.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The appliance in a process of its own, as an operator starts it. */
public final class NodeProcess implements AutoCloseable
{
    private static final long END_TIMEOUT_MS = 60_000;

    private final ChildProcess child;
    private String last;

    /**
     * Starts it.
     *
     * @param prefix         command ahead of java, empty for none.
     * @param aeronDirectory where its media driver is, or comes to be.
     * @param errorFile      where the JVM writes what it died of.
     */
    public NodeProcess(
        final List<String> prefix, final Path data, final Path aeronDirectory, final List<String> channels, final Path errorFile)
        throws IOException
    {
        final List<String> arguments = new ArrayList<>(List.of(
            "serve", "--data", data.toString(), "--aeron-dir", aeronDirectory.toString(), "--http", "off"));
        for (final String channel : channels)
        {
            arguments.add("--channel");
            arguments.add(channel);
        }
        child = ChildProcess.ofCommand(prefix, errorFile, arguments);
    }

    /** Waits until it says that it is ready. */
    public boolean awaitReady(final long timeoutMs) throws InterruptedException
    {
        final long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        while (System.nanoTime() < deadlineNs)
        {
            final String line = child.nextLine(Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadlineNs - System.nanoTime())));
            if (line == null)
            {
                return false;
            }
            last = line;
            if (line.startsWith("ready "))
            {
                return true;
            }
        }
        return false;
    }

    /** SIGTERM, and waits: its exit code, -1 when it does not end in time. */
    public int stop() throws InterruptedException
    {
        child.terminate();
        return child.exitCode(END_TIMEOUT_MS);
    }

    /** SIGKILL, and waits. */
    public void kill() throws InterruptedException
    {
        child.kill();
    }

    /** SIGSTOP. */
    public void pause() throws IOException, InterruptedException
    {
        child.pause();
    }

    /** SIGCONT. */
    public void resume() throws IOException, InterruptedException
    {
        child.resume();
    }

    public boolean isAlive()
    {
        return child.isAlive();
    }

    /** Process number of the appliance as it is seen from here. */
    public long pid()
    {
        return child.programPid();
    }

    /** What it said, for a finding: its beginning and its end. */
    public String said() throws InterruptedException
    {
        for (String line = child.nextLine(1); line != null; line = child.nextLine(1))
        {
            last = line;
        }
        return child.said() + (last == null ? "" : "... " + last);
    }

    @Override
    public void close()
    {
        child.close();
    }
}
