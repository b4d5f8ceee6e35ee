package io.varve.ring;

import com.sun.management.ThreadMXBean;

import java.lang.management.ManagementFactory;

/** Measures what a piece of code allocates on this thread. */
final class AllocationMeter
{
    private static final ThreadMXBean THREADS = (ThreadMXBean)ManagementFactory.getThreadMXBean();

    private AllocationMeter()
    {
    }

    /**
     * Bytes that the calls allocated, after as many calls to warm up.
     *
     * @return the least of three measurements: the JIT compiler may allocate on the side, the code under test always would.
     */
    static long bytesAllocated(final int calls, final Runnable code)
    {
        long least = Long.MAX_VALUE;
        repeat(calls, code);
        for (int i = 0; i < 3; i++)
        {
            final long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
            repeat(calls, code);
            least = Math.min(least, THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - before);
        }
        return least;
    }

    private static void repeat(final int calls, final Runnable code)
    {
        for (int i = 0; i < calls; i++)
        {
            code.run();
        }
    }
}
