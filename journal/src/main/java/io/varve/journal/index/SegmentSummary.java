package io.varve.journal.index;

/**
 * What one segment holds, as the header of each of its index files says: enough to go on behind the segment without reading
 * it. The chain binds it to exactly this content.
 *
 * @param segment         its number.
 * @param firstGeneration number of its first generation.
 * @param generations     that it holds, at least 1.
 * @param firstPosition   of its first event.
 * @param nextPosition    behind its last event.
 * @param previousChain   chain ahead of its first generation.
 * @param chain           of its last generation.
 * @param minTimestamp    ns since the epoch, lowest of its batches.
 * @param maxTimestamp    ns since the epoch, highest of its batches.
 * @param firstRecordedAt ns since the epoch, of its first generation.
 * @param recordedAt      ns since the epoch, of its last generation.
 * @param syncedUpTo      highest generation that its generations say is synced, -1 none.
 * @param events          that stand in it, holes not counted.
 * @param bytes           of its generations.
 * @param dataBytes       of its events' data.
 * @param epoch           of its last generation.
 * @param endOffset       offset in its file behind its last generation.
 * @param lastOffset      offset in its file of the word ahead of its last generation.
 * @param streams         that begin in it.
 */
public record SegmentSummary(
    long segment,
    long firstGeneration,
    long generations,
    long firstPosition,
    long nextPosition,
    long previousChain,
    long chain,
    long minTimestamp,
    long maxTimestamp,
    long firstRecordedAt,
    long recordedAt,
    long syncedUpTo,
    long events,
    long bytes,
    long dataBytes,
    long epoch,
    int endOffset,
    int lastOffset,
    long streams)
{
    /**
     * As every record's, written out: a start compares one for each segment, and would wait for its comparison to be generated and
     * compiled.
     */
    @Override
    public boolean equals(final Object other)
    {
        return other instanceof SegmentSummary that && segment == that.segment && firstGeneration == that.firstGeneration &&
            generations == that.generations && firstPosition == that.firstPosition && nextPosition == that.nextPosition &&
            previousChain == that.previousChain && chain == that.chain && minTimestamp == that.minTimestamp &&
            maxTimestamp == that.maxTimestamp && firstRecordedAt == that.firstRecordedAt && recordedAt == that.recordedAt &&
            syncedUpTo == that.syncedUpTo && events == that.events && bytes == that.bytes && dataBytes == that.dataBytes &&
            epoch == that.epoch && endOffset == that.endOffset && lastOffset == that.lastOffset && streams == that.streams;
    }

    @Override
    public int hashCode()
    {
        return Long.hashCode(31 * segment + chain);
    }

    /** Number of the generation behind the segment. */
    public long nextGeneration()
    {
        return firstGeneration + generations;
    }
}
