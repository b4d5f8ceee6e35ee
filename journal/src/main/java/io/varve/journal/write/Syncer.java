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
import java.util.concurrent.locks.LockSupport;

/**
 * Puts the journal on stable storage: a group commit without a linger, since what gathers during one sync goes with the next.
 *
 * <p>The end to publish is taken ahead of the sync; then segments, then the watermark are synced, then the position is
 * published. A sync that failed is never tried again: the kernel may have dropped the pages and marked them clean, so a
 * second one would lie. Writing ends instead.
 *
 * <p>Nobody takes a lock: with one, the thread that syncs queued behind each of the waiters that it had woken, and on few cores
 * the disk had nothing to do meanwhile.
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

    private final SyncWaiters waiters = new SyncWaiters();
    private volatile boolean isWanted;
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
                waiters.wakeAll();
                return;
            }
        }
    }

    private void awaitWanted()
    {
        if (!isWanted && isRunning)
        {
            LockSupport.parkNanos(this, intervalNs); // a sync that comes early for no reason finds nothing to do
        }
        if (Thread.interrupted())
        {
            isRunning = false; // nobody interrupts this thread but a JVM that ends
        }
        isWanted = false; // ahead of taking the end: what is asked for behind it is another sync
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
                isWanted = true;
                return;
            }
            unsyncedSegment = target.segment();
            sink.syncedGeneration(target.number());
            positions.synced(target.nextPosition());
            letComeBack(waiters.wake(target.nextPosition()));
        }
    }

    /**
     * Yields to the threads that were woken, until as many wait again or each had a turn: the first one of them would have a sync
     * begin without the others, which then wait for two. Nothing lingers: without others to run, a turn takes no time.
     */
    private void letComeBack(final int woken)
    {
        for (int turn = 1; turn < woken && waiters.added() < woken; turn++)
        {
            Thread.yield();
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

    /** Asks for a sync of what is journaled and returns at once. */
    public void request()
    {
        if (!isWanted)
        {
            isWanted = true;
            LockSupport.unpark(thread);
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
        final long deadlineNs = System.nanoTime() + timeoutNs;
        final SyncWaiters.Waiter waiter = waiters.add(position);
        boolean wasInterrupted = false;
        try
        {
            while (positions.synced() < position)
            {
                if (sink.failure() != null)
                {
                    throw new EventLogException(ErrorCode.WRITING_ENDED,
                        "writing has ended after a failure: reason=" + sink.failure() + "; restart", sink.failure());
                }
                final long leftNs = deadlineNs - System.nanoTime();
                if (leftNs <= 0)
                {
                    throw new EventLogException(ErrorCode.TIMED_OUT, "not synced in time: position=" + position + ", synced=" +
                        positions.synced() + ", timeoutNs=" + timeoutNs);
                }
                request();
                LockSupport.parkNanos(this, leftNs);
                wasInterrupted |= Thread.interrupted(); // an ack is not given up half way
            }
        }
        finally
        {
            waiter.leave();
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
        LockSupport.unpark(thread);
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
