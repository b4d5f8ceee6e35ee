package io.varve.tools.demo;

import io.varve.tools.console.CommandException;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One part of the demo in a process of its own; closing it kills it if it still runs. */
final class Child implements AutoCloseable
{
    private final String name;
    private final Path errors;
    private final Process process;
    private final Thread killer;

    /**
     * Starts a command of this program.
     *
     * @param name      of this part, for people and files.
     * @param directory for what it says on stderr.
     */
    Child(final String name, final Path directory, final List<String> arguments)
    {
        this.name = name;
        errors = directory.resolve(name + ".stderr");
        try
        {
            process = new ProcessBuilder(JavaCommand.of(arguments)).redirectError(errors.toFile()).start();
        }
        catch (final IOException e)
        {
            throw CommandException.failed(CommandException.FAILED, "cannot start a process: " + e.getMessage(), e);
        }
        // Ctrl-C reaches the children by itself, SIGTERM to the demo alone does not.
        killer = new Thread(process::destroyForcibly, "varve-demo-kill-" + name);
        Runtime.getRuntime().addShutdownHook(killer);
    }

    long pid()
    {
        return process.pid();
    }

    /** Its stdin. */
    OutputStream in()
    {
        return process.getOutputStream();
    }

    /** Its stdout. */
    InputStream out()
    {
        return process.getInputStream();
    }

    boolean isRunning()
    {
        return process.isAlive();
    }

    /** Asks it to end, as SIGTERM does. */
    void terminate()
    {
        process.destroy();
    }

    /** Waits for its end. */
    int exitCode(final Deadline deadline)
    {
        try
        {
            if (!process.waitFor(deadline.remainingMs(), TimeUnit.MILLISECONDS))
            {
                throw deadline.passed("`" + name + "` ends");
            }
            return process.exitValue();
        }
        catch (final InterruptedException e)
        {
            Thread.currentThread().interrupt();
            throw failure("was not waited for");
        }
    }

    /** A failure with what it said. */
    CommandException failure(final String what)
    {
        return CommandException.failed(
            CommandException.FAILED, "`" + name + "` " + what + ": " + lastWords(), null);
    }

    @Override
    public void close()
    {
        process.destroyForcibly();
        try
        {
            Runtime.getRuntime().removeShutdownHook(killer);
        }
        catch (final IllegalStateException e)
        {
            // This process ends already, and the hook does what was done here.
        }
    }

    private String lastWords()
    {
        try
        {
            final String words = Files.readString(errors, StandardCharsets.UTF_8).strip();
            return words.isEmpty() ? "it said nothing" : words;
        }
        catch (final IOException e)
        {
            return "what it said cannot be read: " + e.getMessage();
        }
    }
}
