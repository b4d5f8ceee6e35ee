package io.varve.ring;

import io.varve.codec.dictionary.Name;

/**
 * A session of a named producer, as the one place that decides asks it ahead of the stream's version. Called by whoever seals,
 * one thread at a time.
 */
public interface ProducerSession
{
    /** Its name and number. */
    Name producer();

    /** Number of the session, 1 to 2^32 - 1. */
    long session();

    /**
     * What becomes of a batch with a sequence; changes nothing.
     *
     * @return {@link Outcome#ADMITTED} when it is to be judged, else {@link Outcome#DUPLICATE}, {@link Outcome#SEQUENCE_GAP},
     *     {@link Outcome#OUTCOME_TOO_OLD} or {@link Outcome#FENCED}.
     */
    int judge(long sequence);

    /** Position of the first answer of a duplicate. */
    long position(long sequence);

    /** Version of the first answer of a duplicate. */
    long version(long sequence);

    /** Notes that the log has refused a batch; another one under the same sequence may be judged anew. */
    void refused(long sequence);

    /** Notes that a batch is written, and its answer. */
    void written(long sequence, long position, long version);
}
