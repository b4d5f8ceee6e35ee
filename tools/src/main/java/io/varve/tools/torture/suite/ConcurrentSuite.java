package io.varve.tools.torture.suite;

import io.varve.api.Ack;
import io.varve.api.Batch;
import io.varve.api.Durability;
import io.varve.api.Event;
import io.varve.api.ExpectedVersion;
import io.varve.api.Instance;
import io.varve.api.TailStart;
import io.varve.api.Tailer;
import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import io.varve.journal.EmbeddedEventStore;
import io.varve.ring.StageMode;
import io.varve.tools.torture.Suite;
import io.varve.tools.torture.SuiteRun;
import io.varve.tools.torture.damage.SampleLog;
import io.varve.tools.torture.workload.Ledger;
import io.varve.tools.torture.workload.LogCheck;
import io.varve.tools.torture.workload.Payload;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Many writers that race for the same versions of the same streams, many readers that follow: each version is won once, and every
 * reader sees the same log.
 */
public final class ConcurrentSuite implements Suite
{
    private static final int WRITERS = 8;
    private static final int READERS = 3;
    private static final int ATTEMPTS = 300;
    private static final int STREAMS = 3;

    @Override
    public String name()
    {
        return "concurrent";
    }

    @Override
    public long runs()
    {
        return 10;
    }

    @Override
    public void run(final SuiteRun run) throws Exception
    {
        final Ledger ledger = new Ledger();
        final AtomicReference<String> wrong = new AtomicReference<>();
        try (EmbeddedEventStore store = EmbeddedEventStore.open(SampleLog.context(run.folder().resolve("data"))
            .sealPaceNs(5_000).stageMode(run.random().nextBoolean() ? StageMode.INLINE : StageMode.SEALER_THREAD)))
        {
            final List<Thread> writers = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++)
            {
                final int number = writer;
                final long seed = run.random().nextLong();
                writers.add(start(() -> write(store, ledger, number, new Random(seed), wrong)));
            }
            final List<Thread> readers = new ArrayList<>();
            final long[] seen = new long[READERS];
            final boolean[] isOver = new boolean[1];
            for (int reader = 0; reader < READERS; reader++)
            {
                final int number = reader;
                readers.add(start(() -> follow(store, seen, number, isOver, wrong)));
            }
            join(writers);
            final long end = store.positions().journaled();
            synchronized (isOver)
            {
                isOver[0] = true;
            }
            join(readers);
            run.faults(WRITERS * ATTEMPTS - end); // races that were lost
            for (final long position : seen)
            {
                if (position != end)
                {
                    run.lost("a reader has seen positions=" + position + " of " + end);
                }
            }
            LogCheck.run(run, store, ledger.copy(), "behind the races");
        }
        if (wrong.get() != null)
        {
            run.undetected(wrong.get());
        }
    }

    private static Thread start(final Runnable task)
    {
        final Thread thread = new Thread(task, "torture-concurrent");
        thread.start();
        return thread;
    }

    private static void join(final List<Thread> threads) throws InterruptedException
    {
        for (final Thread thread : threads)
        {
            thread.join();
        }
    }

    private static void write(
        final EmbeddedEventStore store,
        final Ledger ledger,
        final int writer,
        final Random random,
        final AtomicReference<String> wrong)
    {
        final long[] known = {-1, -1, -1};
        int number = 0;
        for (int i = 0; i < ATTEMPTS; i++)
        {
            final int stream = random.nextInt(STREAMS);
            final Instance instance = store.domain("race").aggregate("stream").instance(stream);
            final ExpectedVersion expected = known[stream] < 0 ? ExpectedVersion.none() : ExpectedVersion.exactly(known[stream]);
            try
            {
                final Ack ack = instance.put(
                    Batch.of(Event.of("T", Payload.of(writer, number, 40))).withExpectedVersion(expected), Durability.JOURNALED);
                if (ack.version() != known[stream] + 1)
                {
                    wrong.set("expected version=" + known[stream] + " was acked with version=" + ack.version());
                }
                known[stream] = ack.version();
                ledger.add(writer, number++, 1, ack.position());
            }
            catch (final EventLogException e)
            {
                if (e.code() != ErrorCode.WRONG_EXPECTED_VERSION)
                {
                    wrong.set("a writer has failed: " + e.getMessage());
                    return;
                }
                known[stream] = instance.version();
            }
        }
    }

    private static void follow(
        final EmbeddedEventStore store,
        final long[] seen,
        final int reader,
        final boolean[] isOver,
        final AtomicReference<String> wrong)
    {
        try (Tailer tail = store.tail(TailStart.beginning().withDurability(Durability.JOURNALED)))
        {
            while (true)
            {
                final boolean mayEnd;
                synchronized (isOver)
                {
                    mayEnd = isOver[0];
                }
                if (tail.next(1, TimeUnit.MILLISECONDS))
                {
                    if (tail.position() != seen[reader] || !Payload.isWhole(tail.data(), tail.length()))
                    {
                        wrong.set("a reader sees another event at position=" + tail.position() + ", expected=" + seen[reader]);
                    }
                    seen[reader]++;
                }
                else if (mayEnd)
                {
                    return;
                }
            }
        }
        catch (final EventLogException e)
        {
            wrong.set("a reader has failed: " + e.getMessage());
        }
    }
}
