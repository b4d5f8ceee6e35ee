package io.varve.replication.delivery;

import io.varve.codec.protocol.RefusalCode;
import io.varve.replication.aeron.Outlet;
import io.varve.replication.counter.NodeCounter;
import io.varve.replication.counter.NodeCounters;
import io.varve.replication.message.AnswerQueue;
import io.varve.replication.message.Answers;
import org.agrona.MutableDirectBuffer;

/** A client as the delivering thread sees it: what was sent to it, and what waits for room. */
public final class DeliveryClient
{
    private final AnswerQueue queue;
    private final Answers answers;
    private final LargeMessage large;
    private final EventWriter writer;
    private final NodeCounters counters;
    private volatile boolean isClosed;
    private volatile boolean isGone;

    /**
     * Of a client.
     *
     * @param outlet           for the delivering thread alone.
     * @param maxMessageLength above which messages go in slices.
     */
    public DeliveryClient(final Outlet outlet, final int maxMessageLength, final NodeCounters counters)
    {
        this.counters = counters;
        queue = new AnswerQueue(outlet);
        answers = new Answers(queue);
        large = new LargeMessage(outlet, maxMessageLength);
        writer = new EventWriter(new SentNames(queue), maxMessageLength / 2);
    }

    /** Ends all that is delivered to it; by any thread. */
    public void close()
    {
        isClosed = true;
    }

    boolean isClosed()
    {
        if (queue.isGone() || large.isGone())
        {
            isGone = true;
        }
        return isClosed || isGone;
    }

    /** Whether nothing can be delivered to it any more, so that its connection has to end; by any thread. */
    public boolean isGone()
    {
        return isGone;
    }

    /**
     * Sends what waits.
     *
     * @return whether there is room for more.
     */
    boolean flush()
    {
        queue.flush();
        return queue.isEmpty() && large.flush(); // names go ahead of the events that use them
    }

    EventWriter writer()
    {
        return writer;
    }

    /**
     * Sends the events that were gathered.
     *
     * @return bytes of the message.
     */
    int sendEvents()
    {
        final int events = writer.count();
        final int length = writer.end();
        send(writer.buffer(), length);
        counters.add(NodeCounter.DELIVERED_EVENTS, events);
        counters.add(NodeCounter.DELIVERED_BYTES, length);
        return length;
    }

    /** Sends a message of any length; only when {@link #flush} found room, and the last of a turn. */
    void send(final MutableDirectBuffer buffer, final int length)
    {
        large.start(buffer, length);
        flush();
    }

    /** Sends a short message; only when {@link #flush} found room. */
    void sendShort(final MutableDirectBuffer buffer, final int length)
    {
        queue.send(buffer, 0, length);
    }

    void refuse(final long requestId, final RefusalCode code, final String text)
    {
        counters.addFromAnywhere(NodeCounter.REFUSALS, 1);
        answers.refused(requestId, 0, 0, code, text);
    }

    NodeCounters counters()
    {
        return counters;
    }
}
