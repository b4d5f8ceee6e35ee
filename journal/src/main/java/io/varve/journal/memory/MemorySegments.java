package io.varve.journal.memory;

import io.varve.codec.Limits;
import io.varve.journal.segment.Framing;
import io.varve.journal.segment.Segment;
import io.varve.journal.segment.Segments;
import io.varve.journal.write.SegmentWriter;
import io.varve.ring.GenerationSink.Room;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.concurrent.CopyOnWriteArrayList;

/** Segments in direct memory, framed as on disk, without Chronicle's own headers. Written by one thread, read by any. */
public final class MemorySegments implements Segments, SegmentWriter
{
    /** Bytes of a segment unless set. */
    public static final int SEGMENT_LENGTH_DEFAULT = 4 * 1024 * 1024;

    private static final int ALIGNMENT = 64;

    private final CopyOnWriteArrayList<UnsafeBuffer> segments = new CopyOnWriteArrayList<>();
    private final int segmentLength;
    private UnsafeBuffer current;
    private int wordOffset;
    private int claimedLength;

    /**
     * Of segments with a length.
     *
     * @throws IllegalArgumentException when a generation of the highest length would not fit.
     */
    public MemorySegments(final int segmentLength)
    {
        if (segmentLength < 2 * Limits.MAX_GENERATION_LENGTH)
        {
            throw new IllegalArgumentException("segment must have at least " + 2 * Limits.MAX_GENERATION_LENGTH +
                " bytes: segmentLength=" + segmentLength);
        }
        this.segmentLength = segmentLength;
    }

    @Override
    public Room room(final int lengthBytes)
    {
        return Room.READY;
    }

    @Override
    public void claim(final int lengthBytes)
    {
        if (current == null || Framing.next(wordOffset, lengthBytes) + Framing.WORD_LENGTH > segmentLength)
        {
            roll();
        }
        claimedLength = lengthBytes;
    }

    private void roll()
    {
        if (current != null)
        {
            current.putInt(wordOffset, Framing.END_OF_FILE);
        }
        current = new UnsafeBuffer(BufferUtil.allocateDirectAligned(segmentLength, ALIGNMENT));
        wordOffset = 0;
        segments.add(current);
    }

    @Override
    public UnsafeBuffer buffer()
    {
        return current;
    }

    @Override
    public int offset()
    {
        return wordOffset + Framing.WORD_LENGTH;
    }

    @Override
    public void commit()
    {
        current.putIntRelease(wordOffset, claimedLength);
        wordOffset = (int)Framing.next(wordOffset, claimedLength);
    }

    @Override
    public void abort()
    {
        current.setMemory(wordOffset, claimedLength + Framing.WORD_LENGTH, (byte)0);
    }

    @Override
    public Throwable failure()
    {
        return null; // what memory lacks is thrown where it is taken
    }

    @Override
    public long segment()
    {
        return segments.size() - 1L;
    }

    @Override
    public long first()
    {
        return 0;
    }

    @Override
    public long last()
    {
        return segments.size() - 1L;
    }

    @Override
    public Segment open(final long number)
    {
        return number < 0 || number >= segments.size() ?
            null : new Segment(number, segments.get((int)number), 0, "memory segment " + number);
    }

    @Override
    public void close()
    {
        // The memory goes when the last reader lets go of it.
    }
}
