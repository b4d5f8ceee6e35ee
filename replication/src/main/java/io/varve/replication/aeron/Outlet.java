package io.varve.replication.aeron;

import io.aeron.Publication;
import io.aeron.logbuffer.BufferClaim;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** One thread's way to a client; several threads may each have one to the same client. */
public final class Outlet
{
    /** Result: it is on its way. */
    public static final int SENT = 1;

    /** Result: the client has not read what was sent before; try again later. */
    public static final int NO_ROOM = 0;

    /** Result: the client is gone. */
    public static final int GONE = -1;

    /** Aeron has nothing to say for a moment, between terms. */
    private static final int ADMIN_TRIES = 3;

    private final Connection connection;
    private final BufferClaim claim = new BufferClaim();

    Outlet(final Connection connection)
    {
        this.connection = connection;
    }

    /** Most bytes that {@link #tryClaim} takes. */
    public int maxClaimLength()
    {
        return connection.publication().maxPayloadLength();
    }

    /**
     * Room for a message to be written in place; then {@link #commit}.
     *
     * @return {@link #SENT} for room, {@link #NO_ROOM} or {@link #GONE}.
     */
    public int tryClaim(final int length)
    {
        final Publication publication = connection.publication();
        long result = publication.tryClaim(length, claim);
        for (int i = 1; result == Publication.ADMIN_ACTION && i < ADMIN_TRIES; i++)
        {
            result = publication.tryClaim(length, claim);
        }
        return resultOf(result);
    }

    /** Where the claim lies. */
    public MutableDirectBuffer buffer()
    {
        return claim.buffer();
    }

    /** Where in {@link #buffer} the claim begins. */
    public int offset()
    {
        return claim.offset();
    }

    /** Sends the claim. */
    public void commit()
    {
        claim.commit();
    }

    /** Gives the claim back. */
    public void abort()
    {
        claim.abort();
    }

    /**
     * Sends a copy.
     *
     * @return {@link #SENT}, {@link #NO_ROOM} or {@link #GONE}.
     */
    public int offer(final DirectBuffer buffer, final int offset, final int length)
    {
        final Publication publication = connection.publication();
        long result = publication.offer(buffer, offset, length);
        for (int i = 1; result == Publication.ADMIN_ACTION && i < ADMIN_TRIES; i++)
        {
            result = publication.offer(buffer, offset, length);
        }
        return resultOf(result);
    }

    private static int resultOf(final long position)
    {
        if (position >= 0)
        {
            return SENT;
        }
        return position == Publication.BACK_PRESSURED || position == Publication.ADMIN_ACTION ? NO_ROOM : GONE;
    }
}
