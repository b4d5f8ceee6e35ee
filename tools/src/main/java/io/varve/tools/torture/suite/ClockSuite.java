package io.varve.tools.torture.suite;

import io.varve.api.Batch;
import io.varve.api.Durability;
import io.varve.api.Event;
import io.varve.api.EventCursor;
import io.varve.api.Query;
import io.varve.journal.EmbeddedEventStore;
import io.varve.tools.torture.Suite;
import io.varve.tools.torture.SuiteRun;
import io.varve.tools.torture.damage.SampleLog;
import io.varve.tools.torture.workload.Ledger;
import io.varve.tools.torture.workload.LogCheck;
import io.varve.tools.torture.workload.Payload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * A clock that jumps by up to years, also while the store is closed: positions stay dense, recorded times never go back, no
 * early roll.
 */
public final class ClockSuite implements Suite
{
    private static final int LIVES = 4;
    private static final int BATCHES = 60;
    private static final int WRITER = 1;

    @Override
    public String name()
    {
        return "clock";
    }

    @Override
    public long runs()
    {
        return 20;
    }

    @Override
    public void run(final SuiteRun run) throws IOException
    {
        final Random random = run.random();
        final Path directory = run.folder().resolve("data");
        final AtomicLong clock = new AtomicLong(SampleLog.FIRST_TIMESTAMP_NS);
        final Ledger ledger = new Ledger();
        final List<Long> stamps = new ArrayList<>();
        int number = 0;
        for (int life = 0; life < LIVES; life++)
        {
            try (EmbeddedEventStore store = EmbeddedEventStore.open(
                SampleLog.context(directory).sealPaceNs(random.nextInt(10_000)).epochNanoClock(clock::get)))
            {
                for (int i = 0; i < BATCHES; i++)
                {
                    if (random.nextInt(5) == 0)
                    {
                        clock.addAndGet(jumpNs(random));
                        run.fault();
                    }
                    clock.addAndGet(random.nextInt(1_000));
                    final long position = store.domain("d").aggregate("a").instance(random.nextInt(3)).put(
                        Batch.of(Event.of("T", Payload.of(WRITER, number, 100))), Durability.JOURNALED).position();
                    ledger.add(WRITER, number++, 1, position);
                    stamps.add(clock.get());
                }
            }
            clock.addAndGet(jumpNs(random));
            run.fault();
        }
        try (EmbeddedEventStore store = EmbeddedEventStore.open(SampleLog.context(directory)))
        {
            LogCheck.run(run, store, ledger.copy(), "behind the jumps");
            check(run, store, stamps);
        }
        if (segments(directory) > 2)
        {
            run.lost("the clock has rolled segments: segments=" + segments(directory));
        }
    }

    private static long jumpNs(final Random random)
    {
        final long most = TimeUnit.HOURS.toNanos(random.nextBoolean() ? 1 : 5 * 365 * 24);
        return random.nextLong() % most;
    }

    private static long segments(final Path directory) throws IOException
    {
        try (Stream<Path> files = Files.list(directory.resolve("journal")))
        {
            return files.filter(file -> file.toString().endsWith(".cq4")).count();
        }
    }

    private static void check(final SuiteRun run, final EmbeddedEventStore store, final List<Long> stamps)
    {
        long recordedAtNs = Long.MIN_VALUE;
        try (EventCursor cursor = store.query(Query.all()))
        {
            while (cursor.next())
            {
                if (cursor.recordedAtNs() < recordedAtNs)
                {
                    run.undetected("recorded time goes back at position=" + cursor.position());
                    return;
                }
                recordedAtNs = cursor.recordedAtNs();
                if (cursor.timestampNs() != stamps.get((int)cursor.position()))
                {
                    run.undetected("timestamp differs at position=" + cursor.position() + ": is=" + cursor.timestampNs() +
                        ", clock=" + stamps.get((int)cursor.position()));
                    return;
                }
            }
        }
    }
}
