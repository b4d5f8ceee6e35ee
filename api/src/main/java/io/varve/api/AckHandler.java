package io.varve.api;

/** Receives the outcomes of a publisher's batches, in the order they were published. */
@FunctionalInterface
public interface AckHandler
{
    /**
     * One outcome.
     *
     * @param ticket   what publishing it returned.
     * @param status   what became of it.
     * @param position of its first event, -1 when it was refused.
     * @param version  of its first event; where another version was expected, the version of the stream that was not as
     *                 expected, -1 for none. Of a transaction, of the first event of its first batch.
     */
    void onAck(long ticket, AckStatus status, long position, long version);
}
