package io.varve.perf.codec;

import io.varve.codec.checksum.Chain;
import io.varve.codec.checksum.Crc;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/** The next link of the chain: both CRCs of 4 KB, and the mix. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ChainBenchmark
{
    private static final int LENGTH = 4_096;
    private static final long PREVIOUS = 0x1234_5678_9ABC_DEF0L;

    private final UnsafeBuffer buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(LENGTH));
    private long expected;

    /** Fills the bytes and computes their link with the JDK's own CRCs. */
    @Setup
    public void setUp()
    {
        final byte[] bytes = new byte[LENGTH];
        new SplittableRandom(1).nextBytes(bytes);
        buffer.putBytes(0, bytes);
        final CRC32C castagnoli = new CRC32C();
        castagnoli.update(bytes);
        final CRC32 zlib = new CRC32();
        zlib.update(bytes);
        expected = Chain.next(PREVIOUS, (int)castagnoli.getValue(), (int)zlib.getValue());
    }

    @Benchmark
    public long next()
    {
        final long chain =
            Chain.next(PREVIOUS, Crc.crc32c(buffer, 0, LENGTH), Crc.crc32(buffer, 0, LENGTH));
        if (chain != expected)
        {
            throw new IllegalStateException("chain differs: chain=" + chain + ", expected=" + expected);
        }
        return chain;
    }
}
