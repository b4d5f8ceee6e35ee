package io.varve.perf.codec;

import io.varve.codec.checksum.Crc;
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
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;

/** CRC-32C of an event and of a generation, in direct memory. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class Crc32cBenchmark
{
    @Param({"64", "4096"})
    private int length;

    private UnsafeBuffer buffer;
    private int expected;

    /** Fills the bytes and computes their CRC with the JDK's own class. */
    @Setup
    public void setUp()
    {
        final byte[] bytes = new byte[length];
        new SplittableRandom(1).nextBytes(bytes);
        buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(length));
        buffer.putBytes(0, bytes);
        final CRC32C crc = new CRC32C();
        crc.update(bytes);
        expected = (int)crc.getValue();
    }

    @Benchmark
    public int crc32c()
    {
        final int crc = Crc.crc32c(buffer, 0, length);
        if (crc != expected)
        {
            throw new IllegalStateException("crc differs: length=" + length + ", crc=" + crc + ", expected=" + expected);
        }
        return crc;
    }
}
