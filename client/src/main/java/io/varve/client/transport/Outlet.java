package io.varve.client.transport;

import io.aeron.Publication;
import io.aeron.logbuffer.BufferClaim;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * One sender's way into a link. Many senders share a link; each has an outlet of its own, for one thread at a time. It must not be
 * used any more once the link may be closed.
 */
public final class Outlet
{
    /** It is under way. */
    public static final int SENT = 1;

    /** No room now, since the node has not taken what was sent before: poll, idle, try again. */
    public static final int NO_ROOM = 0;

    /** Nobody is there to receive it. */
    public static final int NOT_CONNECTED = -1;

    /** The link is closed or used up; a new one is needed. */
    public static final int ENDED = -2;

    /** A term ends: the next try goes into the next one. */
    private static final int TRIES = 3;

    private final Publication publication;
    private final BufferClaim claim = new BufferClaim();

    Outlet(final Publication publication)
    {
        this.publication = publication;
    }

    /** Longest message that can be claimed. */
    public int maxClaimLength()
    {
        return publication.maxPayloadLength();
    }

    /**
     * Claims room for a message to be written in place; {@link #commit()} must follow at once, since everything that is sent later
     * waits for it.
     *
     * @return {@link #SENT}, or why not.
     */
    public int claim(final int length)
    {
        long result = publication.tryClaim(length, claim);
        for (int i = 1; result == Publication.ADMIN_ACTION && i < TRIES; i++)
        {
            result = publication.tryClaim(length, claim);
        }
        return result > 0 ? SENT : failure(result);
    }

    /** What was claimed. */
    public MutableDirectBuffer buffer()
    {
        return claim.buffer();
    }

    /** Where in the {@link #buffer()} it begins. */
    public int offset()
    {
        return claim.offset();
    }

    /** Sends what was claimed. */
    public void commit()
    {
        claim.commit();
    }

    /** Gives back what was claimed; nothing is sent. */
    public void abort()
    {
        claim.abort();
    }

    /**
     * Sends a message by copy.
     *
     * @return {@link #SENT}, or why not.
     */
    public int offer(final DirectBuffer buffer, final int offset, final int length)
    {
        long result = publication.offer(buffer, offset, length);
        for (int i = 1; result == Publication.ADMIN_ACTION && i < TRIES; i++)
        {
            result = publication.offer(buffer, offset, length);
        }
        return result > 0 ? SENT : failure(result);
    }

    private static int failure(final long result)
    {
        if (result == Publication.BACK_PRESSURED || result == Publication.ADMIN_ACTION)
        {
            return NO_ROOM;
        }
        return result == Publication.NOT_CONNECTED ? NOT_CONNECTED : ENDED;
    }
}
