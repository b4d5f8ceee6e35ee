package io.varve.perf.codec;

import io.varve.codec.name.PackedAscii;
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
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** A domain's name into its 15 bytes, and back. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PackedAsciiBenchmark
{
    @Param({"ssh", "orders.fulfilment-eu"})
    private String name;

    private final UnsafeBuffer packed = new UnsafeBuffer(ByteBuffer.allocateDirect(16));
    private final UnsafeBuffer encoded = new UnsafeBuffer(ByteBuffer.allocateDirect(16));
    private final UnsafeBuffer ascii = new UnsafeBuffer(ByteBuffer.allocateDirect(PackedAscii.MAX_LENGTH));
    private byte lastCharacter;

    /** Packs the name that is expected back. */
    @Setup
    public void setUp()
    {
        PackedAscii.encode(name, packed, 0);
        if (!PackedAscii.decode(packed, 0).equals(name))
        {
            throw new IllegalStateException("packed name is not what was packed: name=" + name);
        }
        lastCharacter = name.getBytes(StandardCharsets.US_ASCII)[name.length() - 1];
    }

    @Benchmark
    public long encode()
    {
        PackedAscii.encode(name, encoded, 0);
        final long bits = encoded.getLong(0);
        if (bits != packed.getLong(0) || encoded.getLong(Long.BYTES) != packed.getLong(Long.BYTES))
        {
            throw new IllegalStateException("packed name differs: name=" + name);
        }
        return bits;
    }

    @Benchmark
    public int decode()
    {
        final int length = PackedAscii.decode(packed, 0, ascii, 0);
        if (length != name.length() || ascii.getByte(length - 1) != lastCharacter)
        {
            throw new IllegalStateException("unpacked name differs: name=" + name + ", length=" + length);
        }
        return length;
    }
}
