package io.varve.tools.demo;

import io.varve.tools.console.CommandException;
import io.varve.tools.console.ExitCode;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process that follows the log, and the check of what it prints, which is kept too. */
final class Tail implements AutoCloseable
{
    /** How long it may be silent behind the writer's end before the rest counts as lost. */
    private static final long SILENCE_NS = TimeUnit.SECONDS.toNanos(10);

    private final String name;
    private final Deadline deadline;
    private final OutputStream copy;
    private final Child process;
    private final Follower follower;

    /**
     * Starts it.
     *
     * @param name   of it, for people and files.
     * @param source options that name the log.
     * @param input  what it must print.
     */
    Tail(final String name, final Path folder, final List<String> source, final List<byte[]> input, final Deadline deadline)
        throws IOException
    {
        this.name = name;
        this.deadline = deadline;
        copy = new BufferedOutputStream(Files.newOutputStream(folder.resolve(name + ".ndjson")));
        final List<String> arguments = new ArrayList<>(List.of("tail", "--follow", "--json"));
        arguments.addAll(source);
        try
        {
            process = new Child(name, folder, arguments);
        }
        catch (final CommandException e)
        {
            copy.close();
            throw e;
        }
        follower = new Follower(process.out(), copy, input);
        follower.start();
    }

    long pid()
    {
        return process.pid();
    }

    /** Events so far. */
    long count()
    {
        return follower.count();
    }

    /** When the last one came, by {@link System#nanoTime()}. */
    long lastNs()
    {
        return follower.lastNs();
    }

    void awaitFirst()
    {
        deadline.await("`" + name + "` delivers the first event", () -> follower.count() > 0 || !process.isRunning());
        if (!process.isRunning())
        {
            throw process.failure("ended early with exit code " + process.exitCode(deadline));
        }
    }

    /** Waits until it has delivered so many, or says nothing any more. */
    void awaitRest(final long events)
    {
        final long sinceNs = System.nanoTime();
        deadline.await("`" + name + "` has delivered everything", () ->
            follower.count() >= events ||
            !process.isRunning() ||
            System.nanoTime() - Math.max(sinceNs, follower.lastNs()) > SILENCE_NS);
    }

    /** Asks it to end, as Ctrl-C does. */
    DeliveryCheck end()
    {
        process.terminate();
        final int exitCode = process.exitCode(deadline);
        deadline.await("the output of `" + name + "` ends", () -> !follower.isAlive());
        if (exitCode != ExitCode.OK || follower.failure() != null)
        {
            throw process.failure("failed with exit code " + exitCode +
                (follower.failure() == null ? "" : ", " + follower.failure()));
        }
        return follower.check();
    }

    @Override
    public void close() throws IOException
    {
        process.close();
        copy.close();
    }
}
