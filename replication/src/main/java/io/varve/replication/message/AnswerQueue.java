package io.varve.replication.message;

import io.varve.replication.aeron.Outlet;
import org.agrona.DirectBuffer;
import org.agrona.collections.ArrayUtil;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.ArrayDeque;

/** Short answers to a client in order; those that find no room wait here, a bounded number of them. */
public final class AnswerQueue
{
    /** Answers that may wait; whoever would add more leaves the client's next message where it is. */
    private static final int MAX_WAITING = 64;

    private final Outlet outlet;
    private final ArrayDeque<byte[]> waiting = new ArrayDeque<>();
    private final UnsafeBuffer view = new UnsafeBuffer(ArrayUtil.EMPTY_BYTE_ARRAY);
    private boolean isGone;

    /** Of one thread. */
    public AnswerQueue(final Outlet outlet)
    {
        this.outlet = outlet;
    }

    /** Whether another message of the client may be acted on. */
    public boolean hasRoom()
    {
        return waiting.size() < MAX_WAITING;
    }

    /** Whether everything was sent. */
    public boolean isEmpty()
    {
        return waiting.isEmpty();
    }

    /** Whether the client has gone. */
    public boolean isGone()
    {
        return isGone;
    }

    /**
     * Sends an answer, now or as soon as there is room.
     *
     * @return whether it is on its way already.
     */
    public boolean send(final DirectBuffer buffer, final int offset, final int length)
    {
        if (waiting.isEmpty())
        {
            final int result = outlet.offer(buffer, offset, length);
            if (result == Outlet.SENT)
            {
                return true;
            }
            if (result == Outlet.GONE)
            {
                isGone = true;
                return false;
            }
        }
        final byte[] copy = new byte[length];
        buffer.getBytes(offset, copy);
        waiting.add(copy);
        return false;
    }

    /**
     * Sends what waits, as far as there is room.
     *
     * @return how many were sent.
     */
    public int flush()
    {
        int sent = 0;
        while (!waiting.isEmpty())
        {
            final byte[] first = waiting.peek();
            view.wrap(first);
            final int result = outlet.offer(view, 0, first.length);
            if (result == Outlet.NO_ROOM)
            {
                break;
            }
            if (result == Outlet.GONE)
            {
                isGone = true;
                waiting.clear();
                break;
            }
            waiting.remove();
            sent++;
        }
        return sent;
    }
}
