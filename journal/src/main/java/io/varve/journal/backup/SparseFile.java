package io.varve.journal.backup;

import io.varve.journal.directory.DurableFiles;
import org.agrona.DirectBuffer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongConsumer;

/** Writes a file that may have long runs of zeros, which take no room: what is ahead of the writer in a segment. */
final class SparseFile
{
    private static final int CHUNK_LENGTH = 64 * 1024;

    private SparseFile()
    {
    }

    /**
     * Writes a file anew, on stable storage when this returns, and without a trace when it fails.
     *
     * @param progress told the bytes of each step.
     */
    static void write(final Path file, final DirectBuffer bytes, final int lengthBytes, final LongConsumer progress)
        throws IOException
    {
        Files.deleteIfExists(file);
        try (FileChannel channel = DurableFiles.open(file))
        {
            final ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK_LENGTH);
            for (int at = 0; at < lengthBytes; at += CHUNK_LENGTH)
            {
                final int count = Math.min(CHUNK_LENGTH, lengthBytes - at);
                final boolean isLast = at + count == lengthBytes;
                if (isLast || !isZero(bytes, at, count))
                {
                    bytes.getBytes(at, chunk.clear(), 0, count);
                    DurableFiles.writeFully(channel, chunk.position(0).limit(count), at);
                }
                progress.accept(count);
            }
            channel.force(true);
        }
        catch (final IOException e)
        {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    private static boolean isZero(final DirectBuffer bytes, final int from, final int count)
    {
        int at = from;
        final int end = from + count;
        while (at + Long.BYTES <= end)
        {
            if (bytes.getLong(at) != 0)
            {
                return false;
            }
            at += Long.BYTES;
        }
        while (at < end)
        {
            if (bytes.getByte(at) != 0)
            {
                return false;
            }
            at++;
        }
        return true;
    }
}
