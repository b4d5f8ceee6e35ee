package io.varve.journal;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A process that is stopped in the middle of whatever it does, all of its threads, until it is let go. */
public final class PausedProcess
{
    private final Process process;

    private PausedProcess(final Process process)
    {
        this.process = process;
    }

    /**
     * Stops a process and waits until each of its threads stands still: the first one may stand while another still runs on the
     * other core, and what that one writes meanwhile would be copied by halves.
     */
    public static PausedProcess pause(final Process process) throws IOException
    {
        final PausedProcess paused = new PausedProcess(process);
        paused.signal("STOP");
        while (process.isAlive() && !paused.standsStill())
        {
            Thread.onSpinWait();
        }
        return paused;
    }

    private boolean standsStill() throws IOException
    {
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc", Long.toString(process.pid()), "task")))
        {
            for (final Path thread : threads)
            {
                if (!isStopped(thread))
                {
                    return false;
                }
            }
            return true;
        }
        catch (final NoSuchFileException e)
        {
            return true; // the process has ended
        }
    }

    private static boolean isStopped(final Path thread) throws IOException
    {
        try
        {
            return Files.readString(thread.resolve("stat")).contains(") T ");
        }
        catch (final NoSuchFileException e)
        {
            return true; // it has ended
        }
    }

    private void signal(final String name) throws IOException
    {
        try
        {
            final int exitCode = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
            if (exitCode != 0 && process.isAlive())
            {
                throw new IOException("no signal: pid=" + process.pid() + ", exitCode=" + exitCode);
            }
        }
        catch (final InterruptedException e)
        {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted: signal=" + name, e);
        }
    }

    /** Lets it go on. */
    public void resume() throws IOException
    {
        signal("CONT");
    }
}
