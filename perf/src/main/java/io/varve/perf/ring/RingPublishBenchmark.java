package io.varve.perf.ring;

import io.varve.codec.dictionary.AggregateNames;
import io.varve.codec.dictionary.Dictionary;
import io.varve.codec.dictionary.Name;
import io.varve.codec.generation.JournalIdentity;
import io.varve.ring.LogStart;
import io.varve.ring.Outcome;
import io.varve.ring.OutcomeHandler;
import io.varve.ring.PublishRing;
import io.varve.ring.RecordFlyweight;
import io.varve.ring.RecordPublisher;
import io.varve.ring.RingContext;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/** Claim, fill, publish, admit and seal 64 B events, 1, 10 or 100 a batch; a score is the time of one event. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class RingPublishBenchmark
{
    private static final int EVENT_LENGTH = 64;
    private static final byte[] NO_METADATA = new byte[0];

    private final UnsafeBuffer event = new UnsafeBuffer(ByteBuffer.allocateDirect(EVENT_LENGTH));
    private final OutcomeHandler outcomes = this::onOutcome;
    private CheckingSink sink;
    private PublishRing ring;
    private RecordPublisher publisher;
    private AggregateNames aggregate;
    private Name type;
    private long published;
    private long nextPosition;
    private int batch;

    /** Starts a ring and publishes one event, so that its names are in the log. */
    @Setup(Level.Iteration)
    public void setUp()
    {
        final Dictionary dictionary = new Dictionary();
        aggregate = dictionary.aggregate(dictionary.domain("bench"), "thing");
        type = dictionary.domain("bench").type("written");
        sink = new CheckingSink();
        ring = new PublishRing(new RingContext(), dictionary, new CountingAdmission(), sink,
            LogStart.empty(new JournalIdentity(1, 2, 1, 0)));
        publisher = ring.publisher(RingContext.WINDOW_LENGTH_DEFAULT);
        published = 0;
        nextPosition = 0;
        batch = 1;
        publish1();
        drain();
    }

    /** Drains what is left and checks that the sink got all of it. */
    @TearDown(Level.Iteration)
    public void tearDown()
    {
        drain();
        publisher.close();
        ring.close();
        sink.check(published);
    }

    private void drain()
    {
        while (publisher.unpolled() > 0)
        {
            ring.assist();
            publisher.poll(outcomes, Integer.MAX_VALUE);
        }
    }

    private void onOutcome(final long ticket, final int outcome, final long position, final long version)
    {
        if (outcome != Outcome.ADMITTED || position != nextPosition)
        {
            throw new IllegalStateException("outcome is not the next one: ticket=" + ticket + ", outcome=" + outcome +
                ", position=" + position + ", expected=" + nextPosition);
        }
        nextPosition += batch;
    }

    private int flags()
    {
        return type.isWritten() ? 0 : RecordFlyweight.NEW_NAMES;
    }

    private void pollWhenFull(final long result)
    {
        if (result < 0)
        {
            ring.assist();
            publisher.poll(outcomes, Integer.MAX_VALUE);
        }
    }

    @Benchmark
    public long publish1()
    {
        event.putLong(0, published);
        long ticket;
        do
        {
            ticket = publisher.tryPublish(aggregate.ordinal(), 1, flags(), -1, Long.MIN_VALUE, (int)type.number(), event, 0,
                EVENT_LENGTH);
            pollWhenFull(ticket);
        }
        while (ticket < 0);
        published++;
        return ticket;
    }

    @Benchmark
    @OperationsPerInvocation(10)
    public long publish10()
    {
        return publish(10);
    }

    @Benchmark
    @OperationsPerInvocation(100)
    public long publish100()
    {
        return publish(100);
    }

    private long publish(final int events)
    {
        batch = events;
        long result;
        do
        {
            result = publisher.tryClaim(aggregate.ordinal(), 1, flags(), events, events * EVENT_LENGTH, NO_METADATA);
            pollWhenFull(result);
        }
        while (result < 0);
        for (int i = 0; i < events; i++)
        {
            final UnsafeBuffer room = publisher.event((int)type.number(), EVENT_LENGTH, !type.isWritten());
            room.putBytes(0, event, 0, EVENT_LENGTH);
            room.putLong(0, published++);
        }
        return publisher.commit();
    }
}
