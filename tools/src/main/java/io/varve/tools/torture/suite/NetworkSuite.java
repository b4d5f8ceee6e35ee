package io.varve.tools.torture.suite;

import io.varve.tools.torture.Sabotage;
import io.varve.tools.torture.Suite;
import io.varve.tools.torture.SuiteRun;
import io.varve.tools.torture.process.ChildProcess;
import io.varve.tools.torture.process.LoadProcess;
import io.varve.tools.torture.relay.LossyRelay;
import io.varve.tools.torture.relay.RelaySettings;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An import over a network that loses, doubles, delays and reorders in both directions, and is cut off for a while, and a reader
 * that follows it over the same network: the log is the input, and so is what was read.
 */
public final class NetworkSuite implements Suite
{
    private static final int SAMPLES = 2;
    private static final int MAX_CUT_MS = 3_000;

    /** Longer than either side believes in a silent other one. */
    private static final int LONG_CUT_MS = 12_000;
    private static final int LONG_CUT_EVERY = 10;
    private static final long ACK_BYTES_BEFORE_CUT = 2_000;
    private static final long LOAD_TIMEOUT_MS = 240_000;

    private static final Pattern POSITION = Pattern.compile("\"position\":(\\d+)");

    private Path root;
    private SampleInput input;
    private long runs;

    @Override
    public String name()
    {
        return "network";
    }

    @Override
    public long runs()
    {
        return 20;
    }

    @Override
    public void prepare(final Path folder, final Sabotage sabotage) throws IOException
    {
        root = Files.createTempDirectory("varve-torture-network-");
    }

    @Override
    public void run(final SuiteRun run) throws Exception
    {
        if (input == null)
        {
            input = SampleInput.of(run.settings(), root, SAMPLES);
        }
        runs++;
        final RelaySettings settings = RelaySettings.random(run.random());
        try (FrontDoor door = new FrontDoor(run, root.resolve("run")))
        {
            if (!door.start())
            {
                return;
            }
            try (LossyRelay relay = new LossyRelay(new InetSocketAddress(InetAddress.getLoopbackAddress(), door.port()),
                FrontDoor.PORTS, settings, run.seed()))
            {
                load(run, door, relay, settings);
                run.faults(relay.figures().faults());
            }
            door.stopAndCheck(input.check());
        }
        run.figure("lines", (long)input.lines());
    }

    private void load(final SuiteRun run, final FrontDoor door, final LossyRelay relay, final RelaySettings settings)
        throws Exception
    {
        final String channel = FrontDoor.udp(relay.port());
        try (ChildProcess tail = ChildProcess.ofCommand(List.of(), door.folder().resolve("hs_err_tail.log"), List.of(
            "tail", "--follow", "--json", "--connect", channel, "--limit", Integer.toString(input.lines())));
            LoadProcess load = door.load(input.file(), channel))
        {
            final boolean isLong = runs % LONG_CUT_EVERY == 0;
            if ((isLong || run.random().nextBoolean()) && load.awaitAckBytes(ACK_BYTES_BEFORE_CUT, LOAD_TIMEOUT_MS))
            {
                relay.cut(true);
                load.exitCode(isLong ? LONG_CUT_MS : run.random().nextInt(MAX_CUT_MS));
                relay.cut(false);
            }
            final int exitCode = load.exitCode(LOAD_TIMEOUT_MS);
            if (exitCode != 0 || load.through() != input.lines())
            {
                run.lost("the import is not through: exit code=" + exitCode + ", through=" + load.through() + " of " +
                    input.lines() + ", " + settings + ": " + load.said());
                return;
            }
            holdTail(run, tail, settings);
        }
    }

    /** Each line says its position; what stands there is looked at in the log. */
    private void holdTail(final SuiteRun run, final ChildProcess tail, final RelaySettings settings) throws InterruptedException
    {
        for (int position = 0; position < input.lines(); position++)
        {
            final String line = tail.nextLine(LOAD_TIMEOUT_MS);
            final Matcher found = POSITION.matcher(line == null ? "" : line);
            if (!found.find() || Long.parseLong(found.group(1)) != position)
            {
                run.lost("the reader goes another way: expected position=" + position + ", found=" + line + ", " + settings +
                    ": " + tail.said());
                return;
            }
        }
    }

    @Override
    public void close() throws IOException
    {
        Directories.delete(root);
    }
}
