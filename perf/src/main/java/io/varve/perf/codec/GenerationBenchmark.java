package io.varve.perf.codec;

import io.varve.codec.checksum.Crc;
import io.varve.codec.generation.BatchDecoder;
import io.varve.codec.generation.GenerationCheck;
import io.varve.codec.generation.GenerationDecoder;
import io.varve.codec.generation.GenerationEncoder;
import io.varve.codec.generation.GenerationLayout;
import io.varve.codec.generation.JournalIdentity;
import io.varve.codec.name.Identity;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/** A generation of 42 events of 64 B, about 4 KB: built, and checked and walked. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class GenerationBenchmark
{
    private static final int EVENTS = 42;
    private static final int EVENT_LENGTH = 64;
    private static final int TYPE = 1;
    private static final long TIMESTAMP = 1_700_000_000_000_000_000L;

    /** Events of each batch. */
    @Param({"1", "42"})
    private int batch;

    private final GenerationEncoder encoder = new GenerationEncoder();
    private final GenerationDecoder decoder = new GenerationDecoder();
    private final BatchDecoder batches = new BatchDecoder();
    private final JournalIdentity journal = new JournalIdentity(1, 2, 1, 0);
    private final Identity identity = Identity.of("bench", 1);
    private final UnsafeBuffer events = new UnsafeBuffer(ByteBuffer.allocateDirect(EVENTS * EVENT_LENGTH));
    private final UnsafeBuffer built = new UnsafeBuffer(ByteBuffer.allocateDirect(2 * 4_096));
    private final UnsafeBuffer stored = new UnsafeBuffer(ByteBuffer.allocateDirect(2 * 4_096));
    private int[] eventCrcs;
    private int headersLength;
    private int length;
    private long chain;
    private long sum;

    /** Builds the generation that is expected. */
    @Setup
    public void setUp()
    {
        eventCrcs = new int[EVENTS];
        sum = 0;
        for (int i = 0; i < EVENTS; i++)
        {
            events.setMemory(i * EVENT_LENGTH, EVENT_LENGTH, (byte)i);
            events.putLong(i * EVENT_LENGTH, i * 31L);
            eventCrcs[i] = Crc.crc32c(events, i * EVENT_LENGTH, EVENT_LENGTH);
            sum += i * 31L;
        }
        headersLength = EVENTS / batch * GenerationLayout.batchHeadersLength(0, batch);
        length = build(stored);
        chain = encoder.chain();
    }

    private int build(final UnsafeBuffer target)
    {
        encoder.begin(
            target, 0, GenerationLayout.IDENTITY_LENGTH, headersLength, EVENTS * EVENT_LENGTH, TIMESTAMP);
        encoder.putIdentity(identity.high(), identity.low());
        for (int event = 0; event < EVENTS; event += batch)
        {
            encoder.putBatch(0, 0, event, 0, batch, TIMESTAMP + event, 0, 0, null, 0, 0);
            for (int i = event; i < event + batch; i++)
            {
                encoder.putEvent(TYPE, eventCrcs[i], events, i * EVENT_LENGTH, EVENT_LENGTH);
            }
        }
        return encoder.seal(journal, 1, EVENTS, TIMESTAMP + EVENTS, TIMESTAMP + EVENTS, 0, 0);
    }

    @Benchmark
    public long encode()
    {
        if (build(built) != length || encoder.chain() != chain)
        {
            throw new IllegalStateException("generation differs: chain=" + encoder.chain() + ", expected=" + chain);
        }
        return chain;
    }

    @Benchmark
    public long decode()
    {
        final GenerationCheck check = decoder.wrap(stored, 0, stored.capacity());
        if (check != GenerationCheck.VALID)
        {
            throw new IllegalStateException("generation is not valid: check=" + check);
        }
        batches.wrap(decoder);
        long found = 0;
        while (batches.next())
        {
            while (batches.nextEvent())
            {
                found += decoder.buffer().getLong(batches.eventDataOffset());
            }
        }
        if (found != sum)
        {
            throw new IllegalStateException("events differ: sum=" + found + ", expected=" + sum);
        }
        return found;
    }
}
