package io.varve.journal.index;

import io.varve.codec.generation.GenerationDecoder;

/**
 * Something that is derived from the log and must be true of it before writing goes on: names, versions of streams, producers.
 *
 * <p>A start shows it the log in order. For each sealed segment it is asked first whether it knows what stands there, from its
 * own files; only when it does not, and for the unsealed end of the log, it is shown each generation. So a start reads what
 * nobody has kept, and nothing else. One thread.
 */
public interface DerivedState
{
    /**
     * The log begins: everything is forgotten.
     *
     * @param isSure whether mapped files beside the log are as the last writer left them, since it ended cleanly or was killed in
     *               this boot of the machine; else only files that name the chain they belong to may be believed.
     */
    void begin(boolean isSure);

    /**
     * Takes over a sealed segment from what is kept beside the log.
     *
     * @param sealed what the segment holds; it follows what was restored or applied last.
     * @return false when it cannot: the generations of the segment are handed to {@link #apply}.
     */
    boolean restore(SegmentSummary sealed);

    /**
     * Takes over the next generation of the log.
     *
     * @param segment that holds it.
     * @param offset  in the segment, of the word ahead of it.
     */
    void apply(GenerationDecoder generation, long segment, int offset);

    /**
     * The log ends here.
     *
     * @param nextNumber   of the generation that comes next.
     * @param nextPosition of the event that comes next.
     * @param chain        of the last generation.
     * @return false when what was believed does not fit this end: the log is shown once more, beginning with nothing sure. Then
     *     it must be true.
     */
    boolean complete(long nextNumber, long nextPosition, long chain);
}
