package io.varve.tools.torture.suite;

import io.varve.api.Durability;
import io.varve.codec.EventLogException;
import io.varve.journal.DataDirectory;
import io.varve.journal.EmbeddedEventStore;
import io.varve.journal.StoreContext;
import io.varve.journal.directory.BootId;
import io.varve.tools.torture.Sabotage;
import io.varve.tools.torture.Suite;
import io.varve.tools.torture.SuiteRun;
import io.varve.tools.torture.disk.DiskFaults;
import io.varve.tools.torture.disk.DiskOperation;
import io.varve.tools.torture.disk.SimulatedDisk;
import io.varve.tools.torture.workload.Ledger;
import io.varve.tools.torture.workload.Ledger.Acked;
import io.varve.tools.torture.workload.LogCheck;
import io.varve.tools.torture.workload.Workload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Power that is cut while a store starts, writes, rolls, recovers or closes, several times in a row: everything that was acked as
 * synced is there after the last start, once, and nothing is called corrupt.
 */
public final class PowerSuite implements Suite
{
    private static final int SEGMENT_LENGTH = 512 * 1024;
    private static final int MAX_CUTS = 3;
    private static final int MAX_WRITERS = 3;
    private static final int BATCHES_AFTER = 20;
    private static final String DIRECTORY = "made/for/it";

    @Override
    public String name()
    {
        return "power";
    }

    @Override
    public long runs()
    {
        return 50;
    }

    @Override
    public Set<Sabotage> notices()
    {
        return Set.of(Sabotage.NO_FSYNC, Sabotage.NO_CUT);
    }

    @Override
    public void run(final SuiteRun run) throws Exception
    {
        final Random random = run.random();
        final List<Acked> acked = new ArrayList<>();
        Path root = Files.createDirectories(run.folder().resolve("disk"));
        final int cuts = 1 + random.nextInt(MAX_CUTS);
        for (int cut = 0; cut < cuts; cut++)
        {
            final Path next = run.folder().resolve("cut" + cut);
            live(run, root, next, cut, acked);
            if (run.sabotage() == Sabotage.NO_CUT)
            {
                Sabotaged.takeForWhole(next.resolve(DIRECTORY));
            }
            root = next;
        }
        hold(run, root, acked, cuts);
    }

    private static StoreContext context(final Path directory)
    {
        return new StoreContext().directory(directory).segmentLength(SEGMENT_LENGTH);
    }

    /** Opens the store, writes, and cuts the power somewhere on the way. */
    private static void live(
        final SuiteRun run, final Path root, final Path next, final int life, final List<Acked> acked) throws Exception
    {
        final Random random = run.random();
        final long cutAt = random.nextInt(1 << 2 + random.nextInt(8));
        final int writers = 1 + random.nextInt(MAX_WRITERS);
        final int batches = 1 << random.nextInt(10);
        final Ledger ledger = new Ledger();
        final Cut cut = new Cut(run, new Random(random.nextLong()), next, () -> acked.addAll(ledger.copy()), cutAt);
        try (SimulatedDisk disk = new SimulatedDisk(root, cut))
        {
            cut.disk = disk;
            try (EmbeddedEventStore store = EmbeddedEventStore.open(
                context(disk.path().resolve(DIRECTORY)).bootId(new BootId(life + 1, run.seed()))))
            {
                final Workload workload = new Workload(store, ledger, Durability.SYNCED, disk::isOff);
                for (int i = 0; i < writers; i++)
                {
                    workload.start(life * MAX_WRITERS + i, batches, random.nextLong());
                }
                workload.join();
                if (random.nextBoolean())
                {
                    cut.now(); // else it is cut while the store closes, or behind that
                }
            }
            catch (final EventLogException e)
            {
                if (!disk.isOff())
                {
                    run.lost("life " + life + " cannot start: " + e.getMessage());
                }
            }
            cut.now();
        }
        run.fault();
        if (cut.atStake == 0)
        {
            run.harmless();
        }
    }

    /** Starts for good, looks, writes some more, and looks again. */
    private static void hold(final SuiteRun run, final Path root, final List<Acked> acked, final int life) throws Exception
    {
        try (SimulatedDisk disk = new SimulatedDisk(root, DiskFaults.NONE))
        {
            final Path directory = disk.path().resolve(DIRECTORY);
            long events;
            try (EmbeddedEventStore store = EmbeddedEventStore.open(context(directory)))
            {
                if (LogCheck.run(run, store, acked, "after the last start, " + store.recovery()) < 0)
                {
                    return;
                }
                final Ledger ledger = new Ledger();
                final Workload workload = new Workload(store, ledger, Durability.JOURNALED, () -> false)
                    .start(life * MAX_WRITERS, BATCHES_AFTER, run.random().nextLong());
                workload.join();
                if (workload.failure() != null)
                {
                    throw workload.failure();
                }
                acked.addAll(ledger.copy());
                events = LogCheck.run(run, store, acked, "written on after the last start");
            }
            try (var reader = DataDirectory.openReader(directory))
            {
                LogCheck.run(run, reader, acked, "read after the last start");
            }
            Verified.check(run, directory, events);
        }
        catch (final EventLogException e)
        {
            run.lost("the last start has failed: " + e.getMessage());
        }
    }

    /** Cuts the power at an operation, or when it is told to. */
    private static final class Cut implements DiskFaults
    {
        private final SuiteRun run;
        private final Random random;
        private final Path target;
        private final Runnable atCut;
        private final long at;
        private SimulatedDisk disk;
        private volatile long atStake;

        Cut(final SuiteRun run, final Random random, final Path target, final Runnable atCut, final long at)
        {
            this.run = run;
            this.random = random;
            this.target = target;
            this.atCut = atCut;
            this.at = at;
        }

        @Override
        public int before(final DiskOperation operation, final Path file, final int lengthBytes) throws IOException
        {
            if (disk != null && disk.changes() > at && !disk.isOff())
            {
                now();
            }
            final boolean isSync = operation == DiskOperation.SYNC || operation == DiskOperation.SYNC_FOLDER;
            return isSync && run.sabotage() == Sabotage.NO_FSYNC ? SWALLOWED : lengthBytes;
        }

        void now() throws IOException
        {
            final long changed = disk.cutPower(random, target, atCut);
            atStake = changed < 0 ? atStake : changed;
        }
    }
}
