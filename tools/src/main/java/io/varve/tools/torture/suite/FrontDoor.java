package io.varve.tools.torture.suite;

import io.varve.api.LogReader;
import io.varve.codec.EventLogException;
import io.varve.journal.DataDirectory;
import io.varve.tools.torture.Sabotage;
import io.varve.tools.torture.SuiteRun;
import io.varve.tools.torture.process.DriverProcess;
import io.varve.tools.torture.process.LoadProcess;
import io.varve.tools.torture.process.NodeProcess;
import io.varve.tools.torture.relay.FreePorts;
import io.varve.tools.torture.workload.InputCheck;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** An appliance on a data directory of its own, with a media driver of its own, and what was loaded into it. */
final class FrontDoor implements AutoCloseable
{
    /** Port of the node and the one of its answers behind it. */
    static final int PORTS = 2;

    private static final Path MEMORY = Path.of("/dev/shm");
    private static final long START_TIMEOUT_MS = 60_000;

    /** Longer than any start, so that an import that finds no node waits for it. */
    private static final String PATIENCE = "timeout=60s";

    private final SuiteRun run;
    private final Path folder;
    private final Path aeronDirectory;
    private final int port;
    private NodeProcess node;

    /** Null when the node has its own. */
    private DriverProcess driver;

    /**
     * Makes room for it; nothing is started yet.
     *
     * @param folder of this appliance alone.
     */
    FrontDoor(final SuiteRun run, final Path folder) throws IOException
    {
        this(run, folder, Files.isWritable(MEMORY) ?
            Files.createTempDirectory(MEMORY, "varve-torture-aeron-") : Files.createDirectories(folder.resolve("aeron")));
    }

    /**
     * Makes room for it; nothing is started yet.
     *
     * @param folder         of this appliance alone.
     * @param aeronDirectory of its media driver; deleted when this is closed.
     */
    FrontDoor(final SuiteRun run, final Path folder, final Path aeronDirectory) throws IOException
    {
        this.run = run;
        this.folder = Files.createDirectories(folder);
        this.aeronDirectory = aeronDirectory;
        port = FreePorts.find(PORTS);
    }

    Path folder()
    {
        return folder;
    }

    Path data()
    {
        return folder.resolve("data");
    }

    Path aeronDirectory()
    {
        return aeronDirectory;
    }

    /** Of the node, for datagrams. */
    int port()
    {
        return port;
    }

    /** How a process of this host gets there. */
    String ipc()
    {
        return "aeron:ipc?aeron-dir=" + aeronDirectory + '|' + PATIENCE;
    }

    /** How any process gets there. */
    String udp()
    {
        return udp(port);
    }

    /** How this process gets there by datagrams, without a media driver of its own. */
    String udpOverItsDriver()
    {
        return udp() + "|aeron-dir=" + aeronDirectory;
    }

    /** @param relayPort of what stands between. */
    static String udp(final int relayPort)
    {
        return "aeron:udp?endpoint=127.0.0.1:" + relayPort + '|' + PATIENCE;
    }

    /** Starts a media driver that the node will find. */
    DriverProcess startDriver() throws IOException, InterruptedException
    {
        driver = new DriverProcess(aeronDirectory, folder.resolve("hs_err_driver.log"));
        if (!driver.awaitReady(START_TIMEOUT_MS))
        {
            run.lost("the media driver does not start: " + driver.said());
        }
        return driver;
    }

    /** Starts the appliance and waits for it; a start that fails is a loss. */
    boolean start() throws IOException, InterruptedException
    {
        return start(List.of());
    }

    /**
     * Starts the appliance as process 1 of a container, or whatever a prefix makes of it, and waits for it.
     *
     * @param prefix command ahead of java.
     */
    boolean start(final List<String> prefix) throws IOException, InterruptedException
    {
        startAlone(prefix);
        return awaitReady();
    }

    /** Starts the appliance. */
    private void startAlone(final List<String> prefix) throws IOException
    {
        if (node != null)
        {
            node.close();
        }
        node = new NodeProcess(prefix, data(), aeronDirectory,
            List.of("aeron:ipc", "aeron:udp?endpoint=127.0.0.1:" + port), folder.resolve("hs_err_node.log"));
    }

    /** Waits for it; a start that fails is a loss. */
    boolean awaitReady() throws InterruptedException
    {
        if (node.awaitReady(START_TIMEOUT_MS))
        {
            return true;
        }
        run.lost("the node does not start: " + node.said());
        return false;
    }

    /** The appliance as it runs. */
    NodeProcess node()
    {
        return node;
    }

    /** Starts an import. */
    LoadProcess load(final Path input, final String channel) throws IOException
    {
        return new LoadProcess(input, channel, run.sabotage() != Sabotage.NO_DEDUP, acks(), folder.resolve("hs_err_load.log"));
    }

    private Path acks()
    {
        return folder.resolve("acks");
    }

    /** Ends the appliance as an operator does, and holds everything against the whole input. */
    void stopAndCheck(final InputCheck input) throws IOException, InterruptedException
    {
        if (!node.isAlive())
        {
            run.lost("the node has died by itself: " + node.said());
        }
        final int exitCode = node.stop();
        if (exitCode != 0)
        {
            run.lost("the node has ended with exit code=" + exitCode + ": " + node.said());
        }
        final long events = look(input, input.lines(), "when all was over");
        holdAcks(events);
        Verified.check(run, data(), events);
    }

    /**
     * Reads the log beside or behind the appliance.
     *
     * @param lines of the input that must be there at least.
     */
    long look(final InputCheck input, final long lines, final String when)
    {
        try (LogReader reader = DataDirectory.openReader(data()))
        {
            return input.run(run, reader, lines, when);
        }
        catch (final EventLogException e)
        {
            run.lost(when + ": cannot be read: " + e.getMessage());
            return -1;
        }
    }

    /** Every ack that an import has noted names the position of its line: what is loaded alone is in its input's order. */
    private void holdAcks(final long events) throws IOException
    {
        if (!Files.exists(acks()))
        {
            return;
        }
        final String text = Files.readString(acks(), StandardCharsets.US_ASCII);
        for (final String ack : text.substring(0, text.lastIndexOf('\n') + 1).split("\n"))
        {
            final long line = Long.parseLong(ack.substring(0, ack.indexOf(' ')));
            final long position = Long.parseLong(ack.substring(ack.indexOf(' ') + 1));
            if (position != line - 1 || position >= events)
            {
                run.lost("an ack is not right: line=" + line + ", position=" + position + ", events=" + events);
                return;
            }
        }
    }

    @Override
    public void close() throws IOException
    {
        try
        {
            if (node != null)
            {
                node.kill();
            }
            if (driver != null)
            {
                driver.kill();
            }
        }
        catch (final InterruptedException e)
        {
            Thread.currentThread().interrupt();
        }
        Directories.delete(aeronDirectory);
        Directories.delete(folder);
    }
}
