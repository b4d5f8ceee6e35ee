package io.varve.tools.torture.suite;

import io.varve.tools.torture.Sabotage;
import io.varve.tools.torture.Suite;
import io.varve.tools.torture.SuiteRun;
import io.varve.tools.torture.process.DriverProcess;
import io.varve.tools.torture.process.LoadProcess;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * An import during which the node, the client or a media driver of its own process stands still for a while, or the driver is
 * killed and started again: everything goes on by itself, and the log is the input.
 */
public final class StopSuite implements Suite
{
    private static final int SAMPLES = 4;
    private static final int BYTES_AN_ACK = 10;
    private static final int PAUSE_SECONDS = 30;
    private static final long LOAD_TIMEOUT_MS = 180_000;

    /** What happens to whom. */
    private enum Stop
    {
        NODE_PAUSED, CLIENT_PAUSED, DRIVER_PAUSED, DRIVER_KILLED
    }

    private Path root;
    private SampleInput input;
    private long runs;

    @Override
    public String name()
    {
        return "stop";
    }

    /** Each stop on each channel. */
    @Override
    public long runs()
    {
        return 2L * Stop.values().length;
    }

    @Override
    public void prepare(final Path folder, final Sabotage sabotage) throws IOException
    {
        root = Files.createTempDirectory("varve-torture-stop-");
    }

    @Override
    public void run(final SuiteRun run) throws Exception
    {
        if (input == null)
        {
            input = SampleInput.of(run.settings(), root, SAMPLES);
        }
        final Stop stop = Stop.values()[(int)(runs % Stop.values().length)];
        final boolean isIpc = runs / Stop.values().length % 2 == 0;
        runs++;
        final long pauseMs =
            TimeUnit.SECONDS.toMillis(run.settings().seconds() == 0 ? PAUSE_SECONDS : run.settings().seconds());
        try (FrontDoor door = new FrontDoor(run, root.resolve("run")))
        {
            final DriverProcess driver =
                stop == Stop.DRIVER_PAUSED || stop == Stop.DRIVER_KILLED ? door.startDriver() : null;
            if (door.start())
            {
                loadThrough(run, door, driver, stop, isIpc ? door.ipc() : door.udp(), pauseMs);
            }
        }
        run.figure("lines", (long)input.lines());
        run.figure("pauseSeconds", TimeUnit.MILLISECONDS.toSeconds(pauseMs));
    }

    private void loadThrough(
        final SuiteRun run,
        final FrontDoor door,
        final DriverProcess driver,
        final Stop stop,
        final String channel,
        final long pauseMs) throws Exception
    {
        try (LoadProcess load = door.load(input.file(), channel))
        {
            final long bytes = 1L + run.random().nextInt(input.lines() * BYTES_AN_ACK / 2);
            if (!load.awaitAckBytes(bytes, LOAD_TIMEOUT_MS))
            {
                run.lost("no acks come: " + load.said());
            }
            if (load.isAlive())
            {
                run.fault();
            }
            else
            {
                run.harmless();
            }
            switch (stop)
            {
                case NODE_PAUSED ->
                {
                    door.node().pause();
                    load.exitCode(pauseMs);
                    door.node().resume();
                }
                case CLIENT_PAUSED ->
                {
                    load.pause();
                    load.exitCode(pauseMs);
                    load.resume();
                }
                case DRIVER_PAUSED ->
                {
                    driver.pause();
                    load.exitCode(pauseMs);
                    driver.resume();
                }
                case DRIVER_KILLED ->
                {
                    driver.kill();
                    door.startDriver();
                }
            }
            final int exitCode = load.exitCode(LOAD_TIMEOUT_MS);
            if (exitCode != 0 || load.through() != input.lines())
            {
                run.lost(stop + ", " + channel + ": the import is not through: exit code=" + exitCode + ", through=" +
                    load.through() + " of " + input.lines() + ": " + load.said());
            }
        }
        door.stopAndCheck(input.check());
    }

    @Override
    public void close() throws IOException
    {
        Directories.delete(root);
    }
}
