package io.varve.journal.chronicle;

import io.varve.codec.Limits;
import io.varve.journal.directory.DurableFiles;
import io.varve.journal.segment.Framing;
import io.varve.journal.write.SegmentWriter;
import io.varve.ring.GenerationSink.Room;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.wire.DocumentContext;
import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * Appends documents to a Chronicle queue, straight into its mapped file, and rolls it by size.
 *
 * <p>A document's bytes are written by the caller at the mapped address. Chronicle checks nothing there, so this class does:
 * a document always ends within the first block of its file, with room for an end-of-file mark and an index page behind it.
 */
public final class ChronicleWriter implements SegmentWriter
{
    /** Least bytes of a segment: room for two generations of the highest length and Chronicle's own pages. */
    public static final int MIN_SEGMENT_LENGTH = 512 * 1024;

    /** Most bytes of a segment. */
    public static final int MAX_SEGMENT_LENGTH = 512 * 1024 * 1024;

    /** Bytes that may follow a document: an index page with its own header, an end-of-file mark, padding. */
    private static final int TRAILER_LENGTH =
        ChronicleQueues.INDEX_COUNT * BitUtil.SIZE_OF_LONG + 2 * BitUtil.CACHE_LINE_LENGTH;

    private final Path folder;
    private final int segmentLength;
    private final SingleChronicleQueue queue;
    private final ExcerptAppender appender;
    private final SegmentAllocator allocator;
    private final UnsafeBuffer view = new UnsafeBuffer(0, 0);
    private volatile long segment;

    /** What was written ahead of it is on stable storage. */
    private final long firstSegment;

    private long nextWordOffset;
    private DocumentContext document;
    private Bytes<?> bytes;
    private long claimedWordOffset;
    private int claimedLength;

    /**
     * Opens the folder's queue to go on behind its last document.
     *
     * @param place where writing goes on.
     * @throws io.varve.codec.EventLogException when the folder cannot be written, or the disk is full.
     */
    public ChronicleWriter(final Path folder, final int segmentLength, final AppendPlace place)
    {
        checkSegmentLength(segmentLength);
        this.folder = folder;
        this.segmentLength = segmentLength;
        segment = place.segment();
        firstSegment = place.segment();
        nextWordOffset = place.endOffset();
        SingleChronicleQueue opened = null;
        SegmentAllocator started = null;
        try
        {
            ChronicleQueues.allocateMetadata(folder);
            opened = ChronicleQueues.open(folder, segmentLength, () -> segment);
            if (opened.metaStore().readOnly())
            {
                throw new IOException("Chronicle takes the folder for one that cannot be written");
            }
            started = new SegmentAllocator(folder, opened, segmentLength);
            started.start(segment, place.exists(), place.endOffset());
            queue = opened;
            allocator = started;
            ChronicleQueues.noteEndedBelow(queue, place.endedBelow());
            appender = queue.createAppender();
            appender.singleThreadedCheckDisabled(true); // whoever holds the drain flag writes, one at a time
        }
        catch (final IOException e)
        {
            closeQuietly(started, opened);
            throw DurableFiles.failure("open the journal for writing", folder, e);
        }
        catch (final RuntimeException | Error e)
        {
            closeQuietly(started, opened);
            throw ChronicleQueues.failure("open the journal for writing", folder, e);
        }
    }

    /**
     * Checks the length of a segment.
     *
     * @throws IllegalArgumentException naming the bounds.
     */
    public static void checkSegmentLength(final int segmentLength)
    {
        if (segmentLength < MIN_SEGMENT_LENGTH || segmentLength > MAX_SEGMENT_LENGTH ||
            segmentLength % (64 * 1024) != 0 || MIN_SEGMENT_LENGTH < 2 * Limits.MAX_GENERATION_LENGTH)
        {
            throw new IllegalArgumentException("segment length must be a multiple of 65536 from " + MIN_SEGMENT_LENGTH +
                " to " + MAX_SEGMENT_LENGTH + " bytes: segmentLength=" + segmentLength);
        }
    }

    /** Whether a document of a length that would follow at an offset goes into the next segment instead. */
    public static boolean rollsAhead(final long wordOffset, final int lengthBytes, final int segmentLength)
    {
        return Framing.next(wordOffset, lengthBytes) + 2 * TRAILER_LENGTH > segmentLength;
    }

    private static void closeQuietly(final SegmentAllocator allocator, final SingleChronicleQueue queue)
    {
        if (allocator != null)
        {
            allocator.close();
        }
        if (queue != null)
        {
            queue.close();
        }
    }

    @Override
    public Room room(final int lengthBytes)
    {
        final long end = Framing.next(nextWordOffset, lengthBytes) + 2 * TRAILER_LENGTH;
        return end <= segmentLength ? allocator.roomUpTo(end) : allocator.roomInNext();
    }

    @Override
    public void claim(final int lengthBytes)
    {
        if (rollsAhead(nextWordOffset, lengthBytes, segmentLength))
        {
            segment = segment + 1;
        }
        document = appender.writingDocument();
        bytes = document.wire().bytes();
        final long bodyOffset = bytes.writePosition();
        claimedWordOffset = bodyOffset - Framing.WORD_LENGTH;
        claimedLength = lengthBytes;
        if (claimedWordOffset < nextWordOffset)
        {
            allocator.rolled();
        }
        view.wrap(bytes.addressForWrite(bodyOffset), lengthBytes);
    }

    @Override
    public UnsafeBuffer buffer()
    {
        return view;
    }

    @Override
    public int offset()
    {
        return 0;
    }

    @Override
    public void commit()
    {
        bytes.writeSkip(claimedLength);
        document.close();
        nextWordOffset = Framing.next(claimedWordOffset, claimedLength);
        allocator.writtenTo(nextWordOffset);
        view.wrap(0, 0);
    }

    @Override
    public void abort()
    {
        bytes.writeSkip(claimedLength); // so that the roll-back clears what was written
        document.rollbackOnClose();
        document.close();
        view.wrap(0, 0);
    }

    @Override
    public Throwable failure()
    {
        return allocator.failure();
    }

    @Override
    public long segment()
    {
        return segment;
    }

    /**
     * Puts segments on stable storage.
     *
     * @param from first segment that may hold bytes which are not.
     * @param to   last one.
     */
    public void sync(final long from, final long to) throws IOException
    {
        allocator.syncing();
        for (long number = from; number <= to; number++)
        {
            final FileChannel channel = allocator.channel(number);
            if (channel != null)
            {
                DurableFiles.syncData(channel);
            }
            else if (number >= firstSegment)
            {
                throw new IOException("no channel to sync a segment by: segment=" + number);
            }
        }
        allocator.release(to);
    }

    /** Ends writing. The segments' channels stay open for a last {@link #sync}, until {@link #closeChannels}. */
    @Override
    public void close()
    {
        allocator.stop();
        appender.close();
        queue.close();
    }

    /** Closes the segments' channels. */
    public void closeChannels()
    {
        allocator.close();
    }
}
