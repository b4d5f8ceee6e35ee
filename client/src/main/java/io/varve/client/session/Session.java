package io.varve.client.session;

import io.varve.client.transport.Link;
import io.varve.client.transport.Outlet;
import io.varve.codec.protocol.FragmentEncoder;
import io.varve.codec.protocol.MessageHeaderEncoder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.concurrent.TimeUnit;

/**
 * One life of a connection, from the node's welcome on until it is lost. What was asked in a session is answered in it or never;
 * numbers of publishers and names are the client's and outlive it.
 */
public final class Session
{
    private static final int FRAGMENT_OVERHEAD =
        MessageHeaderEncoder.ENCODED_LENGTH + FragmentEncoder.BLOCK_LENGTH + FragmentEncoder.sliceHeaderLength();

    /** How long a message that is half sent may wait for room before it is given up, to be sent again from its start. */
    private static final long HALF_SENT_NS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Link link;
    private final Terms terms;
    private final ReceivedNames names;
    private final int maxMessageLength;
    private final UnsafeBuffer slice;
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final FragmentEncoder fragment = new FragmentEncoder();
    private volatile boolean isLost;

    Session(final Link link, final Terms terms, final ReceivedNames names)
    {
        this.link = link;
        this.terms = terms;
        this.names = names;
        maxMessageLength = Math.min(terms.maxMessageLength(), link.maxOfferLength());
        slice = new UnsafeBuffer(new byte[maxMessageLength]);
    }

    /** What the node has said of itself. */
    public Terms terms()
    {
        return terms;
    }

    /** Names in the node's deliveries. */
    public ReceivedNames names()
    {
        return names;
    }

    /** Whether nothing comes of this session any more. */
    public boolean isLost()
    {
        return isLost;
    }

    void lose()
    {
        isLost = true;
    }

    /** An outlet for another sender. */
    public Outlet newOutlet()
    {
        return link.newOutlet();
    }

    /**
     * Sends a message of any length, as fragments when it is longer than one message may be.
     *
     * @return as {@link Outlet#offer}.
     */
    public int send(final Outlet outlet, final DirectBuffer buffer, final int offset, final int length)
    {
        return length <= maxMessageLength ?
            outlet.offer(buffer, offset, length) : sendFragments(outlet, buffer, offset, length);
    }

    private synchronized int sendFragments(final Outlet outlet, final DirectBuffer buffer, final int offset, final int length)
    {
        final long deadlineNs = System.nanoTime() + HALF_SENT_NS;
        for (int sent = 0; sent < length; )
        {
            final int sliceLength = Math.min(maxMessageLength - FRAGMENT_OVERHEAD, length - sent);
            fragment.wrapAndApplyHeader(slice, 0, header).totalLength(length).sliceOffset(sent)
                .putSlice(buffer, offset + sent, sliceLength);
            int result = outlet.offer(slice, 0, FRAGMENT_OVERHEAD + sliceLength);
            for (int round = 0; result == Outlet.NO_ROOM && sent > 0 && System.nanoTime() - deadlineNs < 0; round++)
            {
                Pump.idle(round);
                result = outlet.offer(slice, 0, FRAGMENT_OVERHEAD + sliceLength);
            }
            if (result != Outlet.SENT)
            {
                return result;
            }
            sent += sliceLength;
        }
        return Outlet.SENT;
    }
}
