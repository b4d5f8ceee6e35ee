package io.varve.tools.torture.suite;

import io.varve.api.Batch;
import io.varve.api.Durability;
import io.varve.api.Event;
import io.varve.api.EventCursor;
import io.varve.api.EventStore;
import io.varve.api.LogReader;
import io.varve.api.Query;
import io.varve.codec.EventLogException;
import io.varve.journal.DataDirectory;
import io.varve.tools.torture.Sabotage;
import io.varve.tools.torture.Suite;
import io.varve.tools.torture.SuiteRun;
import io.varve.tools.torture.ingress.RudeClients;
import io.varve.tools.torture.workload.Payload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A node whose clients send noise, damaged messages and floods, stop in the middle and never listen; a good client beside them
 * writes on and gets its acks, new good clients get in, and the node ends when it is asked to.
 */
public final class IngressSuite implements Suite
{
    private static final int SECONDS = 30;
    private static final int WRITER = 1;
    private static final int LENGTH = 100;
    private static final int NEW_CLIENT_EVERY = 100;
    private static final long TURN_MS = 50;

    private Path root;

    @Override
    public String name()
    {
        return "ingress";
    }

    @Override
    public long runs()
    {
        return 1;
    }

    @Override
    public void prepare(final Path folder, final Sabotage sabotage) throws IOException
    {
        root = Files.createTempDirectory("varve-torture-ingress-");
    }

    @Override
    public void run(final SuiteRun run) throws Exception
    {
        final long seconds = run.settings().seconds() == 0 ? SECONDS : run.settings().seconds();
        try (FrontDoor door = new FrontDoor(run, root.resolve("run")))
        {
            if (door.start())
            {
                final List<Long> acked = beside(run, door, seconds);
                final int exitCode = door.node().stop();
                if (exitCode != 0)
                {
                    run.lost("the node has ended with exit code=" + exitCode + ": " + door.node().said());
                }
                hold(run, door, acked);
                Verified.check(run, door.data(), -1);
            }
        }
        run.figure("fuzzSeconds", seconds);
    }

    private static List<Long> beside(final SuiteRun run, final FrontDoor door, final long seconds) throws InterruptedException
    {
        final List<Long> acked = new ArrayList<>();
        long slowestNs = 0;
        try (EventStore good = EventStore.connect(door.ipc());
            RudeClients rude = new RudeClients(door.aeronDirectory(), door.port(), run.random()))
        {
            final long startNs = System.nanoTime();
            for (int turn = 0; System.nanoTime() - startNs < TimeUnit.SECONDS.toNanos(seconds); turn++)
            {
                rude.run(TURN_MS);
                final long askedNs = System.nanoTime();
                acked.add(put(good, acked.size()));
                slowestNs = Math.max(slowestNs, System.nanoTime() - askedNs);
                if (turn % NEW_CLIENT_EVERY == 0)
                {
                    final boolean isIpc = turn % (2 * NEW_CLIENT_EVERY) > 0;
                    try (EventStore another = EventStore.connect(isIpc ? door.ipc() : door.udpOverItsDriver()))
                    {
                        another.newId();
                        acked.add(put(another, acked.size()));
                    }
                }
            }
            run.faults(rude.sent());
        }
        catch (final EventLogException e)
        {
            run.lost("a good client is held up behind acks=" + acked.size() + ": " + e.getMessage() + "; the node lives=" +
                door.node().isAlive() + ", said: " + door.node().said());
        }
        run.figure("acks", acked.size());
        run.figure("slowestAckMs", TimeUnit.NANOSECONDS.toMillis(slowestNs));
        return acked;
    }

    private static long put(final EventStore store, final int number)
    {
        return store.domain("torture").aggregate("good").instance(WRITER)
            .put(Batch.of(Event.of("T", Payload.of(WRITER, number, LENGTH))), Durability.JOURNALED).position();
    }

    private static void hold(final SuiteRun run, final FrontDoor door, final List<Long> acked)
    {
        final List<Long> found = new ArrayList<>();
        try (LogReader reader = DataDirectory.openReader(door.data());
            EventCursor cursor = reader.query(Query.all().withDomain("torture").withAggregate("good")))
        {
            while (cursor.next())
            {
                if (!cursor.verify() || !Payload.isWhole(cursor.data(), cursor.length()))
                {
                    run.undetected("an event is not what was written: position=" + cursor.position());
                }
                found.add(cursor.position());
            }
        }
        catch (final EventLogException e)
        {
            run.lost("the log cannot be read: " + e.getMessage());
        }
        if (!new HashSet<>(found).containsAll(acked))
        {
            run.lost("acked events are missing: acked=" + acked.size() + ", found=" + found.size());
        }
        if (found.size() > acked.size() + 1)
        {
            run.duplicated("events are there twice: acked=" + acked.size() + ", found=" + found.size());
        }
    }

    @Override
    public void close() throws IOException
    {
        Directories.delete(root);
    }
}
