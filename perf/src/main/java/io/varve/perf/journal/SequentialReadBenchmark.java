package io.varve.perf.journal;

import io.varve.api.EventCursor;
import io.varve.api.LogReader;
import io.varve.api.Query;
import io.varve.journal.DataDirectory;
import io.varve.perf.contender.EventPattern;
import io.varve.perf.contender.EventWriter;
import io.varve.perf.contender.Shape;
import io.varve.perf.contender.VarveContender;
import io.varve.perf.jvm.ScratchDirectory;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** All events of a journal on the disk in their order, 64 B each, checksums verified; a score is the time of one event. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SequentialReadBenchmark
{
    private static final int READ = 10_000;
    private static final Shape SHAPE = Shape.single(64);

    /** Events in the journal; walked over and over, so it is in the page cache. */
    @Param("2000000")
    private int events;

    private ScratchDirectory scratch;
    private LogReader reader;
    private EventCursor cursor;
    private long next;

    /** Writes the journal. */
    @Setup
    public void setUp()
    {
        scratch = ScratchDirectory.create(null);
        final Path directory = scratch.fresh();
        write(directory);
        reader = DataDirectory.openReader(directory);
        cursor = reader.query(Query.all());
    }

    private void write(final Path directory)
    {
        final UnsafeBuffer event = EventPattern.buffer(SHAPE.length());
        try (EventWriter writer = new VarveContender().openWriter(directory.toString(), SHAPE))
        {
            for (int i = 0; i < events; i++)
            {
                event.putLong(0, i);
                writer.append(event);
            }
            writer.awaitJournaled();
        }
    }

    /** Deletes the journal. */
    @TearDown
    public void tearDown()
    {
        cursor.close();
        reader.close();
        scratch.close();
    }

    @Benchmark
    @OperationsPerInvocation(READ)
    public long read()
    {
        for (int i = 0; i < READ; i++)
        {
            if (!cursor.next())
            {
                rewind();
            }
            if (cursor.position() != next || cursor.data().getLong(0) != next)
            {
                throw new IllegalStateException("event is not what was written: position=" + cursor.position() +
                    ", expected=" + next + ", data=" + cursor.data().getLong(0));
            }
            next++;
        }
        return next;
    }

    private void rewind()
    {
        if (next != events)
        {
            throw new IllegalStateException("journal ends early: read=" + next + ", written=" + events);
        }
        cursor.close();
        cursor = reader.query(Query.all());
        next = 0;
        if (!cursor.next())
        {
            throw new IllegalStateException("journal is empty: written=" + events);
        }
    }
}
