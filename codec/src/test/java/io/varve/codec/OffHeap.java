package io.varve.codec;

import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteBuffer;

/** Off-heap buffers for tests. */
public final class OffHeap
{
    private OffHeap()
    {
    }

    /** A buffer of zeros. */
    public static UnsafeBuffer allocate(final int capacity)
    {
        return new UnsafeBuffer(ByteBuffer.allocateDirect(capacity));
    }

    /** A buffer that holds a copy. */
    public static UnsafeBuffer copyOf(final byte[] bytes)
    {
        final UnsafeBuffer buffer = allocate(bytes.length);
        buffer.putBytes(0, bytes);
        return buffer;
    }

    /** A copy of a buffer's bytes. */
    public static byte[] bytes(final UnsafeBuffer buffer, final int offset, final int length)
    {
        final byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        return bytes;
    }
}
