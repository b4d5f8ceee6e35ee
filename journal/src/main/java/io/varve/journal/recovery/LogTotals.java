package io.varve.journal.recovery;

import io.varve.codec.checksum.Chain;
import io.varve.codec.generation.BatchDecoder;
import io.varve.codec.generation.GenerationDecoder;
import io.varve.journal.index.SegmentSummary;

/** How far a log goes and how much it holds, added up from sealed segments' summaries and from single generations. */
public final class LogTotals
{
    private final BatchDecoder batch = new BatchDecoder();
    private long nextNumber;
    private long nextPosition;
    private long chain = Chain.START;
    private long recordedAt = Long.MIN_VALUE;
    private long epoch;
    private long syncedUpTo = -1;
    private long generations;
    private long events;
    private long bytes;
    private long dataBytes;
    private long firstPosition;
    private long streams;
    private long segments;
    private long endSegment = -1;
    private int endOffset;

    /** Takes over the next generation. */
    public void apply(final GenerationDecoder generation, final long segment, final int generationEndOffset)
    {
        batch.wrap(generation);
        while (batch.next())
        {
            streams += batch.firstVersion() == 0 ? 1 : 0;
            while (batch.nextEvent())
            {
                dataBytes += batch.eventLength();
            }
        }
        if (generations == 0)
        {
            firstPosition = generation.firstPosition();
        }
        generations++;
        events += generation.eventCount();
        bytes += generation.length();
        nextNumber = generation.number() + 1;
        nextPosition = generation.nextPosition();
        chain = generation.computeChain();
        recordedAt = generation.recordedAt();
        epoch = Math.max(epoch, generation.epoch());
        syncedUpTo = Math.max(syncedUpTo, generation.syncedUpTo());
        endAt(segment, generationEndOffset);
    }

    /** Takes over a whole segment. */
    public void apply(final SegmentSummary sealed)
    {
        if (generations == 0)
        {
            firstPosition = sealed.firstPosition();
        }
        generations += sealed.generations();
        events += sealed.events();
        bytes += sealed.bytes();
        dataBytes += sealed.dataBytes();
        streams += sealed.streams();
        nextNumber = sealed.nextGeneration();
        nextPosition = sealed.nextPosition();
        chain = sealed.chain();
        recordedAt = sealed.recordedAt();
        epoch = Math.max(epoch, sealed.epoch());
        syncedUpTo = Math.max(syncedUpTo, sealed.syncedUpTo());
        endAt(sealed.segment(), sealed.endOffset());
    }

    private void endAt(final long segment, final int offset)
    {
        if (segment != endSegment)
        {
            segments++;
        }
        endSegment = segment;
        endOffset = offset;
    }

    /** Whether a segment is what comes next. */
    public boolean isFollowedBy(final SegmentSummary sealed)
    {
        return sealed.firstGeneration() == nextNumber && sealed.firstPosition() == nextPosition &&
            sealed.previousChain() == chain;
    }

    public boolean isEmpty()
    {
        return generations == 0;
    }

    /** Number of the generation that comes next. */
    public long nextNumber()
    {
        return nextNumber;
    }

    /** Position of the event that comes next. */
    public long nextPosition()
    {
        return nextPosition;
    }

    /** Chain of the last generation. */
    public long chain()
    {
        return chain;
    }

    /** Ns since the epoch, of the last generation. */
    public long recordedAt()
    {
        return recordedAt;
    }

    /** Highest of all generations. */
    public long epoch()
    {
        return epoch;
    }

    /** Highest generation that a generation says is synced, -1 none. */
    public long syncedUpTo()
    {
        return syncedUpTo;
    }

    public long generations()
    {
        return generations;
    }

    public long events()
    {
        return events;
    }

    /** Of all generations. */
    public long bytes()
    {
        return bytes;
    }

    /** Of all events' data. */
    public long dataBytes()
    {
        return dataBytes;
    }

    public long firstPosition()
    {
        return firstPosition;
    }

    /** Streams that begin in the log. */
    public long streams()
    {
        return streams;
    }

    /** Segments that hold generations. */
    public long segments()
    {
        return segments;
    }

    /** Segment that holds the last generation, -1 none. */
    public long endSegment()
    {
        return endSegment;
    }

    /** Offset in it, behind the last generation. */
    public int endOffset()
    {
        return endOffset;
    }
}
