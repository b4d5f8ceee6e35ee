package io.varve.ring;

import io.varve.codec.checksum.Chain;
import io.varve.codec.generation.JournalIdentity;

/**
 * Where a log goes on when it is opened for writing.
 *
 * @param journal        that it belongs to.
 * @param nextGeneration number of the next generation.
 * @param nextPosition   of the next event.
 * @param chain          of the last generation.
 * @param recordedAt     of the last generation, ns since the epoch: never decreases.
 */
public record LogStart(JournalIdentity journal, long nextGeneration, long nextPosition, long chain, long recordedAt)
{
    /** An empty log. */
    public static LogStart empty(final JournalIdentity journal)
    {
        return new LogStart(journal, 0, 0, Chain.START, Long.MIN_VALUE);
    }
}
