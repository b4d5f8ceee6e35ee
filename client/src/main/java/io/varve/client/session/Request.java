package io.varve.client.session;

import io.varve.codec.protocol.MessageHeaderDecoder;
import org.agrona.DirectBuffer;

/** A question to the node, in one session, under a number of its own. Its answers come in the thread that polls. */
public abstract class Request
{
    private long id;
    private Session session;

    /** Called once, ahead of sending it. */
    final void begin(final long requestId, final Session inSession)
    {
        id = requestId;
        session = inSession;
    }

    /** Its number on the connection. */
    public final long id()
    {
        return id;
    }

    /** In which it was asked. */
    public final Session session()
    {
        return session;
    }

    /**
     * An answer.
     *
     * @param header of the message; its body begins behind it.
     * @return whether it was the last one.
     */
    protected abstract boolean onAnswer(MessageHeaderDecoder header, DirectBuffer buffer, int offset, int length);

    /**
     * It was refused.
     *
     * @return whether no other answer comes.
     */
    protected abstract boolean onRefused(RuntimeException why);

    /** The session was lost; no other answer comes. */
    protected abstract void onLost();
}
