package io.varve.perf.ceiling;

import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/** What memory does for one thread. */
final class MemoryCeiling
{
    private MemoryCeiling()
    {
    }

    /** Best rate of so many copies, bytes a second. */
    static double copyRate(final int length, final int rounds)
    {
        final UnsafeBuffer from = new UnsafeBuffer(ByteBuffer.allocateDirect(length));
        final UnsafeBuffer to = new UnsafeBuffer(ByteBuffer.allocateDirect(length));
        long bestNs = Long.MAX_VALUE;
        for (int i = 0; i < rounds; i++)
        {
            from.putLong(0, i);
            final long startNs = System.nanoTime();
            to.putBytes(0, from, 0, length);
            bestNs = Math.min(bestNs, System.nanoTime() - startNs);
            if (to.getLong(0) != i)
            {
                throw new IllegalStateException("memory was not copied");
            }
        }
        return length * (double)TimeUnit.SECONDS.toNanos(1) / bestNs;
    }
}
