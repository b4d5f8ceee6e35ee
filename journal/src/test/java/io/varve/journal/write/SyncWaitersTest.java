package io.varve.journal.write;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Timeout(60)
class SyncWaitersTest
{
    private final SyncWaiters waiters = new SyncWaiters();
    private final AtomicLong reached = new AtomicLong();

    private void await(final long position)
    {
        final SyncWaiters.Waiter waiter = waiters.add(position);
        while (reached.get() < position)
        {
            LockSupport.park(this);
        }
        waiter.leave();
    }

    private void reach(final long position)
    {
        reached.set(position);
        waiters.wake(position);
    }

    private Thread start(final long position, final List<Long> woken)
    {
        final Thread thread = new Thread(() ->
        {
            await(position);
            synchronized (woken)
            {
                woken.add(position);
            }
        });
        thread.start();
        while (thread.getState() != Thread.State.WAITING)
        {
            Thread.onSpinWait();
        }
        return thread;
    }

    @Test
    void shouldWakeThoseWhosePositionIsReached() throws InterruptedException
    {
        final List<Long> woken = new ArrayList<>();
        final Thread third = start(3, woken);
        final Thread first = start(1, woken);
        final Thread second = start(2, woken);

        reach(1);
        first.join();
        reach(2);
        second.join();
        assertEquals(Thread.State.WAITING, third.getState());
        reach(3);
        third.join();
        assertEquals(List.of(1L, 2L, 3L), woken);
    }

    @Test
    void shouldNotWaitForWhatIsReached()
    {
        reach(7);
        await(7);
        await(0);
    }

    @Test
    void shouldWakeAll() throws InterruptedException
    {
        final List<Long> woken = new ArrayList<>();
        final Thread far = start(Long.MAX_VALUE, woken);
        final Thread near = start(1, woken);
        reached.set(Long.MAX_VALUE);
        waiters.wakeAll();
        far.join();
        near.join();
        assertEquals(2, woken.size());
    }

    @Test
    void shouldLoseNoWakeUp() throws InterruptedException
    {
        final int threadCount = 8;
        final long rounds = 20_000;
        final AtomicLong asked = new AtomicLong();
        final AtomicReference<Throwable> failure = new AtomicReference<>();
        final CountDownLatch ended = new CountDownLatch(threadCount);
        for (int i = 0; i < threadCount; i++)
        {
            new Thread(() ->
            {
                try
                {
                    for (long round = 0; round < rounds; round++)
                    {
                        final long position = asked.incrementAndGet();
                        await(position);
                        assertTrue(reached.get() >= position);
                    }
                }
                catch (final Throwable e)
                {
                    failure.set(e);
                }
                ended.countDown();
            }).start();
        }
        while (ended.getCount() > 0)
        {
            reach(asked.get());
        }
        assertNull(failure.get());
        assertEquals(threadCount * rounds, reached.get());
    }
}
