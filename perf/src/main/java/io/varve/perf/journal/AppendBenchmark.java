package io.varve.perf.journal;

import io.varve.perf.contender.EventReader;
import io.varve.perf.contender.EventWriter;
import io.varve.perf.contender.Shape;
import io.varve.perf.contender.VarveContender;
import io.varve.perf.contender.VarveReader;
import io.varve.perf.jvm.ScratchDirectory;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
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

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Events through a publisher into a journal on the disk, one a batch, until all are JOURNALED; a score is the time of one event.
 *
 * <p>Iterations are short and have a directory each, so that what is written stays below what the kernel writes back at once:
 * about 3 GB for all lengths together.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 6, time = 150, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 150, timeUnit = TimeUnit.MILLISECONDS)
public class AppendBenchmark
{
    private static final int EVENTS = 10_000;

    /** Bytes of an event. */
    @Param({"10", "64", "1024", "4096"})
    private int length;

    private ScratchDirectory scratch;
    private Path directory;
    private EventWriter writer;
    private UnsafeBuffer event;
    private long published;

    /** Opens a fresh store. */
    @Setup(Level.Iteration)
    public void setUp()
    {
        scratch = ScratchDirectory.create(null);
        directory = scratch.fresh();
        writer = new VarveContender().openWriter(directory.toString(), Shape.single(length));
        event = new UnsafeBuffer(ByteBuffer.allocateDirect(length));
        published = 0;
    }

    /** Reads everything back and deletes it. */
    @TearDown(Level.Iteration)
    public void tearDown()
    {
        long read = 0;
        try (EventReader reader = new VarveReader(directory))
        {
            for (; reader.next(); read++)
            {
                if (reader.event().capacity() != length || reader.event().getLong(0) != read)
                {
                    throw new IllegalStateException("event is not what was written: position=" + read);
                }
            }
        }
        writer.close();
        scratch.close();
        if (read != published)
        {
            throw new IllegalStateException("events were lost: published=" + published + ", read=" + read);
        }
    }

    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public long append()
    {
        for (int i = 0; i < EVENTS; i++)
        {
            event.putLong(0, published++);
            writer.append(event);
        }
        writer.awaitJournaled();
        return published;
    }
}
