package io.varve.journal.chronicle;

import io.varve.journal.directory.DurableFiles;
import io.varve.journal.segment.SegmentNames;
import io.varve.ring.GenerationSink.Room;
import io.varve.ring.Joining;
import net.openhft.chronicle.bytes.MappedBytes;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueStore;

import org.agrona.UnsafeApi;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Keeps room ahead of the writer: zeros behind what is written, and the next segment before it is needed.
 *
 * <p>Zeros are written plainly, so that blocks are allocated here, where a full disk is an exception, and the writer's stores
 * never fault on a hole: storing into a sparse page costs four times as much, and kills the process when the disk is full. How
 * far ahead grows with what is written, so a small log stays a small directory.
 */
final class SegmentAllocator implements AutoCloseable
{
    private static final int CHUNK_LENGTH = ZeroPieces.MAX_LENGTH;
    private static final long PAGE_LENGTH = 4_096;
    private static final long MIN_AHEAD = 2 * CHUNK_LENGTH;
    private static final long MAX_AHEAD = 8 * 1024 * 1024;
    private static final long RETRY_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long IDLE_NS = TimeUnit.MILLISECONDS.toNanos(500);

    private final Path folder;
    private final SingleChronicleQueue queue;
    private final long blockLength;
    private final int segmentLength;
    private final Thread thread;
    private final Map<Long, FileChannel> channels = new ConcurrentHashMap<>();
    private final ByteBuffer zeros = ByteBuffer.allocateDirect(CHUNK_LENGTH);
    private final ZeroPieces pieces = new ZeroPieces(System.nanoTime());

    private volatile Region current;
    private volatile Region prepared;
    private volatile boolean isDiskFull;
    private volatile boolean isRunning = true;
    private boolean isStopped;
    private volatile IOException failure;

    /** Syncs so far; counted by one thread. */
    private volatile long syncs;

    /** Bytes of earlier segments that this writer has filled. */
    private volatile long writtenBefore;

    /** What the writer has rolled away from, until the helper lets go of it. */
    private volatile Region retired;

    /**
     * One segment's room: zeroed by the helper, written to by the writer, which stays below what is zeroed.
     *
     * <p>Holds Chronicle's store of the segment, so that its mapping, which the writer uses too, stays.
     */
    private static final class Region
    {
        private final long number;
        private final FileChannel channel;
        private final SingleChronicleQueueStore store;
        private final MappedBytes mapped;
        private final long address;
        private final AtomicLong writtenTo = new AtomicLong();
        private volatile long zeroedTo;

        /** Written so far, the helper has something to do; set by the helper ahead of its sleep. */
        private volatile long wakeAt;

        Region(final long number, final FileChannel channel, final SingleChronicleQueueStore store)
        {
            this.number = number;
            this.channel = channel;
            this.store = store;
            mapped = store.bytes();
            address = mapped.addressForWrite(0);
        }

        void release()
        {
            mapped.releaseLast();
            store.close();
        }
    }

    SegmentAllocator(final Path folder, final SingleChronicleQueue queue, final int segmentLength)
    {
        this.folder = folder;
        this.queue = queue;
        this.segmentLength = segmentLength;
        this.blockLength = ChronicleQueues.blockLength(segmentLength);
        thread = new Thread(this::run, "varve-allocator");
        thread.setDaemon(true);
    }

    /**
     * Makes room at the place where writing goes on, before anything is written, and starts to keep it.
     *
     * @param existing whether the segment is there already; else it is made.
     * @param end      offset behind the last document of it.
     */
    void start(final long startSegment, final boolean existing, final long end) throws IOException
    {
        if (existing)
        {
            final FileChannel channel = DurableFiles.open(folder.resolve(SegmentNames.file(startSegment)));
            channels.put(startSegment, channel);
            current = new Region(startSegment, channel, queue.storeForCycle((int)startSegment, 0, true, null));
            current.writtenTo.set(end);
            current.zeroedTo = end;
            zeroAhead(current, Math.min(end + MIN_AHEAD, blockLength));
        }
        else
        {
            prepared = prepare(startSegment);
            rolled();
        }
        thread.start();
    }

    private void run()
    {
        while (isRunning)
        {
            boolean worked = false;
            try
            {
                worked = doWork();
                isDiskFull = false;
            }
            catch (final IOException e)
            {
                isDiskFull = DurableFiles.isDiskFull(e);
                failure = isDiskFull ? null : e;
                if (failure != null)
                {
                    return;
                }
                LockSupport.parkNanos(RETRY_NS);
            }
            catch (final RuntimeException | Error e)
            {
                failure = new IOException("cannot prepare a segment", e);
                return;
            }
            if (!worked && isRunning)
            {
                LockSupport.parkNanos(IDLE_NS);
            }
        }
    }

