package io.varve.client.session;

import io.varve.codec.protocol.MessageHeaderDecoder;
import io.varve.codec.protocol.PublisherOpenedDecoder;
import org.agrona.DirectBuffer;

/** Asks the node to open a publisher. */
final class PublisherOpening extends Request
{
    private final PublisherEnd publisher;
    private final PublisherOpenedDecoder opened = new PublisherOpenedDecoder();

    PublisherOpening(final PublisherEnd publisher)
    {
        this.publisher = publisher;
    }

    @Override
    protected boolean onAnswer(
        final MessageHeaderDecoder header, final DirectBuffer buffer, final int offset, final int length)
    {
        if (header.templateId() == PublisherOpenedDecoder.TEMPLATE_ID)
        {
            publisher.onOpened(session(), opened.wrapAndApplyHeader(buffer, offset, header));
        }
        return true;
    }

    @Override
    protected boolean onRefused(final RuntimeException why)
    {
        publisher.onOpenRefused(why);
        return true;
    }

    @Override
    protected void onLost()
    {
        // The publisher is told by itself that the session was lost.
    }
}
