package io.varve.journal.index;

import io.varve.codec.generation.BatchDecoder;
import io.varve.codec.generation.GenerationDecoder;

/** Adds up what a segment holds, generation by generation, and notices when they do not follow each other. */
public final class SummaryBuilder
{
    private final BatchDecoder batch = new BatchDecoder();
    private final long segment;
    private long firstGeneration;
    private long generations;
    private long firstPosition;
    private long nextPosition;
    private long previousChain;
    private long chain;
    private long minTimestamp = Long.MAX_VALUE;
    private long maxTimestamp = Long.MIN_VALUE;
    private long firstRecordedAt;
    private long recordedAt;
    private long syncedUpTo = -1;
    private long events;
    private long bytes;
    private long dataBytes;
    private long epoch;
    private int endOffset;
    private int lastOffset;
    private long streams;

    /** Of a segment of which nothing was seen yet. */
    public SummaryBuilder(final long segment)
    {
        this.segment = segment;
    }

    /**
     * Takes over the next generation.
     *
     * @param offset              in the segment, of the word ahead of it.
     * @param generationEndOffset offset in the segment behind it.
     * @return false when it does not follow the one before: nothing was taken over.
     */
    public boolean apply(final GenerationDecoder generation, final int offset, final int generationEndOffset)
    {
        if (generations == 0)
        {
            firstGeneration = generation.number();
            firstPosition = generation.firstPosition();
            previousChain = generation.previousChain();
            firstRecordedAt = generation.recordedAt();
        }
        else if (generation.previousChain() != chain || generation.number() != firstGeneration + generations ||
            generation.firstPosition() != nextPosition)
        {
            return false;
        }
        generations++;
        nextPosition = generation.nextPosition();
        chain = generation.computeChain();
        minTimestamp = Math.min(minTimestamp, generation.minTimestamp());
        maxTimestamp = Math.max(maxTimestamp, generation.maxTimestamp());
        recordedAt = generation.recordedAt();
        syncedUpTo = Math.max(syncedUpTo, generation.syncedUpTo());
        events += generation.eventCount();
        bytes += generation.length();
        addBatches(generation);
        epoch = Math.max(epoch, generation.epoch());
        lastOffset = offset;
        endOffset = generationEndOffset;
        return true;
    }

    private void addBatches(final GenerationDecoder generation)
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
    }

    /** Generations seen so far. */
    public long generations()
    {
        return generations;
    }

    /** What was seen so far, of at least one generation. */
    public SegmentSummary summary()
    {
        return new SegmentSummary(segment, firstGeneration, generations, firstPosition, nextPosition, previousChain, chain,
            minTimestamp, maxTimestamp, firstRecordedAt, recordedAt, syncedUpTo, events, bytes, dataBytes, epoch, endOffset,
            lastOffset, streams);
    }
}
