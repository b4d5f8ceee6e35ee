package io.varve.journal.chronicle;

import io.varve.journal.directory.DurableFiles;
import io.varve.journal.segment.Framing;
import io.varve.journal.segment.SegmentNames;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.wire.DocumentContext;
import org.agrona.DirectBuffer;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Writes generations anew, through Chronicle, into a scratch folder, and puts the files in the place of the old ones.
 *
 * <p>After a crash Chronicle's bookkeeping may be ahead of or behind the documents, and its appender believes it: appends
 * would go where no reader ever looks. A file that was written anew has bookkeeping that is true.
 */
public final class SegmentRewriter implements AutoCloseable
{
    private static final int CHUNK_LENGTH = 256 * 1024;

    private final Path scratch;
    private final SingleChronicleQueue queue;
    private final ExcerptAppender appender;
    private final UnsafeBuffer view = new UnsafeBuffer(0, 0);
    private final long firstSegment;
    private final int blockLength;
    private long segment;

    /** Starts a copy whose first generation belongs to a segment. */
    public SegmentRewriter(final Path scratch, final int segmentLength, final long firstSegment) throws IOException
    {
        this.scratch = scratch;
        this.firstSegment = firstSegment;
        segment = firstSegment;
        blockLength = ChronicleQueues.blockLength(segmentLength);
        IoUtil.delete(scratch.toFile(), true);
        DurableFiles.createFolders(scratch);
        ChronicleQueues.allocateMetadata(scratch);
        queue = ChronicleQueues.open(scratch, segmentLength, () -> segment);
        appender = queue.createAppender();
    }

    /**
     * Makes room for a segment with plain writes, so that a full disk is an exception and not a fault in a mapping.
     *
     * @param usedLength bytes that its documents reach up to.
     */
    public void prepare(final long number, final int usedLength) throws IOException
    {
        final Path prepared = scratch.resolve(SegmentNames.base(number) + SegmentNames.PREPARED_SUFFIX);
        try (FileChannel channel = DurableFiles.open(prepared))
        {
            // Not beyond the block that documents end in: the file comes out as long as Chronicle itself makes it.
            final int end = Math.min(usedLength + CHUNK_LENGTH, blockLength);
            final ByteBuffer zeros = ByteBuffer.allocateDirect(CHUNK_LENGTH);
            for (int at = 0; at < end; at += CHUNK_LENGTH)
            {
                zeros.clear().limit(Math.min(CHUNK_LENGTH, end - at));
                DurableFiles.writeFully(channel, zeros, at);
            }
        }
    }

    /**
     * Copies a generation into a segment; segments come in order.
     *
     * @return offset in the segment of the word ahead of it.
     */
    public long append(final long toSegment, final DirectBuffer generation, final int length)
    {
        segment = toSegment;
        try (DocumentContext document = appender.writingDocument())
        {
            final Bytes<?> bytes = document.wire().bytes();
            final long bodyOffset = bytes.writePosition();
            view.wrap(bytes.addressForWrite(bodyOffset), length);
            view.putBytes(0, generation, 0, length);
            bytes.writeSkip(length);
            return bodyOffset - Framing.WORD_LENGTH;
        }
    }

    /**
     * Ends the last segment as a roll does: Chronicle marks the end of a file when it begins the next one, which is dropped
     * here.
     */
    public void seal() throws IOException
    {
        final long last = segment;
        prepare(last + 1, 0);
        segment = last + 1;
        try (DocumentContext document = appender.writingDocument())
        {
            document.wire().bytes().writeByte((byte)0);
        }
        segment = last;
    }

    /** Puts the copies on stable storage and in the place of the segments in a folder. */
    public void replace(final Path folder) throws IOException
    {
        appender.close();
        queue.close();
        for (long number = firstSegment; number <= segment; number++)
        {
            final Path copy = scratch.resolve(SegmentNames.file(number));
            if (Files.exists(copy))
            {
                DurableFiles.restrict(copy);
                try (FileChannel channel = FileChannel.open(copy, StandardOpenOption.WRITE))
                {
                    DurableFiles.sync(channel);
                }
                Files.move(copy, folder.resolve(SegmentNames.file(number)),
                    StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        DurableFiles.syncFolder(folder);
    }

    @Override
    public void close()
    {
        appender.close();
        queue.close();
        IoUtil.delete(scratch.toFile(), true);
    }
}
