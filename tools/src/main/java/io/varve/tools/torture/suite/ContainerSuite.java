package io.varve.tools.torture.suite;

import io.varve.api.LogReader;
import io.varve.codec.EventLogException;
import io.varve.journal.DataDirectory;
import io.varve.tools.torture.Sabotage;
import io.varve.tools.torture.Suite;
import io.varve.tools.torture.SuiteRun;
import io.varve.tools.torture.process.ChildProcess;
import io.varve.tools.torture.process.ChildWriter;
import io.varve.tools.torture.workload.Ledger;
import io.varve.tools.torture.workload.LogCheck;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A writer, and in turns the appliance, as process 1 of a container with 64 MB of shared memory, killed and started again. Each
 * time it has the same process number, in the same boot, and every file of its predecessor says that this process still holds
 * everything.
 */
public final class ContainerSuite implements Suite
{
    private static final List<String> CONTAINER = List.of("unshare", "--mount", "--pid", "--fork", "--kill-child=SIGKILL",
        "--mount-proc", "sh", "-c", "mount -t tmpfs -o size=64m tmpfs /dev/shm && exec \"$@\"", "sh");
    private static final int MAX_WRITING_MS = 300;
    private static final long START_TIMEOUT_MS = 60_000;
    private static final int WRITER = 0;

    private Path root;
    private SampleInput input;
    private int turns;
    private final Ledger ledger = new Ledger();
    private final ChildAcks acks = new ChildAcks(ledger);

    @Override
    public String name()
    {
        return "container";
    }

    @Override
    public long runs()
    {
        return 8;
    }

    @Override
    public String obstacle()
    {
        final List<String> command = new ArrayList<>(CONTAINER);
        command.add("true");
        return Shell.run(command.toArray(new String[0])) ? null : "this user may not make namespaces here (unshare)";
    }

    @Override
    public void prepare(final Path folder, final Sabotage sabotage) throws IOException
    {
        root = Files.createTempDirectory("varve-torture-container-");
    }

    @Override
    public void run(final SuiteRun run) throws Exception
    {
        if (input == null)
        {
            input = SampleInput.of(run.settings(), root, 1);
        }
        if (turns++ % 2 == 0)
        {
            write(run);
            return;
        }
        ServedContainer.run(run, root.resolve("run"), input);
        Directories.delete(root.resolve("run"));
    }

    private void write(final SuiteRun run) throws Exception
    {
        final Path directory = root.resolve("data");
        try (ChildProcess child = new ChildProcess(CONTAINER, ChildWriter.class, root.resolve("hs_err.log"),
            List.of(directory.toString(), "named", WRITER + ":" + acks.next(WRITER))))
        {
            if (!acks.await(child, "A", START_TIMEOUT_MS))
            {
                run.lost("it does not start: " + acks.failure() + ", said: " + child.said());
                return;
            }
            if (!Files.readString(directory.resolve("HOLDER")).contains("pid=1,"))
            {
                run.lost("it is not process 1: " + Files.readString(directory.resolve("HOLDER")));
            }
            acks.await(child, "never", run.random().nextInt(MAX_WRITING_MS));
            child.kill();
            acks.drain(child);
        }
        run.fault();
        if (acks.failure() != null)
        {
            run.lost("a writer has ended: " + acks.failure());
        }
        try (LogReader reader = DataDirectory.openReader(directory))
        {
            LogCheck.run(run, reader, ledger.copy(), "read behind the kill");
        }
        catch (final EventLogException e)
        {
            run.lost("cannot be read behind the kill: " + e.getMessage());
        }
    }

    @Override
    public void close() throws IOException
    {
        Directories.delete(root);
    }
}
