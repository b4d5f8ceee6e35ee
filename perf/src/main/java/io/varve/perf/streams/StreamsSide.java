package io.varve.perf.streams;

import io.varve.perf.harness.SuiteRun;
import io.varve.perf.jvm.ChildJvm;
import io.varve.perf.jvm.ScratchDirectory;
import io.varve.perf.streamlog.StreamContender;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** One store and one layout: written, read, killed, opened again; its data is gone when it is closed. */
final class StreamsSide implements AutoCloseable
{
    private static final List<String> HEAP = List.of("-Xms256m", "-Xmx256m");
    private static final int TENTHS = 10;
    private static final int WARMUPS = 3;
    private static final int GETS_AFTER_KILL = 1_000;
    private static final String TABLE_FILE = "heads";
    private static final double MIB = 1 << 20;

    private final StreamsResult result = new StreamsResult();
    private final SuiteRun run;
    private final StreamsWork work;
    private final StreamContender contender;
    private final Layout layout;
    private final String title;
    private final Path directory;
    private ChildJvm reader;

    StreamsSide(final SuiteRun run, final StreamsWork work, final StreamContender contender, final Layout layout)
    {
        this.run = run;
        this.work = work;
        this.contender = contender;
        this.layout = layout;
        title = contender.title() + ' ' + layout.title();
        directory = run.scratch().fresh();
    }

    StreamsResult result()
    {
        return result;
    }

    StreamsWork work()
    {
        return work;
    }

    StreamContender contender()
    {
        return contender;
    }

    private IOException failure(final IOException e)
    {
        return contender == StreamContender.VARVE ? e : new PeerFailure(e);
    }

    void write() throws IOException
    {
        try (ChildJvm child = ChildJvm.start(WritePhase.class, HEAP, WritePhase.arguments(contender, directory, layout, work)))
        {
            for (int tenth = 1; tenth <= TENTHS; tenth++)
            {
                final double[] answer = child.numbers("tenth");
                result.rates[tenth - 1] = answer[0];
                result.busy[tenth - 1] = answer[1];
                run.say("%s: tenth %d: %.0f k events/s, busy %.0f %%", title, tenth, answer[0] / 1e3, answer[1] * 100);
            }
            final double[] memory = child.numbers("memory");
            result.heapAtStart = memory[0];
            result.heapAtEnd = memory[1];
            result.anonymousBytes = memory[2];
            result.closeNs = child.numbers("closed")[0];
            child.awaitEnd();
        }
        catch (final IOException e)
        {
            throw failure(e);
        }
        result.bytes = DirectoryUse.bytes(directory);
        result.tableBytes = DirectoryUse.bytesOf(directory, TABLE_FILE);
        run.say("%s: %.1f bytes an event, table %.1f bytes an instance, heap %.1f MiB at start, %.1f at end, anonymous %.0f MiB, " +
            "closed in %.2f s", title, (double)result.bytes / work.totalEvents(), (double)result.tableBytes / work.instances(),
            result.heapAtStart / MIB, result.heapAtEnd / MIB, result.anonymousBytes / MIB, result.closeNs / 1e9);
    }

    /** Opens what was written, warms up, and is there to be read. */
    void open() throws IOException
    {
        try
        {
            reader = ChildJvm.start(ReadPhase.class, HEAP, ReadPhase.arguments(contender, directory, work));
            result.readyCleanNs = reader.numbers("ready")[0];
            run.say("%s: ready after a clean stop in %.3f s", title, result.readyCleanNs / 1e9);
            for (int i = 0; i < WARMUPS; i++)
            {
                read(0);
            }
        }
        catch (final IOException e)
        {
            throw failure(e);
        }
    }

    private double[] ask(final String order) throws IOException
    {
        reader.tell(order + ' ' + work.gets());
        return reader.numbers("read");
    }

    /** A round of reading: p50 and p99 of a get, and of a walk; ns. */
    double[] read(final int round) throws IOException
    {
        final double[] get = ask("get " + round);
        final double[] walk = contender == StreamContender.VARVE ? ask("walk " + round) : get;
        return new double[]{get[0], get[1], walk[0], walk[1]};
    }

    /** Ends the reader. */
    void leave() throws IOException
    {
        reader.tell("end");
        reader.awaitEnd();
        reader.close();
        reader = null;
    }

    /** Has the reader write until it is killed, and sees whether all that it had written is there for the next one. */
    void killAndOpenAgain() throws IOException
    {
        try
        {
            if (reader == null)
            {
                open();
            }
            reader.tell("write");
            long further = 0;
            while (further < work.further())
            {
                further = (long)reader.numbers("written")[0];
            }
            reader.close(); // is SIGKILL
            openAfterKill(further);
        }
        catch (final IOException e)
        {
            throw failure(e);
        }
    }

    private void openAfterKill(final long further) throws IOException
    {
        reader = ChildJvm.start(ReadPhase.class, HEAP, ReadPhase.arguments(contender, directory, work));
        result.readyKilledNs = reader.numbers("ready")[0];
        reader.tell("get 0 " + Math.min(GETS_AFTER_KILL, work.gets()));
        reader.numbers("read");
        reader.tell("check " + further);
        reader.numbers("checked");
        leave();
        run.say("%s: ready after SIGKILL in %.3f s, the %d streams written last are whole", title, result.readyKilledNs / 1e9,
            further);
    }

    @Override
    public void close()
    {
        if (reader != null)
        {
            reader.close();
        }
        ScratchDirectory.delete(directory);
    }
}
