package io.varve.journal.chronicle;

import io.varve.codec.checksum.Crc;
import io.varve.journal.segment.Framing;
import io.varve.journal.segment.Segment;
import io.varve.journal.segment.Segments;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Everything that Chronicle believes when a queue is opened, as one number: its metadata file, the headers and first index pages of
 * the last segments, and in the segment that the log ends in every word and index page.
 *
 * <p>Chronicle has no checksums. Where this number is not what it was when the queue was closed, the files are written anew.
 */
public final class Bookkeeping
{
    /** Segments that Chronicle looks into when it opens a queue: the one prepared, the last one, the one before. */
    private static final int SEGMENTS = 3;

    private static final int PRIME = 1_000_003;

    private final Segments segments;
    private final Path folder;
    private int checksum = 1;

    private Bookkeeping(final Segments segments, final Path folder)
    {
        this.segments = segments;
        this.folder = folder;
    }

    /**
     * Looks at closed files.
     *
     * @param endSegment that the log ends in.
     */
    public static int checksum(final Segments segments, final Path folder, final long endSegment) throws IOException
    {
        final Bookkeeping bookkeeping = new Bookkeeping(segments, folder);
        bookkeeping.addMetadataFile();
        final long last = segments.last();
        for (long number = Math.max(0, last - SEGMENTS + 1); number <= last; number++)
        {
            bookkeeping.add(number, number == endSegment);
        }
        return bookkeeping.checksum;
    }

    private void add(final int value)
    {
        checksum = checksum * PRIME + value;
    }

    private void addMetadataFile() throws IOException
    {
        final Path metadata = folder.resolve(ChronicleQueues.METADATA);
        if (Files.exists(metadata))
        {
            final byte[] bytes = Files.readAllBytes(metadata);
            final UnsafeBuffer buffer = new UnsafeBuffer(java.nio.ByteBuffer.allocateDirect(bytes.length));
            buffer.putBytes(0, bytes);
            add(Crc.crc32c(buffer, 0, bytes.length));
        }
    }

    /** @param isWhole whether all documents are looked at, else the first metadata alone. */
    private void add(final long number, final boolean isWhole)
    {
        final Segment segment = segments.open(number);
        if (segment == null)
        {
            return;
        }
        add((int)number);
        final DirectBuffer buffer = segment.buffer();
        long at = 0;
        while (at + Framing.WORD_LENGTH <= buffer.capacity())
        {
            final int word = Framing.word(buffer, (int)at);
            final long next = Framing.next(at, Framing.length(word));
            add((int)at);
            add(word);
            if (word <= 0 || next > buffer.capacity() || !isWhole && !Framing.isMetadata(word))
            {
                return;
            }
            if (Framing.isMetadata(word))
            {
                add(Crc.crc32c(buffer, (int)at + Framing.WORD_LENGTH, Framing.length(word)));
            }
            at = next;
        }
    }
}
