package io.varve.perf.journal;

import io.varve.api.Ack;
import io.varve.api.Aggregate;
import io.varve.api.Batch;
import io.varve.api.Durability;
import io.varve.api.Event;
import io.varve.api.EventSet;
import io.varve.api.EventStore;
import io.varve.api.Instance;
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

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * The convenient way, in memory: put a batch to an instance of its own and wait for JOURNALED, alone and with reading it back.
 *
 * <p>Each time on a store that starts with one batch, which opens its memory, and ends with 65: what a {@code get} costs
 * depends on what else there is.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PutGetBenchmark
{
    private static final int PUTS = 64;

    /** Bytes of an event. */
    @Param({"10", "1024", "4096"})
    private int length;

    /** Events of a batch. */
    @Param({"1", "10"})
    private int batch;

    private byte[] data;
    private Batch events;
    private EventStore store;
    private Aggregate aggregate;

    /** Makes the batch. */
    @Setup
    public void setUpBatch()
    {
        data = new byte[length];
        new SplittableRandom(1).nextBytes(data);
        final Event[] all = new Event[batch];
        Arrays.fill(all, Event.of("written", data));
        events = Batch.of(all);
    }

    /** Opens a store with a first batch. */
    @Setup(Level.Invocation)
    public void setUp()
    {
        store = EventStore.connect("mem://");
        aggregate = store.domain("bench").aggregate("thing");
        put(0);
    }

    /** Checks how much was written. */
    @TearDown(Level.Invocation)
    public void tearDown()
    {
        final long journaled = store.positions().journaled();
        store.close();
        if (journaled != (PUTS + 1L) * batch)
        {
            throw new IllegalStateException("store does not hold what was put: events=" + journaled + ", expected=" +
                (PUTS + 1L) * batch);
        }
    }

    private Instance put(final int id)
    {
        final Instance instance = aggregate.instance(id);
        final Ack ack = instance.put(events, Durability.JOURNALED);
        if (ack.position() != (long)id * batch || ack.version() != 0 || ack.count() != batch)
        {
            throw new IllegalStateException("ack is not the next one: ack=" + ack + ", id=" + id);
        }
        return instance;
    }

    @Benchmark
    @OperationsPerInvocation(PUTS)
    public Instance put()
    {
        Instance last = null;
        for (int id = 1; id <= PUTS; id++)
        {
            last = put(id);
        }
        return last;
    }

    @Benchmark
    @OperationsPerInvocation(PUTS)
    public EventSet putGet()
    {
        EventSet last = null;
        for (int id = 1; id <= PUTS; id++)
        {
            last = put(id).get();
            if (last.count() != batch)
            {
                throw new IllegalStateException("stream is not what was put: events=" + last.count() + ", expected=" + batch);
            }
            for (int i = 0; i < batch; i++)
            {
                if (!Arrays.equals(last.dataAt(i), data))
                {
                    throw new IllegalStateException("event is not what was put: id=" + id + ", version=" + i);
                }
            }
        }
        return last;
    }
}
