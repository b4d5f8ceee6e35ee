package io.varve.codec.key;

import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Memory of this process, which is gone with it; given back when nothing refers to it any more. */
public final class AnonymousKeyMemory extends KeyMemory
{
    private final List<ByteBuffer> chunks = new ArrayList<>(); // keeps them alive

    /** One chunk of zeros. */
    public AnonymousKeyMemory()
    {
        grow();
    }

    @Override
    public boolean grow()
    {
        if (chunkCount() == MAX_CHUNKS)
        {
            return false;
        }
        final ByteBuffer chunk = BufferUtil.allocateDirectAligned(CHUNK_LENGTH, BitUtil.CACHE_LINE_LENGTH);
        chunks.add(chunk);
        add(new UnsafeBuffer(chunk).addressOffset(), 1);
        return true;
    }

    @Override
    public void close()
    {
        // Readers may still look something up: the collector knows when the last has gone.
    }
}
