package io.varve.replication.ingress;

import io.varve.api.EventType;
import io.varve.codec.protocol.PublishDecoder;
import io.varve.journal.BatchSource;
import org.agrona.DirectBuffer;

/** Events of a Publish where Aeron has put them. */
final class PublishedEvents implements BatchSource
{
    private final PublishDecoder publish;
    private IngressNames names;
    private PublishDecoder.EventsDecoder events;
    private int count;
    private int first;
    private int offset;
    private int length;
    private EventType type;

    PublishedEvents(final PublishDecoder publish)
    {
        this.publish = publish;
    }

    /** Of the message that the decoder stands on, at its first group. */
    PublishedEvents wrap(final IngressNames clientNames)
    {
        names = clientNames;
        first = publish.limit();
        events = publish.events();
        count = events.count();
        return this;
    }

    @Override
    public int events()
    {
        return count;
    }

    @Override
    public void rewind()
    {
        publish.limit(first);
        events = publish.events();
    }

    @Override
    public void next()
    {
        events.next();
        type = names.type(events.eventType());
        length = events.dataLength();
        offset = publish.limit() + PublishDecoder.EventsDecoder.dataHeaderLength();
        publish.limit(offset + length);
    }

    @Override
    public EventType type()
    {
        return type;
    }

    @Override
    public DirectBuffer buffer()
    {
        return publish.buffer();
    }

    @Override
    public int offset()
    {
        return offset;
    }

    @Override
    public int length()
    {
        return length;
    }
}
