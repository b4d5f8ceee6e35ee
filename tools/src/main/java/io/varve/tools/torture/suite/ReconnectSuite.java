package io.varve.tools.torture.suite;

import io.varve.tools.torture.Sabotage;
import io.varve.tools.torture.Suite;
import io.varve.tools.torture.SuiteRun;
import io.varve.tools.torture.process.LoadProcess;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * An import over a channel, in turns IPC and UDP, whose client or node is killed in the middle, some times in a row, while it
 * starts too. A killed client is started again and told to load the same; a killed node is started again and the client left
 * alone. In the end the log is the input.
 */
public final class ReconnectSuite implements Suite
{
    private static final int SAMPLES = 4;
    private static final int MAX_KILLS = 3;
    private static final int BYTES_AN_ACK = 10;
    private static final int MAX_EARLY_MS = 1_200;
    private static final long LOAD_TIMEOUT_MS = 120_000;

    private Path root;
    private SampleInput input;
    private long runs;

    @Override
    public String name()
    {
        return "reconnect";
    }

    @Override
    public long runs()
    {
        return 50;
    }

    @Override
    public Set<Sabotage> notices()
    {
        return Set.of(Sabotage.NO_DEDUP);
    }

    @Override
    public void prepare(final Path folder, final Sabotage sabotage) throws IOException
    {
        root = Files.createTempDirectory("varve-torture-reconnect-");
    }

    @Override
    public void run(final SuiteRun run) throws Exception
    {
        if (input == null)
        {
            input = SampleInput.of(run.settings(), root, SAMPLES);
        }
        final boolean isIpc = runs++ % 2 == 0;
        try (FrontDoor door = new FrontDoor(run, root.resolve("run")))
        {
            if (door.start())
            {
                loadThroughKills(run, door, isIpc ? door.ipc() : door.udp());
            }
        }
        run.figure("ipc", (runs + 1) / 2);
        run.figure("udp", runs / 2);
        run.figure("lines", (long)input.lines());
    }

    private void loadThroughKills(final SuiteRun run, final FrontDoor door, final String channel) throws Exception
    {
        LoadProcess load = door.load(input.file(), channel);
        try
        {
            for (int kills = 1 + run.random().nextInt(MAX_KILLS); kills > 0; kills--)
            {
                awaitMoment(run, load);
                if (load.isAlive())
                {
                    run.fault();
                }
                else
                {
                    run.harmless();
                }
                if (run.random().nextBoolean())
                {
                    load.kill();
                    load.close();
                    load = door.load(input.file(), channel);
                }
                else if (!killNode(run, door))
                {
                    return;
                }
            }
            finish(run, door, load);
        }
        finally
        {
            load.close();
        }
    }

    private void awaitMoment(final SuiteRun run, final LoadProcess load) throws IOException, InterruptedException
    {
        if (run.random().nextInt(4) == 0)
        {
            load.exitCode(run.random().nextInt(MAX_EARLY_MS));
        }
        else if (!load.awaitAckBytes(1L + run.random().nextInt(input.lines() * BYTES_AN_ACK / 2), LOAD_TIMEOUT_MS))
        {
            run.lost("no acks come: " + load.said());
        }
    }

    private boolean killNode(final SuiteRun run, final FrontDoor door) throws IOException, InterruptedException
    {
        door.node().kill();
        door.look(input.check(), 0, "behind a kill of the node");
        return door.start();
    }

    private void finish(final SuiteRun run, final FrontDoor door, final LoadProcess load) throws IOException, InterruptedException
    {
        final int exitCode = load.exitCode(LOAD_TIMEOUT_MS);
        if (exitCode != 0 || load.through() != input.lines())
        {
            run.lost("the import is not through: exit code=" + exitCode + ", through=" + load.through() + " of " + input.lines() +
                ": " + load.said());
        }
        door.stopAndCheck(input.check());
    }

    @Override
    public void close() throws IOException
    {
        Directories.delete(root);
    }
}
