package io.varve.tools.torture.suite;

import io.varve.tools.torture.SuiteRun;
import io.varve.tools.torture.process.CpuTime;
import io.varve.tools.torture.process.LoadProcess;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The appliance as process 1 of a container whose shared memory of 64 MB outlives it: killed in the middle of an import and
 * started again, it finds the directory of a media driver whose process number is its own.
 */
final class ServedContainer
{
    private static final List<String> CONTAINER = List.of(
        "unshare", "--mount", "--pid", "--fork", "--kill-child=SIGKILL", "--mount-proc");
    private static final long IDLE_MS = 4_000;
    private static final double MAX_IDLE_PERCENT = 15;
    private static final int BYTES_AN_ACK = 10;
    private static final long LOAD_TIMEOUT_MS = 120_000;

    private ServedContainer()
    {
    }

    static void run(final SuiteRun run, final Path folder, final SampleInput input) throws Exception
    {
        final Path memory = Files.createDirectories(folder.resolve("shm"));
        if (!Shell.run("mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", memory.toString()))
        {
            throw new IOException("cannot mount a file system at " + memory);
        }
        try
        {
            try (FrontDoor door = new FrontDoor(run, folder.resolve("served"), memory.resolve("aeron")))
            {
                serve(run, door, input);
            }
        }
        finally
        {
            Shell.run("umount", "-l", memory.toString());
        }
    }

    private static void serve(final SuiteRun run, final FrontDoor door, final SampleInput input) throws Exception
    {
        if (!door.start(CONTAINER))
        {
            return;
        }
        if (!Files.readString(door.data().resolve("HOLDER")).contains("pid=1,"))
        {
            run.lost("it is not process 1: " + Files.readString(door.data().resolve("HOLDER")));
        }
        try (LoadProcess load = door.load(input.file(), door.udp()))
        {
            load.awaitAckBytes(1L + run.random().nextInt(input.lines() * BYTES_AN_ACK / 2), LOAD_TIMEOUT_MS);
            door.node().kill();
            run.fault();
            if (!door.start(CONTAINER))
            {
                return;
            }
            final int exitCode = load.exitCode(LOAD_TIMEOUT_MS);
            if (exitCode != 0 || load.through() != input.lines())
            {
                run.lost("the import is not through: exit code=" + exitCode + ", through=" + load.through() + " of " +
                    input.lines() + ": " + load.said());
            }
        }
        final double idle = CpuTime.percent(door.node().pid(), IDLE_MS);
        run.figure("idleCpuPercent", idle);
        if (idle >= MAX_IDLE_PERCENT)
        {
            run.lost("idle, it takes percent of a core: " + idle);
        }
        door.stopAndCheck(input.check());
    }
}
