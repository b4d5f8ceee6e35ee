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
     * @param version  of its first event; of a batch that expected another version, the stream's version, -1 for none.
     */
    void onAck(long ticket, AckStatus status, long position, long version);
}
