package io.varve.replication.delivery;

import io.varve.codec.EventLogException;
import io.varve.codec.protocol.RefusalCode;
import io.varve.replication.message.ProtocolBreach;
import io.varve.replication.message.Refusals;

/** Something to be delivered in turns, to one client. By the delivering thread alone. */
public abstract class DeliveryTask implements AutoCloseable
{
    final DeliveryClient client;
    final DeliveryRequest request;

    DeliveryTask(final DeliveryClient client, final DeliveryRequest request)
    {
        this.client = client;
        this.request = request;
    }

    /**
     * One turn, of bounded length.
     *
     * @return how much was done, 0 when it cannot go on now.
     */
    final int run()
    {
        if (request.isDone())
        {
            return 0;
        }
        if (client.isClosed() || request.isCancelled())
        {
            request.done();
            return 1;
        }
        if (!client.flush())
        {
            return 0;
        }
        try
        {
            return turn();
        }
        catch (final EventLogException e)
        {
            failed(e);
        }
        catch (final ProtocolBreach e)
        {
            fail(e.code(), e.getMessage());
        }
        catch (final IllegalArgumentException e)
        {
            fail(RefusalCode.BAD_REQUEST, e.getMessage());
        }
        return 1;
    }

    /** One turn; there is room for what it sends. */
    abstract int turn();

    /** What becomes of it when the store refuses. */
    void failed(final EventLogException e)
    {
        fail(Refusals.codeOf(e.code()), e.getMessage());
    }

    /** Refuses the request and ends it. */
    final void fail(final RefusalCode code, final String text)
    {
        client.refuse(request.requestId(), code, text);
        request.done();
    }

    /** Whether it has ended and what it sent is on its way: nobody else may come who sends on what waits for room. */
    final boolean isDone()
    {
        return request.isDone() && (client.isClosed() || client.flush());
    }

    /** Gives up what it holds. */
    @Override
    public void close()
    {
        request.done();
    }
}
