package io.varve.tools.torture.process;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A media driver in a process of its own, as Aeron ships it. */
public final class DriverProcess implements AutoCloseable
{
    private static final String MAIN = "io.aeron.driver.MediaDriver";

    /** Its first word is the version, written when the driver is ready. */
    private static final String READY_FILE = "cnc.dat";
    private static final long LOOK_MS = 2;

    private final ChildProcess child;
    private final Path directory;

    /**
     * Starts it; what an earlier one left in its directory goes.
     *
     * @param errorFile where the JVM writes what it died of.
     */
    public DriverProcess(final Path directory, final Path errorFile) throws IOException
    {
        this.directory = directory;
        Files.deleteIfExists(directory.resolve(READY_FILE));
        child = ChildProcess.ofProgram(List.of(
            "-Daeron.dir=" + directory,
            "-Daeron.dir.delete.on.start=true",
            "-Daeron.threading.mode=SHARED",
            "-Daeron.shared.idle.strategy=org.agrona.concurrent.BackoffIdleStrategy"), MAIN, errorFile);
    }

    /** Waits until clients can connect. */
    public boolean awaitReady(final long timeoutMs) throws IOException, InterruptedException
    {
        final long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        while (!isReady())
        {
            if (!child.isAlive() || System.nanoTime() - deadlineNs > 0)
            {
                return false;
            }
            Thread.sleep(LOOK_MS);
        }
        return true;
    }

    private boolean isReady() throws IOException
    {
        final Path file = directory.resolve(READY_FILE);
        if (!Files.exists(file) || Files.size(file) < Integer.BYTES)
        {
            return false;
        }
        try (DataInputStream in = new DataInputStream(Files.newInputStream(file)))
        {
            return in.readInt() != 0;
        }
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

    /** What it said, for a finding. */
    public String said() throws InterruptedException
    {
        while (child.nextLine(1) != null)
        {
            // Each is kept.
        }
        return child.said();
    }

    @Override
    public void close()
    {
        child.close();
    }
}
