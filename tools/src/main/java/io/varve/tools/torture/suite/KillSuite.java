package io.varve.tools.torture.suite;

import io.varve.api.LogReader;
import io.varve.codec.EventLogException;
import io.varve.journal.DataDirectory;
import io.varve.journal.EmbeddedEventStore;
import io.varve.tools.torture.Sabotage;
import io.varve.tools.torture.Suite;
import io.varve.tools.torture.SuiteRun;
import io.varve.tools.torture.damage.SampleLog;
import io.varve.tools.torture.process.ChildProcess;
import io.varve.tools.torture.process.ChildWriter;
import io.varve.tools.torture.workload.Ledger;
import io.varve.tools.torture.workload.LogCheck;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A writing process that is killed at any moment, while it starts too, again and again; its writers send again what they had no
 * answer for. On a real disk, acked when synced.
 */
public final class KillSuite implements Suite
{
    private static final int WRITERS = 3;
    private static final int KILLS_A_LOG = 10;
    private static final int MAX_WRITING_MS = 400;
    private static final long START_TIMEOUT_MS = 60_000;

    private Path root;
    private Path directory;
    private Ledger ledger;
    private ChildAcks acks;
    private int kills;

    @Override
    public String name()
    {
        return "kill";
    }

    @Override
    public long runs()
    {
        return 10;
    }

    @Override
    public Set<Sabotage> notices()
    {
        return Set.of(Sabotage.NO_DEDUP);
    }

    @Override
    public void prepare(final Path folder, final Sabotage sabotage) throws IOException
    {
        root = Files.createTempDirectory("varve-torture-kill-");
    }

    private void begin()
    {
        directory = root.resolve("data" + kills);
        ledger = new Ledger();
        acks = new ChildAcks(ledger);
    }

    @Override
    public void run(final SuiteRun run) throws Exception
    {
        if (kills % KILLS_A_LOG == 0)
        {
            Directories.delete(root);
            Files.createDirectories(root);
            begin();
        }
        kills++;
        final boolean isNamed = run.sabotage() != Sabotage.NO_DEDUP;
        final List<String> arguments = new ArrayList<>(List.of(directory.toString(), isNamed ? "named" : "unnamed"));
        for (int writer = 0; writer < WRITERS; writer++)
        {
            arguments.add(writer + ":" + acks.next(writer));
        }
        final boolean diesEarly = run.random().nextInt(4) == 0;
        try (ChildProcess child = new ChildProcess(List.of(), ChildWriter.class, root.resolve("hs_err.log"), arguments))
        {
            final long patienceMs = diesEarly ? run.random().nextInt(900) : START_TIMEOUT_MS;
            if (!acks.await(child, diesEarly ? "never" : "A", patienceMs) && !diesEarly)
            {
                run.lost("a start has failed: " + child.said());
                return;
            }
            acks.await(child, "never", run.random().nextInt(MAX_WRITING_MS));
            if (!child.isAlive())
            {
                run.lost("the writer has died by itself: " + child.said());
            }
            child.kill();
            acks.drain(child);
        }
        run.fault();
        if (acks.failure() != null)
        {
            run.lost("a writer has ended: " + acks.failure());
        }
        look(run);
    }

    private void look(final SuiteRun run)
    {
        if (!Files.exists(directory.resolve("FORMAT")))
        {
            return;
        }
        try (LogReader reader = DataDirectory.openReader(directory))
        {
            LogCheck.run(run, reader, ledger.copy(), "read behind the kill");
        }
        catch (final EventLogException e)
        {
            run.lost("cannot be read behind the kill: " + e.getMessage());
        }
        if (kills % 4 == 0)
        {
            try (EmbeddedEventStore store = EmbeddedEventStore.open(SampleLog.context(directory)))
            {
                Verified.check(run, directory, LogCheck.run(run, store, ledger.copy(), "started behind the kill"));
            }
            catch (final EventLogException e)
            {
                run.lost("cannot be started behind the kill: " + e.getMessage());
            }
        }
    }

    @Override
    public void close() throws IOException
    {
        Directories.delete(root);
    }
}
