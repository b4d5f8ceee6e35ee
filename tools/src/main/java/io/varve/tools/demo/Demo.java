package io.varve.tools.demo;

import io.varve.tools.console.CommandException;
import io.varve.tools.console.Console;
import io.varve.tools.console.ExitCode;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Loads the sample in one process, follows it from a second while it is written, and verifies it in a third. */
public final class Demo
{
    private static final long ALLOWED_SECONDS = 120;

    /** The pace of the writer: slow enough that the follower is seen to follow, and it takes two seconds. */
    private static final int LINES_A_BURST = 20;
    private static final long BURST_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(10);

    /** How long the follower may be silent behind the writer's end before the rest counts as lost. */
    private static final long SILENCE_NS = TimeUnit.SECONDS.toNanos(10);

    private static final Pattern CORRUPT = Pattern.compile("\"corrupt\":(\\d+)");

    private final Deadline deadline = new Deadline(ALLOWED_SECONDS);
    private final List<byte[]> input = Sample.lines();
    private final Console console;
    private final DemoDirectory directory;
    private final Path store;
    private final Path acks;

    private Demo(final DemoDirectory directory, final Console console)
    {
        this.directory = directory;
        this.console = console;
        store = directory.path().resolve("data");
        acks = directory.path().resolve("acks");
    }

    /**
     * Runs it.
     *
     * @param keep directory that is kept; null to work in a temporary one.
     * @return exit code: 0 when nothing was lost, duplicated or corrupt.
     */
    public static int run(final Path keep, final Console console)
    {
        try (DemoDirectory directory = DemoDirectory.open(keep))
        {
            return new Demo(directory, console).run();
        }
        catch (final IOException e)
        {
            throw CommandException.failed(CommandException.IO_ERROR, "demo failed: " + e, e);
        }
    }

    private int run() throws IOException
    {
        say("demo: %d events of the history of a public repository; every part is a process of its own", input.size());
        final DeliveryCheck check = writeAndFollow();
        final long corrupt = verify();

        if (check.firstDifference() != null)
        {
            console.err().println("varve: the tail gave " + check.firstDifference());
        }
        if (directory.isKept())
        {
            say("kept     look around with: ./varve tail --data %s", store);
        }
        say("events=%d lost=%d duplicated=%d corrupt=%d", input.size(), check.lost(), check.duplicated(), corrupt);
        final boolean good =
            check.lost() == 0 && check.duplicated() == 0 && corrupt == 0 && check.firstDifference() == null;
        return corrupt > 0 ? ExitCode.CORRUPT : good ? ExitCode.OK : ExitCode.FAILED;
    }

    private DeliveryCheck writeAndFollow() throws IOException
    {
        final List<String> load = List.of("load", "-", "--data", store.toString(), "--acks", acks.toString());
        final List<String> tail = List.of("tail", "--follow", "--json", "--data", store.toString());
        try (Child writer = new Child(directory.path(), load);
            OutputStream copy =
                new BufferedOutputStream(Files.newOutputStream(directory.path().resolve("tail.ndjson"))))
        {
            say("load     writes into %s: pid=%d", store, writer.pid());
            // The directory comes into being with the first event.
            write(writer, 0, 1);
            deadline.await("the first event is acked", () -> hasFirstAck() || !writer.isRunning());
            requireRunning(writer);

            try (Child reader = new Child(directory.path(), tail))
            {
                final Follower follower = new Follower(reader.out(), copy, input);
                follower.start();
                deadline.await("the tail delivers the first event", () -> follower.count() > 0 || !reader.isRunning());
                requireRunning(reader);
                say("tail     follows from a second process: pid=%d", reader.pid());

                writeRest(writer);
                final long writtenNs = System.nanoTime();
                final long live = follower.count();
                endLoad(writer);
                awaitRest(follower, reader);
                say("tail     delivered %d events, %d of them before the last was written, which it gave %.1f ms later",
                    follower.count(), live, (follower.lastNs() - writtenNs) / 1e6);
                endTail(reader, follower);
                return follower.check();
            }
        }
    }

    private void writeRest(final Child writer) throws IOException
    {
        long nextNs = System.nanoTime();
        for (int from = 1; from < input.size(); from += LINES_A_BURST)
        {
            write(writer, from, Math.min(input.size(), from + LINES_A_BURST));
            nextNs += BURST_INTERVAL_NS;
            while (System.nanoTime() < nextNs)
            {
                LockSupport.parkNanos(nextNs - System.nanoTime());
            }
        }
        writer.in().close();
    }

    private void write(final Child writer, final int from, final int to)
    {
        try
        {
            for (final byte[] line : input.subList(from, to))
            {
                writer.in().write(line);
                writer.in().write('\n');
            }
            writer.in().flush();
        }
        catch (final IOException e)
        {
            writer.exitCode(deadline);
            throw writer.failure("ended early");
        }
    }

    private void endLoad(final Child writer) throws IOException
    {
        final int exitCode = writer.exitCode(deadline);
        if (exitCode != ExitCode.OK)
        {
            throw writer.failure("failed with exit code " + exitCode);
        }
        say("load     %s", text(writer));
    }

    private void awaitRest(final Follower follower, final Child reader)
    {
        final long endedNs = System.nanoTime();
        deadline.await("the tail has delivered everything", () ->
            follower.count() >= input.size() ||
            !reader.isRunning() ||
            System.nanoTime() - Math.max(endedNs, follower.lastNs()) > SILENCE_NS);
    }

    private void endTail(final Child reader, final Follower follower)
    {
        reader.terminate();
        final int exitCode = reader.exitCode(deadline);
        deadline.await("the tail's output ends", () -> !follower.isAlive());
        if (exitCode != ExitCode.OK || follower.failure() != null)
        {
            throw reader.failure("failed with exit code " + exitCode +
                (follower.failure() == null ? "" : ", " + follower.failure()));
        }
    }

    private long verify() throws IOException
    {
        try (Child verifier =
            new Child(directory.path(), List.of("verify", "--json", "--data", store.toString())))
        {
            final int exitCode = verifier.exitCode(deadline);
            final String report = text(verifier);
            final Matcher corrupt = CORRUPT.matcher(report);
            if (exitCode != ExitCode.OK && exitCode != ExitCode.CORRUPT || !corrupt.find())
            {
                throw verifier.failure("failed with exit code " + exitCode);
            }
            say("verify   %s", report);
            return Long.parseLong(corrupt.group(1));
        }
    }

    private boolean hasFirstAck()
    {
        try
        {
            return Files.exists(acks) && Files.size(acks) > 0;
        }
        catch (final IOException e)
        {
            return false;
        }
    }

    private void requireRunning(final Child child)
    {
        if (!child.isRunning())
        {
            throw child.failure("ended early with exit code " + child.exitCode(deadline));
        }
    }

    private static String text(final Child child) throws IOException
    {
        return new String(child.out().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    private void say(final String format, final Object... arguments)
    {
        console.out().println(String.format(Locale.ROOT, format, arguments));
    }
}
