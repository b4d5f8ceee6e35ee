package io.varve.replication.aeron;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.FragmentAssembler;
import io.aeron.Subscription;
import org.agrona.DirectBuffer;

/** The client's end of a connection over {@code aeron:ipc}, which sends what it is given, right or wrong. One thread at a time. */
public final class RawLink implements AutoCloseable
{
    private static final int POLL_LIMIT = 32;

    private MessageHandler handler;
    private final Subscription responses;
    private final ExclusivePublication requests;
    private final FragmentAssembler assembler = new FragmentAssembler(
        (buffer, offset, length, header) -> handler.onMessage(buffer, offset, length));

    /** An Aeron client that links share. */
    public static final class Host implements AutoCloseable
    {
        private final Aeron aeron;

        /** @param aeronDirectory of the media driver. */
        public Host(final String aeronDirectory)
        {
            aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(aeronDirectory).errorHandler(Throwable::printStackTrace));
        }

        /** A new connection to the node on {@code aeron:ipc}. */
        public RawLink connect()
        {
            return new RawLink(aeron);
        }

        @Override
        public void close()
        {
            aeron.close();
        }
    }

    private RawLink(final Aeron aeron)
    {
        responses = aeron.addSubscription("aeron:ipc?control-mode=response", Transport.RESPONSE_STREAM_ID);
        requests = aeron.addExclusivePublication("aeron:ipc?term-length=64k|response-correlation-id=" +
            responses.registrationId(), Transport.INGRESS_STREAM_ID);
    }

    /** Whether both ways are open. */
    public boolean isConnected()
    {
        return requests.isConnected() && responses.isConnected();
    }

    /** @return whether it was taken. */
    public boolean offer(final DirectBuffer buffer, final int offset, final int length)
    {
        return requests.offer(buffer, offset, length) > 0;
    }

    /** Hands over what has come. */
    public int poll(final MessageHandler messageHandler)
    {
        handler = messageHandler;
        return responses.poll(assembler, POLL_LIMIT);
    }

    @Override
    public void close()
    {
        requests.close();
        responses.close();
    }
}
