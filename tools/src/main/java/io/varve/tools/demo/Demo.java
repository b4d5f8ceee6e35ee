package io.varve.tools.demo;

import io.varve.tools.console.CommandException;
import io.varve.tools.console.Console;
import io.varve.tools.console.ExitCode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A node serves a log; a publisher loads the sample over shared memory, a subscriber follows over UDP and a reader by mapping
 * the files meanwhile; in the end everything is verified. Each is a process of its own.
 */
public final class Demo
{
    private static final long ALLOWED_SECONDS = 120;

    /** The pace of the writer: slow enough that readers are seen to follow, and it takes two seconds. */
    private static final int LINES_A_BURST = 20;
    private static final long BURST_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(10);

    private static final Pattern CORRUPT = Pattern.compile("\"corrupt\":(\\d+)");

    private final Deadline deadline = new Deadline(ALLOWED_SECONDS);
    private final List<byte[]> input = Sample.lines();
    private final Console console;
    private final DemoDirectory directory;
    private final Path data;
    private final Path acks;
    private long lost;
    private long duplicated;
    private String firstDifference;

    private Demo(final DemoDirectory directory, final Console console)
    {
        this.directory = directory;
        this.console = console;
        data = directory.path().resolve("data");
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
        final long corrupt;
        try (DemoNode node = new DemoNode(directory.path(), data, deadline))
        {
            say("serve    keeps the log in %s: pid=%d", data, node.pid());
            publishAndFollow(node);
            corrupt = verify();
            node.stop();
            say("serve    ended, sealed and synced");
        }

        if (firstDifference != null)
        {
            console.err().println("varve: a tail gave " + firstDifference);
        }
        if (directory.isKept())
        {
            say("kept     look around with: ./varve tail --data %s", data);
        }
        say("events=%d lost=%d duplicated=%d corrupt=%d", input.size(), lost, duplicated, corrupt);
        final boolean isGood = lost == 0 && duplicated == 0 && corrupt == 0 && firstDifference == null;
        return corrupt > 0 ? ExitCode.CORRUPT : isGood ? ExitCode.OK : ExitCode.FAILED;
    }

    private void publishAndFollow(final DemoNode node) throws IOException
    {
        final List<String> load = List.of("load", "-", "--connect", node.ipc(), "--acks", acks.toString());
        try (Child publisher = new Child("load", directory.path(), load))
        {
            say("load     publishes over shared memory: pid=%d", publisher.pid());
            write(publisher, 0, 1);
            deadline.await("the first event is acked", () -> hasFirstAck() || !publisher.isRunning());
            if (!publisher.isRunning())
            {
                throw publisher.failure("ended early with exit code " + publisher.exitCode(deadline));
            }
            try (Tail subscriber = tail("tail", List.of("--connect", node.udp()));
                Tail reader = tail("mapped", List.of("--data", data.toString())))
            {
                subscriber.awaitFirst();
                say("tail     follows over UDP: pid=%d", subscriber.pid());
                reader.awaitFirst();
                say("mapped   follows in the mapped files: pid=%d", reader.pid());

                writeRest(publisher);
                final long writtenNs = System.nanoTime();
                final long live = subscriber.count();
                endLoad(publisher);
                check("tail", subscriber, live, writtenNs);
                check("mapped", reader, reader.count(), writtenNs);
            }
        }
    }

    private Tail tail(final String name, final List<String> source) throws IOException
    {
        return new Tail(name, directory.path(), source, input, deadline);
    }

    private void check(final String name, final Tail tail, final long live, final long writtenNs)
    {
        tail.awaitRest(input.size());
        say("%-8s delivered %d events, %d of them before the last was written, which it gave %.1f ms later",
            name, tail.count(), live, (tail.lastNs() - writtenNs) / 1e6);
        final DeliveryCheck check = tail.end();
        lost += check.lost();
        duplicated += check.duplicated();
        firstDifference = firstDifference == null ? check.firstDifference() : firstDifference;
    }

    private void writeRest(final Child publisher) throws IOException
    {
        long nextNs = System.nanoTime();
        for (int from = 1; from < input.size(); from += LINES_A_BURST)
        {
            write(publisher, from, Math.min(input.size(), from + LINES_A_BURST));
            nextNs += BURST_INTERVAL_NS;
            while (System.nanoTime() < nextNs)
            {
                LockSupport.parkNanos(nextNs - System.nanoTime());
            }
        }
        publisher.in().close();
    }

    private void write(final Child publisher, final int from, final int to)
    {
        try
        {
            for (final byte[] line : input.subList(from, to))
            {
                publisher.in().write(line);
                publisher.in().write('\n');
            }
            publisher.in().flush();
        }
        catch (final IOException e)
        {
            publisher.exitCode(deadline);
            throw publisher.failure("ended early");
        }
    }

    private void endLoad(final Child publisher) throws IOException
    {
        final int exitCode = publisher.exitCode(deadline);
        if (exitCode != ExitCode.OK)
        {
            throw publisher.failure("failed with exit code " + exitCode);
        }
        say("load     %s", text(publisher));
    }

    private long verify() throws IOException
    {
        try (Child verifier = new Child("verify", directory.path(), List.of("verify", "--json", "--data", data.toString())))
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

    private static String text(final Child child) throws IOException
    {
        return new String(child.out().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    private void say(final String format, final Object... arguments)
    {
        console.out().println(String.format(Locale.ROOT, format, arguments));
    }
}
