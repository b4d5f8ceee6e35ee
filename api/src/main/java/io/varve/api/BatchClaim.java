package io.varve.api;

import org.agrona.MutableDirectBuffer;

/**
 * Room for a batch in the ring, filled in place. It must be committed or aborted by the thread that claimed it; until
 * then nothing that was claimed later can be written.
 *
 * <pre>{@code
 * BatchClaim claim = publisher.claim(instance, 2, 72);
 * try
 * {
 *     claim.event(opened, 64).putLong(0, price);
 *     claim.event(noted, 8).putLong(0, amount);
 *     ticket = claim.commit();
 * }
 * finally
 * {
 *     claim.close();
 * }
 * }</pre>
 */
public interface BatchClaim extends AutoCloseable
{
    /**
     * Room for the next event's data.
     *
     * @return a view of {@code length} bytes, whose content is whatever lay there, valid until the next call.
     * @throws IllegalStateException when there are more events or bytes than were claimed.
     */
    MutableDirectBuffer event(EventType type, int length);

    /** What the writer expects of the stream; without, anything. */
    BatchClaim expect(ExpectedVersion version);

    /** Timestamp of the batch, ns since the epoch; without, the time of the commit. */
    BatchClaim timestampNs(long ns);

    /**
     * Publishes the batch.
     *
     * @return its ticket.
     * @throws IllegalStateException when no event was filled in, or fewer than were claimed.
     */
    long commit();

    /** Gives the room back; nothing is written. */
    void abort();

    /** Aborts unless the claim was committed. */
    @Override
    void close();
}
