package io.varve.tools.torture.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An import over a channel in a process of its own, which can be repeated when it has a name. */
public final class LoadProcess implements AutoCloseable
{
    private static final Pattern LOADED = Pattern.compile("loaded events=(\\d+) batches=\\d+ already=(\\d+) .*");
    private static final String PRODUCER = "torture";
    private static final long LOOK_MS = 1;

    private final ChildProcess child;
    private final Path acks;
    private final long ackedBefore;
    private long through = -1;
    private String last = "";

    /**
     * Starts it.
     *
     * @param isNamed   whether under a producer's name; without, it cannot be repeated.
     * @param acks      file that gets a line for each ack; goes on behind what is in it.
     * @param errorFile where the JVM writes what it died of.
     */
    public LoadProcess(
        final Path input, final String channel, final boolean isNamed, final Path acks, final Path errorFile) throws IOException
    {
        this.acks = acks;
        ackedBefore = ackBytes();
        final List<String> arguments =
            new ArrayList<>(List.of("load", input.toString(), "--connect", channel, "--acks", acks.toString()));
        if (isNamed)
        {
            arguments.addAll(List.of("--producer", PRODUCER));
        }
        child = ChildProcess.ofCommand(List.of(), errorFile, arguments);
    }

    /**
     * Waits until it has noted at least so many bytes of acks, or has ended.
     *
     * @return false when it does neither in time.
     */
    public boolean awaitAckBytes(final long bytes, final long timeoutMs) throws IOException, InterruptedException
    {
        final long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        while (ackBytes() - ackedBefore < bytes && child.isAlive())
        {
            if (System.nanoTime() - deadlineNs > 0)
            {
                return false;
            }
            Thread.sleep(LOOK_MS);
        }
        return true;
    }

    private long ackBytes() throws IOException
    {
        return Files.exists(acks) ? Files.size(acks) : 0;
    }

    /** Waits for its end: its exit code, -1 when it does not end in time. */
    public int exitCode(final long timeoutMs) throws InterruptedException
    {
        final int exitCode = child.exitCode(timeoutMs);
        said();
        return exitCode;
    }

    /** Lines of the input that it says are in the log now, -1 when it did not say it. */
    public long through()
    {
        return through;
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

    /** What it said, for a finding. */
    public String said() throws InterruptedException
    {
        for (String line = child.nextLine(LOOK_MS); line != null; line = child.nextLine(LOOK_MS))
        {
            last = line;
            final Matcher loaded = LOADED.matcher(line);
            if (loaded.matches())
            {
                through = Long.parseLong(loaded.group(1)) + Long.parseLong(loaded.group(2));
            }
        }
        return child.said() + (child.said().contains(last) ? "" : "... " + last);
    }

    @Override
    public void close()
    {
        child.close();
    }
}
