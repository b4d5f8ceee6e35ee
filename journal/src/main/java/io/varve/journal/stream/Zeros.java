package io.varve.journal.stream;

import io.varve.journal.directory.DurableFiles;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Writes zeros into files that are mapped then. */
final class Zeros
{
    /**
     * A large page of the processor: what is written at once and starts at a multiple of it, the kernel keeps and maps as one,
     * so that look-ups all over a large table miss fewer translations.
     */
    private static final int CHUNK_LENGTH = 2 * 1024 * 1024;

    private static final ByteBuffer CHUNK = ByteBuffer.allocateDirect(CHUNK_LENGTH);

    private Zeros()
    {
    }

    /** Writes zeros from one offset to another; any thread. */
    static void write(final FileChannel channel, final long from, final long to) throws IOException
    {
        for (long at = from; at < to;)
        {
            final long chunkEnd = (at / CHUNK_LENGTH + 1) * CHUNK_LENGTH;
            final int length = (int)(Math.min(chunkEnd, to) - at);
            DurableFiles.writeFully(channel, CHUNK.duplicate().limit(length), at);
            at += length;
        }
    }
}
