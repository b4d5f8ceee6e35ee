package io.varve.journal.write;

import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import io.varve.journal.directory.BootId;
import io.varve.journal.directory.DurableFiles;
import io.varve.journal.directory.Watermark;
import io.varve.journal.directory.WatermarkFile;
import io.varve.journal.write.JournalEnd.Snapshot;
import io.varve.ring.Joining;
import io.varve.ring.LogPositions;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Puts the journal on stable storage: a group commit without a linger, since what gathers during one sync goes with the next.
 *
 * <p>The end to publish is taken ahead of the sync; then segments, then the watermark are synced, then the position is
 * published. A sync that failed is never tried again: the kernel may have dropped the pages and marked them clean, so a
 * second one would lie. Writing ends instead.
 */
public final class Syncer implements AutoCloseable
{
    /** Ns after which what is journaled is synced even when nobody asks, unless set. */
    public static final long INTERVAL_NS_DEFAULT = TimeUnit.MILLISECONDS.toNanos(200);

    /** Ns until a watermark that found no room is tried again. */
    private static final long RETRY_NS = TimeUnit.MILLISECONDS.toNanos(10);

    /** Puts segments on stable storage. */
    @FunctionalInterface
    public interface SegmentSync
    {
        /** Syncs from one segment to another. */
        void sync(long fromSegment, long toSegment) throws IOException;
    }

    private final SegmentSync segments;
    private final JournalEnd end;
    private final JournalSink sink;
    private final LogPositions positions;
    private final WatermarkFile watermark;
    private final BootId bootId;
    private final long epoch;
    private final long intervalNs;
    private final Thread thread;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition wanted = lock.newCondition();
    private final Condition synced = lock.newCondition();
    private boolean isWanted;
    private volatile boolean isRunning = true;

    /** First segment that may hold something unsynced; by the syncing thread. */
    private long unsyncedSegment;

    /**
     * Over an open journal whose end is synced.
     *
     * @param intervalNs after which what is journaled is synced even when nobody asks.
     */
    public Syncer(
        final SegmentSync segments,
        final JournalEnd end,
        final JournalSink sink,
        final LogPositions positions,
        final WatermarkFile watermark,
        final BootId bootId,
        final long epoch,
        final long intervalNs)
    {
        this.segments = segments;
        this.end = end;
        this.sink = sink;
        this.positions = positions;
        this.watermark = watermark;
        this.bootId = bootId;
        this.epoch = epoch;
        this.intervalNs = intervalNs;
        unsyncedSegment = end.snapshot().segment();
        thread = new Thread(this::run, "varve-syncer");
        thread.setDaemon(true);
    }

    /** Starts the thread that syncs. */
    public Syncer start()
    {
        thread.start();
        return this;
    }

    private void run()
    {
        while (isRunning)
        {
            try
            {
                awaitWanted();
                syncOnce(false);
            }
            catch (final Throwable e)
            {
                // Whatever it was, an error of the machine too: nobody may wait for a sync that will not come.
                sink.end(e);
                signalSynced();
                return;
            }
        }
    }

    private void awaitWanted()
    {
        lock.lock();
        try
        {
            if (!isWanted && isRunning)
            {
                wanted.awaitNanos(intervalNs);
            }
            isWanted = false;
        }
        catch (final InterruptedException e)
        {
            isRunning = false; // nobody interrupts this thread but a JVM that ends
        }
        finally
        {
            lock.unlock();
        }
    }

    private void syncOnce(final boolean isClean) throws IOException
    {
        final Snapshot target = reachedEnd();
        if (target.nextPosition() > positions.synced() || isClean)
        {
            segments.sync(unsyncedSegment, target.segment());
            if (!write(new Watermark(
                target.number(), target.nextPosition(), target.chain(), target.segment(), epoch, bootId, isClean)))
            {
                return;
            }
            unsyncedSegment = target.segment();
            sink.syncedGeneration(target.number());
            positions.synced(target.nextPosition());
            signalSynced();
        }
    }

    /**
     * The end of the journal, which is set right behind the position that waiters have seen: one that is older would leave them
     * waiting for the interval.
     */
    private Snapshot reachedEnd()
    {
        final long journaled = positions.journaled();
        Snapshot reached = end.snapshot();
        while (reached.nextPosition() < journaled && sink.failure() == null)
        {
            Thread.yield();
            reached = end.snapshot();
        }
        return reached;
    }

    /**
     * Writes the watermark.
     *
     * @return false when the disk was full: it was not written, and is tried again with what is synced then.
     */
    private boolean write(final Watermark reached) throws IOException
    {
        try
        {
            watermark.write(reached);
            return true;
        }
        catch (final IOException e)
        {
            if (!DurableFiles.isDiskFull(e))
            {
                throw e;
            }
            LockSupport.parkNanos(RETRY_NS);
            return false;
        }
    }

    private void signalSynced()
    {
        lock.lock();
        try
        {
            synced.signalAll();
        }
        finally
        {
            lock.unlock();
        }
    }

    /** Asks for a sync of what is journaled and returns at once. */
    public void request()
    {
        lock.lock();
        try
        {
            isWanted = true;
            wanted.signal();
        }
        finally
        {
            lock.unlock();
        }
    }

    /**
     * Waits until everything below a position is on stable storage.
     *
     * @throws EventLogException with {@link ErrorCode#WRITING_ENDED} when syncing has failed, or
     *                           {@link ErrorCode#TIMED_OUT}.
     */
    public void await(final long position, final long timeoutNs)
    {
        if (positions.synced() >= position)
        {
            return;
        }
        boolean wasInterrupted = false;
        long leftNs = timeoutNs;
        lock.lock();
        try
        {
            while (positions.synced() < position)
            {
                if (sink.failure() != null)
                {
                    throw new EventLogException(ErrorCode.WRITING_ENDED,
                        "writing has ended after a failure: reason=" + sink.failure() + "; restart", sink.failure());
                }
                if (leftNs <= 0)
                {
                    throw new EventLogException(ErrorCode.TIMED_OUT, "not synced in time: position=" + position + ", synced=" +
                        positions.synced() + ", timeoutNs=" + timeoutNs);
                }
                isWanted = true;
                wanted.signal();
                try
                {
                    leftNs = synced.awaitNanos(leftNs);
                }
                catch (final InterruptedException e)
                {
                    wasInterrupted = true; // an ack is not given up half way
                }
            }
        }
        finally
        {
            lock.unlock();
            if (wasInterrupted)
            {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Ends the thread, syncs what is left and marks the journal as cleanly closed, unless writing has failed.
     */
    @Override
    public void close()
    {
        isRunning = false;
        lock.lock();
        try
        {
            wanted.signal();
        }
        finally
        {
            lock.unlock();
        }
        Joining.uninterruptibly(thread);
        final boolean wasInterrupted = Thread.interrupted(); // it must not close the channels that the last sync goes through
        try
        {
            if (sink.failure() == null)
            {
                syncOnce(true);
            }
        }
        catch (final IOException e)
        {
            throw new EventLogException(ErrorCode.IO_ERROR, "the last sync has failed: reason=" + e.getMessage(), e);
        }
        finally
        {
            if (wasInterrupted)
            {
                Thread.currentThread().interrupt();
            }
        }
    }
}