    /** Writes one chunk of zeros where they are needed most, or prepares the next segment. */
    private boolean doWork() throws IOException
    {
        if (retired != null)
        {
            retired.release();
            retired = null;
        }
        final Region region = current;
        final long ahead = Math.min(MAX_AHEAD, Math.max(MIN_AHEAD, written(region)));
        final long wanted = Math.min(region.writtenTo.get() + ahead, blockLength);
        if (region.zeroedTo < wanted)
        {
            zeroAhead(region, Math.min(region.zeroedTo + CHUNK_LENGTH, wanted));
            return true;
        }

        final Region next = prepared;
        final long nextDueAt = Math.max(segmentLength / 2, segmentLength - 2 * ahead);
        final boolean isNextDue = region.writtenTo.get() >= nextDueAt;
        if (next == null && isNextDue && region == current)
        {
            prepared = prepare(region.number + 1);
            return true;
        }
        if (next != null && isNextDue && next.zeroedTo < Math.min(ahead, blockLength))
        {
            zeroAhead(next, Math.min(next.zeroedTo + CHUNK_LENGTH, blockLength));
            return true;
        }
        region.wakeAt = !isNextDue && (region.zeroedTo == blockLength || nextDueAt < region.zeroedTo - ahead / 2) ?
            nextDueAt : region.zeroedTo == blockLength ? Long.MAX_VALUE : region.zeroedTo - ahead / 2;
        return region.writtenTo.get() >= region.wakeAt; // the writer may have passed it meanwhile
    }

    private void zeroAhead(final Region region, final long to) throws IOException
    {
        zero(region.channel, region.zeroedTo, to);
        // The first store into a page of a mapping costs a fault: it is taken here, where nobody waits for it.
        for (long at = region.zeroedTo + PAGE_LENGTH - 1 & -PAGE_LENGTH; at < to; at += PAGE_LENGTH)
        {
            UnsafeApi.putByte(region.address + at, (byte)0);
        }
        region.zeroedTo = to;
    }

    /** Bytes that the writer has written. */
    private long written(final Region region)
    {
        return region == null ? 0 : writtenBefore + region.writtenTo.get();
    }

    private void zero(final FileChannel channel, final long from, final long to) throws IOException
    {
        final int pieceLength = pieces.length(written(current), syncs, System.nanoTime());
        long at = from;
        while (at < to)
        {
            zeros.clear().limit((int)Math.min(pieceLength - at % pieceLength, to - at));
            final long next = at + zeros.remaining();
            DurableFiles.writeFully(channel, zeros, at);
            at = next;
        }
    }

    /**
     * Makes a segment: zeros under the name that Chronicle takes new segments from, then Chronicle's header, then both on stable
     * storage together with the name.
     */
    private Region prepare(final long number) throws IOException
    {
        final Path prepared = folder.resolve(SegmentNames.base(number) + SegmentNames.PREPARED_SUFFIX);
        final Path file = folder.resolve(SegmentNames.file(number));
        if (!Files.exists(file))
        {
            try (FileChannel channel = DurableFiles.open(prepared))
            {
                zero(channel, 0, MIN_AHEAD);
                DurableFiles.sync(channel);
            }
        }
        final SingleChronicleQueueStore store = queue.storeForCycle((int)number, 0, true, null);
        final FileChannel channel = DurableFiles.open(file);
        channels.put(number, channel);
        DurableFiles.sync(channel);
        DurableFiles.syncFolder(folder);
        final Region region = new Region(number, channel, store);
        region.zeroedTo = MIN_AHEAD;
        return region;
    }

    /** Whether the current segment is zeroed up to an offset. */
    boolean isZeroed(final long end)
    {
        return end <= current.zeroedTo;
    }

    /** Whether the writer may write up to an offset of the current segment. */
    Room roomUpTo(final long end)
    {
        return end <= current.zeroedTo ? Room.READY : notYet();
    }

    /** Whether the next segment is ready. */
    Room roomInNext()
    {
        return prepared == null ? notYet() : Room.READY;
    }

    private Room notYet()
    {
        LockSupport.unpark(thread);
        if (failure != null)
        {
            return Room.ENDED;
        }
        return isDiskFull ? Room.DISK_FULL : Room.SOON;
    }

    /** Why there will be no more room, or null. */
    IOException failure()
    {
        return failure;
    }

    /** Says how far the current segment is written; by the writer. */
    void writtenTo(final long offset)
    {
        final Region region = current;
        region.writtenTo.setRelease(offset); // a wake-up that is missed for want of a fence comes with the next document
        if (offset >= region.wakeAt)
        {
            region.wakeAt = Long.MAX_VALUE;
            LockSupport.unpark(thread);
        }
    }

    /** Says that the prepared segment is the current one now; by the writer. */
    void rolled()
    {
        writtenBefore += current == null ? 0 : current.writtenTo.get();
        retired = current;
        current = prepared;
        prepared = null;
        LockSupport.unpark(thread);
    }

    /** Says that a sync begins; by the thread that syncs. */
    void syncing()
    {
        syncs++;
    }

    /** The channel of a segment that was written to by this process and is not yet released. */
    FileChannel channel(final long number)
    {
        return channels.get(number);
    }

    /** Closes the channels of segments below a number: all of them is on stable storage. */
    void release(final long below) throws IOException
    {
        for (final Map.Entry<Long, FileChannel> entry : channels.entrySet())
        {
            if (entry.getKey() < below)
            {
                entry.getValue().close();
                channels.remove(entry.getKey());
            }
        }
    }

    /** Stops the thread; channels stay open. */
    void stop()
    {
        if (isStopped)
        {
            return;
        }
        isStopped = true;
        isRunning = false;
        LockSupport.unpark(thread);
        Joining.uninterruptibly(thread);
        release(retired);
        release(prepared);
        release(current);
        retired = null;
        prepared = null;
    }

    private static void release(final Region region)
    {
        if (region != null)
        {
            region.release();
        }
    }

    @Override
    public void close()
    {
        stop();
        try
        {
            release(Long.MAX_VALUE);
        }
        catch (final IOException e)
        {
            throw DurableFiles.failure("close the segments", folder, e);
        }
    }
}
