package io.varve.ring;

import org.agrona.BufferUtil;
import org.agrona.collections.IntArrayList;
import org.agrona.collections.LongArrayList;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * A sink over direct memory that keeps the generations as they were sealed. It watches that it is used as its contract says, and
 * switches say what it answers.
 */
final class CollectingSink implements GenerationSink
{
    private static final int SLAB_LENGTH = 4 * 1024 * 1024;
    private static final byte DIRT = 0x5A;

    private final List<UnsafeBuffer> slabs = new ArrayList<>();
    private final IntArrayList slabIndexes = new IntArrayList();
    private final IntArrayList offsets = new IntArrayList();
    private final IntArrayList lengths = new IntArrayList();
    private final LongArrayList numbers = new LongArrayList();
    private final LongArrayList nextPositions = new LongArrayList();
    private final LongArrayList chains = new LongArrayList();
    private final LongArrayList syncedWhenSealed = new LongArrayList();

    private final AtomicReference<Thread> user = new AtomicReference<>();
    private volatile String misuse;
    private volatile Throwable failure;
    private volatile Room room = Room.READY;
    private volatile boolean hasCredit = true;
    private volatile boolean isKeeping = true;
    private volatile RuntimeException failureInClaim;
    private volatile RuntimeException failureInCommit;
    private volatile boolean wasInterrupted;
    private volatile int roomCalls;

    private int reservedLength;
    private int claimedLength = -1;
    private int slabOffset = SLAB_LENGTH;
    private long generationCount;

    /** Sets what the next looks for room find. */
    CollectingSink room(final Room answer)
    {
        room = answer;
        return this;
    }

    /** Sets whether small generations are taken. */
    CollectingSink credit(final boolean answer)
    {
        hasCredit = answer;
        return this;
    }

    /** Forgets what is sealed from now on. */
    CollectingSink keepNothing()
    {
        isKeeping = false;
        return this;
    }

    /** Makes the next claims fail. */
    CollectingSink failInClaim(final RuntimeException e)
    {
        failureInClaim = e;
        return this;
    }

    /** Makes the next commits fail. */
    CollectingSink failInCommit(final RuntimeException e)
    {
        failureInCommit = e;
        return this;
    }

    @Override
    public Room room(final int lengthBytes)
    {
        enter();
        roomCalls++;
        check(claimedLength < 0, "room between claim and commit");
        final Room answer = failure != null ? Room.ENDED : room;
        reservedLength = answer == Room.READY ? lengthBytes : 0;
        leave();
        return answer;
    }

    @Override
    public boolean hasCredit(final long nowNs)
    {
        return hasCredit;
    }

    @Override
    public void claim(final int lengthBytes)
    {
        enter();
        check(claimedLength < 0, "claim behind a claim");
        check(lengthBytes <= reservedLength, "claim of more than was reserved");
        check(failure == null, "claim after the end");
        if (failureInClaim != null)
        {
            leave();
            throw failureInClaim;
        }
        wasInterrupted |= Thread.currentThread().isInterrupted();
        if (slabOffset + lengthBytes > SLAB_LENGTH)
        {
            if (isKeeping || slabs.isEmpty())
            {
                final UnsafeBuffer slab = new UnsafeBuffer(BufferUtil.allocateDirectAligned(SLAB_LENGTH, 64));
                slab.setMemory(0, SLAB_LENGTH, DIRT);
                slabs.add(slab);
            }
            slabOffset = 0;
        }
        claimedLength = lengthBytes;
    }

    @Override
    public UnsafeBuffer buffer()
    {
        check(claimedLength >= 0, "buffer without a claim");
        return slabs.get(slabs.size() - 1);
    }

    @Override
    public int offset()
    {
        check(claimedLength >= 0, "offset without a claim");
        return slabOffset;
    }

    @Override
    public void abort()
    {
        check(claimedLength >= 0, "abort without a claim");
        claimedLength = -1;
        reservedLength = 0;
        leave();
    }

    @Override
    public void commit(final long number, final long nextPosition, final long chain, final long nowNs)
    {
        check(claimedLength >= 0, "commit without a claim");
        if (failureInCommit != null)
        {
            claimedLength = -1;
            leave();
            throw failureInCommit;
        }
        keep(number, nextPosition, chain);
        claimedLength = -1;
        reservedLength = 0;
        leave();
    }

    private synchronized void keep(final long number, final long nextPosition, final long chain)
    {
        if (isKeeping)
        {
            slabIndexes.addInt(slabs.size() - 1);
            offsets.addInt(slabOffset);
            lengths.addInt(claimedLength);
            numbers.addLong(number);
            nextPositions.addLong(nextPosition);
            chains.addLong(chain);
            syncedWhenSealed.addLong(syncedGeneration());
        }
        slabOffset += claimedLength + 7 & -8;
        generationCount++;
        notifyAll();
    }

    @Override
    public long syncedGeneration()
    {
        return generationCount / 2 - 1; // anything that grows
    }

    @Override
    public void end(final Throwable cause)
    {
        if (failure == null)
        {
            failure = cause;
        }
    }

    /** Claim holds the sink until commit or abort; room is a visit of its own. */
    private void enter()
    {
        if (!user.compareAndSet(null, Thread.currentThread()))
        {
            check(false, "used by two threads at a time: " + Thread.currentThread().getName());
        }
    }

    private void leave()
    {
        user.set(null);
    }

    private void check(final boolean holds, final String what)
    {
        if (!holds)
        {
            misuse = what;
            throw new IllegalStateException(what);
        }
    }

    /** Fails when the contract was broken. */
    void assertUsedWell()
    {
        assertNull(misuse);
    }

    /** What ended writing, or null. */
    Throwable failure()
    {
        return failure;
    }

    /** Whether a claim was made by a thread with its interrupt flag up. */
    boolean wasInterrupted()
    {
        return wasInterrupted;
    }

    /** How often anybody looked for room. */
    int roomCalls()
    {
        return roomCalls;
    }

    /** Waits until so many generations are sealed. */
    synchronized void awaitGenerations(final long count)
    {
        final long deadlineNs = System.nanoTime() + Await.BOUND_NS;
        try
        {
            while (generationCount < count)
            {
                final long leftMs = TimeUnit.NANOSECONDS.toMillis(deadlineNs - System.nanoTime());
                assertTrue(leftMs > 0, "generations=" + generationCount + ", awaited=" + count);
                wait(leftMs);
            }
        }
        catch (final InterruptedException e)
        {
            throw new AssertionError(e);
        }
    }

    synchronized int generationCount()
    {
        return (int)generationCount;
    }

    synchronized UnsafeBuffer slab(final int generation)
    {
        return slabs.get(slabIndexes.getInt(generation));
    }

    synchronized int offset(final int generation)
    {
        return offsets.getInt(generation);
    }

    synchronized int length(final int generation)
    {
        return lengths.getInt(generation);
    }

    synchronized long number(final int generation)
    {
        return numbers.getLong(generation);
    }

    synchronized long nextPosition(final int generation)
    {
        return nextPositions.getLong(generation);
    }

    synchronized long chain(final int generation)
    {
        return chains.getLong(generation);
    }

    synchronized long syncedWhenSealed(final int generation)
    {
        return syncedWhenSealed.getLong(generation);
    }

    /** Mean bytes of the generations. */
    synchronized long meanLength()
    {
        long sum = 0;
        for (int i = 0; i < lengths.size(); i++)
        {
            sum += lengths.getInt(i);
        }
        return sum / lengths.size();
    }
}
