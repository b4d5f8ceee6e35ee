package io.varve.client.session;

import io.varve.api.Durability;
import io.varve.client.transport.Outlet;
import io.varve.codec.protocol.AwaitEncoder;
import io.varve.codec.protocol.MessageHeaderEncoder;

/**
 * Asks the node to say when a position has reached a level. One question is open at a time, since a later one would replace it;
 * whoever waits for another asks when that is answered, and finds then, mostly, that the answer is his as well.
 */
final class Levels
{
    private final Control control;
    private final KnownPositions known;
    private final AwaitEncoder await = new AwaitEncoder();
    private volatile Session asked;

    Levels(final Control control, final KnownPositions known)
    {
        this.control = control;
        this.known = known;
    }

    /** Whether everything below a position has reached a level; asks the node when that is not known. */
    boolean isReached(final Session session, final long position, final Durability level)
    {
        if (known.at(level) >= position)
        {
            return true;
        }
        if (session != null && asked != session)
        {
            ask(session, position, level);
        }
        return false;
    }

    private synchronized void ask(final Session session, final long position, final Durability level)
    {
        if (asked == session)
        {
            return;
        }
        asked = session;
        final int result = control.send(session, (buffer, header) ->
        {
            await.wrapAndApplyHeader(buffer, 0, header).position(position).level(Terms.level(level));
            return MessageHeaderEncoder.ENCODED_LENGTH + await.encodedLength();
        });
        if (result != Outlet.SENT)
        {
            asked = null;
        }
    }

    void onProgress()
    {
        asked = null;
    }
}
