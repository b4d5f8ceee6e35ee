package io.varve.tools.torture.suite;

import io.varve.api.Durability;
import io.varve.api.EventCursor;
import io.varve.api.Query;
import io.varve.codec.EventLogException;
import io.varve.journal.EmbeddedEventStore;
import io.varve.journal.StoreContext;
import io.varve.journal.directory.BootId;
import io.varve.tools.torture.Suite;
import io.varve.tools.torture.SuiteRun;
import io.varve.tools.torture.disk.DiskFaults;
import io.varve.tools.torture.disk.SimulatedDisk;
import io.varve.tools.torture.workload.Ledger;
import io.varve.tools.torture.workload.LogCheck;
import io.varve.tools.torture.workload.Workload;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * One of the disk's operations fails, or a while of them does for want of room: what was acked as synced is there, readers go on,
 * and what the next start calls synced is, though the kernel took the pages of a failed sync for written.
 */
public final class EioSuite implements Suite
{
    private static final int SEGMENT_LENGTH = 512 * 1024;
    private static final int WRITERS = 2;
    private static final BootId BOOT = new BootId(1, 1);

    @Override
    public String name()
    {
        return "eio";
    }

    @Override
    public long runs()
    {
        return 50;
    }

    @Override
    public void run(final SuiteRun run) throws Exception
    {
        final Path root = Files.createDirectories(run.folder().resolve("disk"));
        final PlannedFault fault = new PlannedFault(run.random());
        final Ledger ledger = new Ledger();
        final Ledger everything = new Ledger();
        final Path image = run.folder().resolve("cut");
        try (SimulatedDisk disk = new SimulatedDisk(root, fault))
        {
            final Path directory = disk.path().resolve("data");
            write(run, directory, ledger, fault);
            fault.heal();
            run.fault();
            if (!fault.hasHit())
            {
                run.harmless();
            }
            restart(run, directory, ledger, everything, fault);
            disk.cutPower(new Random(run.seed()), image, () -> { });
        }
        try (SimulatedDisk disk = new SimulatedDisk(image, DiskFaults.NONE);
            EmbeddedEventStore store = EmbeddedEventStore.open(context(disk.path().resolve("data"))))
        {
            LogCheck.run(run, store, everything.copy(), fault + ", behind a restart and a loss of power");
        }
        catch (final EventLogException e)
        {
            run.lost(fault + ", behind a loss of power: cannot start: " + e.getMessage());
        }
    }

    private static StoreContext context(final Path directory)
    {
        return new StoreContext().directory(directory).segmentLength(SEGMENT_LENGTH)
            .publishTimeoutNs(TimeUnit.SECONDS.toNanos(20));
    }

    private static void write(final SuiteRun run, final Path directory, final Ledger ledger, final PlannedFault fault)
        throws InterruptedException
    {
        try (EmbeddedEventStore store = EmbeddedEventStore.open(context(directory).bootId(BOOT)))
        {
            final Workload workload = new Workload(store, ledger, Durability.SYNCED, () -> false);
            for (int i = 0; i < WRITERS; i++)
            {
                workload.start(i, 200, run.random().nextLong());
            }
            workload.join();
            LogCheck.run(run, store, ledger.copy(), fault + ", read on");
            if (workload.failure() != null && !fault.mayEnd(workload.failure()))
            {
                run.lost(fault + ", a writer has failed: " + workload.failure().getMessage());
            }
        }
        catch (final EventLogException e)
        {
            if (!fault.hasHit())
            {
                run.lost(fault + ": cannot start, though nothing has failed: " + e.getMessage());
            }
        }
    }

    /** Starts in the same boot, and takes everything that is in the log then: it is called synced. */
    private static void restart(
        final SuiteRun run, final Path directory, final Ledger ledger, final Ledger everything, final PlannedFault fault)
        throws InterruptedException
    {
        try (EmbeddedEventStore store = EmbeddedEventStore.open(context(directory).bootId(BOOT)))
        {
            LogCheck.run(run, store, ledger.copy(), fault + ", behind a restart");
            new Workload(store, everything, Durability.SYNCED, () -> false)
                .start(WRITERS, 10, run.random().nextLong()).join();
            store.await(Durability.SYNCED);
            long events = 0;
            try (EventCursor cursor = store.query(Query.all()))
            {
                while (cursor.next())
                {
                    events++;
                    everything.add(cursor.data(), cursor.position());
                }
            }
            if (store.positions().synced() != events)
            {
                run.lost(fault + ", synced=" + store.positions().synced() + " of " + events);
            }
        }
        catch (final EventLogException e)
        {
            run.lost(fault + ", a restart needs an operator: " + e.getMessage());
        }
    }
}
