package io.varve.tools.torture.suite;

import io.varve.api.Aggregate;
import io.varve.api.Durability;
import io.varve.api.EventStore;
import io.varve.api.EventType;
import io.varve.api.Publisher;
import io.varve.journal.EmbeddedEventStore;
import io.varve.journal.StoreContext;
import io.varve.tools.torture.Sabotage;
import io.varve.tools.torture.Suite;
import io.varve.tools.torture.SuiteRun;
import io.varve.tools.torture.process.ChildProcess;
import io.varve.tools.torture.process.ChildSubscribers;
import io.varve.tools.torture.workload.PacedWriter;
import org.agrona.collections.LongArrayList;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * A writer beside fifty subscribers, each a client of its own over UDP, of which one stands still and one is millions of events
 * behind: the writer's rate with and without them, measured in turns, is the same; all get every event, the stuck one too when it
 * goes on.
 */
public final class SubscribersSuite implements Suite
{
    private static final int SUBSCRIBERS = 50;
    private static final int LENGTH = 64;
    private static final long BEHIND = 10_000_000;
    private static final int ROUNDS = 3;

    /** What two cores carry to fifty subscribers besides the one that catches up. */
    private static final long PACE = 5_000;
    private static final double MAX_CHANGE_PERCENT = 10;
    private static final int POLL_AT = 512;
    private static final int SECONDS_A_ROUND = 5;
    private static final int TENTHS = 10;
    private static final long TIMEOUT_MS = 120_000;

    private Path root;
    private final LongArrayList without = new LongArrayList();
    private final LongArrayList with = new LongArrayList();

    @Override
    public String name()
    {
        return "subscribers";
    }

    @Override
    public long runs()
    {
        return 1;
    }

    @Override
    public void prepare(final Path folder, final Sabotage sabotage) throws IOException
    {
        root = Files.createTempDirectory("varve-torture-subscribers-");
    }

    @Override
    public void run(final SuiteRun run) throws Exception
    {
        final long behind = run.settings().events() == 0 ? BEHIND : run.settings().events();
        final int tenths = TENTHS * (int)(run.settings().seconds() == 0 ? SECONDS_A_ROUND : run.settings().seconds());
        try (FrontDoor door = new FrontDoor(run, root.resolve("run")))
        {
            fill(door.data(), behind);
            if (door.start())
            {
                try (EventStore store = EventStore.connect(door.ipc()); PacedWriter writer = new PacedWriter(store, LENGTH))
                {
                    measure(run, door, writer, behind, tenths);
                }
                final int exitCode = door.node().stop();
                if (exitCode != 0)
                {
                    run.lost("the node has ended with exit code=" + exitCode + ": " + door.node().said());
                }
            }
        }
        final double change = 100.0 * (median(without) - median(with)) / Math.max(1, median(without));
        if (change >= MAX_CHANGE_PERCENT)
        {
            run.lost("the writer was slowed down: percent=" + change);
        }
        run.figure("subscribers", SUBSCRIBERS);
        run.figure("behind", behind);
        run.figure("pace", PACE);
        run.figure("rateWithout", median(without) * TENTHS);
        run.figure("rateWith", median(with) * TENTHS);
        run.figure("changePercent", change);
    }

    private static void fill(final Path directory, final long events)
    {
        try (EmbeddedEventStore store = EmbeddedEventStore.open(new StoreContext().directory(directory));
            Publisher publisher = store.publisher())
        {
            final Aggregate aggregate = store.domain("torture").aggregate("old");
            final EventType type = store.domain("torture").type("T");
            final UnsafeBuffer data = new UnsafeBuffer(new byte[LENGTH]);
            for (long i = 0; i < events; i++)
            {
                publisher.publish(aggregate, i & 0xFF, type, data, 0, LENGTH);
                if (publisher.unpolled() >= POLL_AT)
                {
                    publisher.poll((ticket, status, position, version) -> { }, Integer.MAX_VALUE);
                }
            }
            store.await(Durability.JOURNALED);
        }
    }

    private void measure(
        final SuiteRun run, final FrontDoor door, final PacedWriter writer, final long behind, final int tenths) throws Exception
    {
        writer.write(TENTHS, PACE); // warm
        for (int round = 0; round < ROUNDS; round++)
        {
            add(without, writer.write(tenths, PACE));
            settle(run, writer);
            try (ChildProcess child = new ChildProcess(List.of(), ChildSubscribers.class, door.folder().resolve("hs_err.log"),
                List.of(door.udp(), Integer.toString(SUBSCRIBERS), Long.toString(behind + writer.published()))))
            {
                final long from = behind + writer.published();
                if (!awaitReady(run, child, writer))
                {
                    return;
                }
                run.faults(2); // the stuck one and the late one
                add(with, writer.write(tenths, PACE));
                settle(run, writer);
                final long upTo = behind + writer.published();
                child.tell(Long.toString(upTo));
                final String end = child.nextLine(TIMEOUT_MS);
                final long expected = upTo + (SUBSCRIBERS - 1) * (upTo - from);
                if (!("END " + expected).equals(end))
                {
                    run.lost("subscribers did not get everything: " + end + ", expected=" + expected + ": " + child.said());
                }
            }
        }
    }

    /** The stuck one stands on an event that is written meanwhile. */
    private static boolean awaitReady(final SuiteRun run, final ChildProcess child, final PacedWriter writer) throws Exception
    {
        final String ready = child.nextLine(TIMEOUT_MS);
        String stuck = null;
        for (int i = 0; "ready".equals(ready) && stuck == null && i < TIMEOUT_MS / 100; i++)
        {
            writer.write(1, PACE);
            stuck = child.nextLine(1);
        }
        if (!"stuck".equals(stuck))
        {
            run.lost("the subscribers do not start: " + child.said());
            return false;
        }
        return true;
    }

    private static void settle(final SuiteRun run, final PacedWriter writer)
    {
        if (!writer.settle(TIMEOUT_MS) || writer.written() != writer.published())
        {
            run.lost("acks are missing: published=" + writer.published() + ", written=" + writer.written());
        }
    }

    private static void add(final LongArrayList counts, final long[] more)
    {
        for (final long count : more)
        {
            counts.addLong(count);
        }
    }

    private static long median(final LongArrayList counts)
    {
        final long[] sorted = counts.toLongArray();
        Arrays.sort(sorted);
        return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
    }

    @Override
    public void close() throws IOException
    {
        Directories.delete(root);
    }
}
