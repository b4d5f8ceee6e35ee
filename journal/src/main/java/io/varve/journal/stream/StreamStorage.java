package io.varve.journal.stream;

import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;

/** Where the table of streams is kept: memory of the process, or mapped files. */
interface StreamStorage
{
    /** Memory of this process, gone with it. */
    StreamStorage MEMORY = new StreamStorage()
    {
        @Override
        public GrowingMemory createHeads()
        {
            return new GrowingMemory();
        }

        @Override
        public UnsafeBuffer createChunk(final long number)
        {
            return new UnsafeBuffer(BufferUtil.allocateDirectAligned(LinkChunk.LENGTH, LinkChunk.HEADER_LENGTH));
        }

        @Override
        public void dropChunk(final long number)
        {
            // gone when nobody can reach it
        }
    };

    /** Drops what is there and begins anew, with memory for nothing. */
    GrowingMemory createHeads() throws IOException;

    /** Zeros for a chunk of links. */
    UnsafeBuffer createChunk(long number) throws IOException;

    /** Gives a chunk up; whoever reads it may go on. */
    void dropChunk(long number) throws IOException;
}
