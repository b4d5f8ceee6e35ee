package io.varve.journal.stream;

import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.util.Arrays;

/**
 * Off-heap memory that grows at its end in blocks, which stay where they are: the first has 64 KiB, each later one as much as all
 * before, 4 MiB at most. One thread grows it; others may read what is there. The memory lives as long as this object is reachable.
 */
class GrowingMemory
{
    static final int FIRST_LENGTH = 64 * 1024;
    static final int MAX_LENGTH = 4 * 1024 * 1024;

    /** Blocks so far; replaced as a whole, so that who reads one sees all of it. */
    private volatile Blocks blocks = new Blocks(new UnsafeBuffer[0], new long[0], 0);

    private record Blocks(UnsafeBuffer[] buffers, long[] starts, long length)
    {
        private Blocks with(final UnsafeBuffer block)
        {
            final UnsafeBuffer[] moreBuffers = Arrays.copyOf(buffers, buffers.length + 1);
            final long[] moreStarts = Arrays.copyOf(starts, starts.length + 1);
            moreBuffers[buffers.length] = block;
            moreStarts[starts.length] = length;
            return new Blocks(moreBuffers, moreStarts, length + block.capacity());
        }
    }

    /** Bytes. */
    final long length()
    {
        return blocks.length;
    }

    /** Bytes that the block at an offset has. */
    static int lengthAt(final long offset)
    {
        return (int)Math.min(Math.max(offset, FIRST_LENGTH), MAX_LENGTH);
    }

    /** Address of a page; it is wholly in one block. */
    final long address(final long offset)
    {
        final Blocks now = blocks;
        final int found = Arrays.binarySearch(now.starts, offset);
        final int block = found >= 0 ? found : -found - 2;
        return now.buffers[block].addressOffset() + (offset - now.starts[block]);
    }

    /** Adds a block; nothing has changed when it throws. */
    final void grow() throws IOException
    {
        final long offset = blocks.length;
        blocks = blocks.with(allocate(offset, lengthAt(offset)));
    }

    /** Zeros at an offset behind what is there; in memory of the process unless a file says otherwise. */
    UnsafeBuffer allocate(final long offset, final int lengthBytes) throws IOException
    {
        return new UnsafeBuffer(BufferUtil.allocateDirectAligned(lengthBytes, HeadPage.LENGTH));
    }

    /** The block of an index; null when there is none. */
    final UnsafeBuffer block(final int index)
    {
        final Blocks now = blocks;
        return index < now.buffers.length ? now.buffers[index] : null;
    }

    /** Puts everything on stable storage, where there is one. */
    void force() throws IOException
    {
        // memory has none
    }

    /** Gives the file back; what is mapped stays readable. */
    void close()
    {
        // memory has none
    }
}
