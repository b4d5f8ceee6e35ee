package io.varve.perf.ceiling;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** What the disk does for who writes as plainly as can be. */
public final class DiskCeiling
{
    private static final int PIECE_LENGTH = 1 << 20;

    private DiskCeiling()
    {
    }

    /** Median of so many writes of one page and fdatasync, each behind the one before, in a file whose bytes are there already. */
    public static double syncNs(final Path file, final int pageLength, final int pages) throws IOException
    {
        try (FileChannel channel = open(file))
        {
            final ByteBuffer page = random(pageLength);
            for (int i = 0; i < pages; i++)
            {
                channel.write(page.clear(), (long)i * pageLength);
            }
            channel.force(true);
            final long[] times = new long[pages];
            for (int i = 0; i < pages; i++)
            {
                final long startNs = System.nanoTime();
                channel.write(page.clear(), (long)i * pageLength);
                channel.force(false);
                times[i] = System.nanoTime() - startNs;
            }
            Arrays.sort(times);
            return times[pages / 2];
        }
    }

    /** Bytes a second, written one behind the other and synced at the end. */
    static double writeRate(final Path file, final long bytes) throws IOException
    {
        try (FileChannel channel = open(file))
        {
            final ByteBuffer piece = random(PIECE_LENGTH);
            final long startNs = System.nanoTime();
            for (long written = 0; written < bytes; written += PIECE_LENGTH)
            {
                channel.write(piece.clear());
            }
            channel.force(false);
            return bytes * (double)TimeUnit.SECONDS.toNanos(1) / (System.nanoTime() - startNs);
        }
    }

    private static FileChannel open(final Path file) throws IOException
    {
        return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    /** Nothing that a disk could make smaller. */
    private static ByteBuffer random(final int length)
    {
        final SplittableRandom random = new SplittableRandom(length);
        final ByteBuffer bytes = ByteBuffer.allocateDirect(length);
        while (bytes.remaining() >= Long.BYTES)
        {
            bytes.putLong(random.nextLong());
        }
        return bytes;
    }
}
