package io.varve.tools.torture.suite;

import io.varve.api.Batch;
import io.varve.api.Durability;
import io.varve.api.Event;
import io.varve.api.Publisher;
import io.varve.api.TailStart;
import io.varve.api.Tailer;
import io.varve.journal.EmbeddedEventStore;
import io.varve.tools.torture.Suite;
import io.varve.tools.torture.SuiteRun;
import io.varve.tools.torture.damage.SampleLog;
import io.varve.tools.torture.process.ChildProcess;
import io.varve.tools.torture.process.ChildReader;
import io.varve.tools.torture.workload.Ledger;
import io.varve.tools.torture.workload.LogCheck;
import io.varve.tools.torture.workload.Payload;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A reading process that is stopped in the middle, a cursor that never moves, a publisher that never polls: writers go on over
 * rolls and restarts, and the reader goes on where it stood when it is let go.
 */
public final class StuckReaderSuite implements Suite
{
    private static final int WRITER = 1;
    private static final int LENGTH = 2_000;
    private static final int EVENTS_A_LIFE = 500;
    private static final int LIVES = 3;
    private static final int UNPOLLED = 100;
    private static final long TIMEOUT_MS = 60_000;

    @Override
    public String name()
    {
        return "stuck-reader";
    }

    @Override
    public long runs()
    {
        return 3;
    }

    @Override
    public String obstacle()
    {
        return Shell.run("kill", "-0", Long.toString(ProcessHandle.current().pid())) ? null : "there is no kill command";
    }

    @Override
    public void run(final SuiteRun run) throws Exception
    {
        final Path directory = run.folder().resolve("data");
        final Ledger ledger = new Ledger();
        int number = 0;
        try (EmbeddedEventStore store = open(directory))
        {
            number = write(store, ledger, number, 50 + run.random().nextInt(100));
        }
        try (ChildProcess reader =
            new ChildProcess(List.of(), ChildReader.class, run.folder().resolve("hs_err.log"), List.of(directory.toString())))
        {
            if (!"ready".equals(reader.nextLine(TIMEOUT_MS)))
            {
                run.lost("the reader does not start: " + reader.said());
                return;
            }
            Shell.run("kill", "-STOP", Long.toString(reader.pid()));
            run.fault();
            for (int life = 0; life < LIVES; life++)
            {
                try (EmbeddedEventStore store = open(directory))
                {
                    number = live(run, store, ledger, number);
                }
            }
            Shell.run("kill", "-CONT", Long.toString(reader.pid()));
            reader.tell(Integer.toString(number));
            String line = reader.nextLine(TIMEOUT_MS);
            while (line != null && line.startsWith("P"))
            {
                line = reader.nextLine(TIMEOUT_MS);
            }
            if (!("END " + number).equals(line))
            {
                run.lost("the reader has not gone on to position=" + number + ": " + line + ", said: " + reader.said());
            }
        }
    }

    private static EmbeddedEventStore open(final Path directory)
    {
        return EmbeddedEventStore.open(SampleLog.context(directory).sealPaceNs(5_000));
    }

    private static int live(final SuiteRun run, final EmbeddedEventStore store, final Ledger ledger, final int from)
    {
        int number = from;
        try (Tailer stuck = store.tail(TailStart.beginning().withDurability(Durability.JOURNALED));
            Publisher neverPolls = store.publisher())
        {
            stuck.next();
            for (int i = 0; i < UNPOLLED; i++)
            {
                final long ticket = neverPolls.publish(store.domain("d").aggregate("a").instance(9), event(number));
                ledger.add(WRITER, number++, 1, neverPolls.await(ticket, Durability.JOURNALED).position());
            }
            run.fault();
            final long startNs = System.nanoTime();
            number = write(store, ledger, number, EVENTS_A_LIFE);
            if (System.nanoTime() - startNs > TimeUnit.SECONDS.toNanos(30))
            {
                run.lost("writers were held up, ns=" + (System.nanoTime() - startNs));
            }
            if (stuck.position() != 0 || !Payload.isWhole(stuck.data(), stuck.length()))
            {
                run.undetected("what a cursor stands on has changed under it");
            }
            LogCheck.run(run, store, ledger.copy(), "beside a stuck reader");
        }
        return number;
    }

    private static Batch event(final int number)
    {
        return Batch.of(Event.of("T", Payload.of(WRITER, number, LENGTH)));
    }

    private static int write(final EmbeddedEventStore store, final Ledger ledger, final int from, final int events)
    {
        for (int number = from; number < from + events; number++)
        {
            ledger.add(WRITER, number, 1, store.domain("d").aggregate("a").instance(number % 5)
                .put(event(number), Durability.JOURNALED).position());
        }
        return from + events;
    }
}
