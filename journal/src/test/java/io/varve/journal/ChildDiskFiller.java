package io.varve.journal;

import io.varve.api.Batch;
import io.varve.api.Durability;
import io.varve.api.Event;
import io.varve.api.EventSet;
import io.varve.api.Instance;
import io.varve.api.Query;
import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A process that writes until the disk is full, reads, waits until it is told that there is room, and goes on. It tells what it met;
 * its exit code is 0 unless something happened that must not.
 */
final class ChildDiskFiller
{
    private static final int LENGTH = 2_000;

    private ChildDiskFiller()
    {
    }

    /** Arguments: data directory, segment length. */
    public static void main(final String[] arguments) throws Exception
    {
        final StoreContext context =
            new StoreContext().directory(Path.of(arguments[0])).segmentLength(Integer.parseInt(arguments[1]));
        try (EmbeddedEventStore store = EmbeddedEventStore.open(context))
        {
            System.out.println(ChildJvm.READY);
            final Instance instance = store.domain("disk").aggregate("full").instance(1);
            long next = store.positions().journaled();
            next = fill(instance, next);
            System.out.println("full " + next);
            check(store, next);
            System.in.read();

            resume(instance, next++);
            System.out.println("resumed " + next);
            for (int i = 0; i < 100; i++)
            {
                put(instance, next++, store.defaultDurability());
            }
            check(store, next);
            System.out.println("written " + next);
        }
        catch (final EventLogException e)
        {
            System.out.println("failed " + e.code() + ' ' + e.getMessage());
            System.exit(e.code() == ErrorCode.DISK_FULL ? 3 : 4);
        }
        System.out.println("closed");
    }

    private static void put(final Instance instance, final long next, final Durability durability)
    {
        final long position =
            instance.put(Batch.of(Event.of("T", TestEvents.bytes(next, LENGTH))), durability).position();
        if (position != next)
        {
            throw new IllegalStateException("position=" + position + ", expected=" + next);
        }
    }

    private static long fill(final Instance instance, final long from)
    {
        long next = from;
        long startNs = System.nanoTime();
        try
        {
            while (true)
            {
                startNs = System.nanoTime();
                put(instance, next, Durability.JOURNALED);
                next++;
            }
        }
        catch (final EventLogException e)
        {
            final long tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
            if (e.code() != ErrorCode.DISK_FULL || tookMs > 2_000)
            {
                throw new IllegalStateException("after ms=" + tookMs, e);
            }
            return next;
        }
    }

    private static void check(final EmbeddedEventStore store, final long count)
    {
        final EventSet found = store.collect(Query.all());
        if (found.count() != count)
        {
            throw new IllegalStateException("events=" + found.count() + ", expected=" + count);
        }
        for (int i = 0; i < count; i++)
        {
            if (!java.util.Arrays.equals(TestEvents.bytes(i, LENGTH), found.dataAt(i)))
            {
                throw new IllegalStateException("position=" + i + " is not what was written");
            }
        }
    }

    private static void resume(final Instance instance, final long next)
    {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (true)
        {
            try
            {
                put(instance, next, Durability.JOURNALED);
                return;
            }
            catch (final EventLogException e)
            {
                if (e.code() != ErrorCode.DISK_FULL || System.nanoTime() > deadlineNs)
                {
                    throw e;
                }
                LockSupport.parkNanos(1_000_000);
            }
        }
    }
}
