package io.varve.journal.index;

import io.varve.codec.generation.GenerationDecoder;

import java.io.IOException;

/**
 * Makes the index files of one kind, one segment after the other. Called by one thread at a time; segments come in ascending
 * order, except that those whose file was lost are made again when a writer starts.
 */
public interface SegmentIndexBuilder
{
    /** What it makes. */
    IndexKind kind();

    /** A segment begins; what was kept of another one is forgotten. */
    void begin(long segment);

    /**
     * The next generation of the segment, checked and in order.
     *
     * @param offset in the segment, of the word ahead of the generation.
     */
    void apply(GenerationDecoder generation, int offset);

    /**
     * Writes the body of the file: the segment has ended.
     *
     * @param summary of the whole segment.
     */
    void write(SegmentSummary summary, IndexOutput out) throws IOException;
}
