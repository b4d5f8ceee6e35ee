package io.varve.replication.delivery;

import io.varve.codec.Limits;
import io.varve.codec.protocol.DeliveryEncoder;
import io.varve.codec.protocol.MessageHeaderEncoder;
import io.varve.journal.read.StoredEvent;
import org.agrona.concurrent.UnsafeBuffer;

/** Gathers events of one request into one Delivery. */
final class EventWriter
{
    /** UTF-8 takes at most so many bytes for a char. */
    private static final int BYTES_PER_CHAR = 3;
    private static final int EVENT_FIXED_LENGTH = DeliveryEncoder.EventsEncoder.sbeBlockLength() +
        DeliveryEncoder.EventsEncoder.keyHeaderLength() + DeliveryEncoder.EventsEncoder.metadataHeaderLength() +
        DeliveryEncoder.EventsEncoder.dataHeaderLength();
    private static final int MAX_EVENT_LENGTH =
        EVENT_FIXED_LENGTH + Limits.MAX_KEY_LENGTH * BYTES_PER_CHAR + Limits.MAX_METADATA_LENGTH + Limits.MAX_EVENT_LENGTH;
    private static final int MAX_EVENTS = 1_024;

    private final int targetLength;
    private final SentNames names;
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final DeliveryEncoder delivery = new DeliveryEncoder();
    private final UnsafeBuffer buffer;
    private final UnsafeBuffer metadata = new UnsafeBuffer(new byte[Limits.MAX_METADATA_LENGTH]);
    private DeliveryEncoder.EventsEncoder events;
    private int count;

    /** @param targetLength bytes that a message has at most, unless it has one event alone that is longer. */
    EventWriter(final SentNames names, final int targetLength)
    {
        this.names = names;
        this.targetLength = targetLength;
        buffer = new UnsafeBuffer(new byte[targetLength + MAX_EVENT_LENGTH]);
    }

    void begin(final long requestId)
    {
        delivery.wrapAndApplyHeader(buffer, 0, header).requestId(requestId);
        events = delivery.eventsCount(MAX_EVENTS);
        count = 0;
    }

    /** Adds the event that a cursor stands on. */
    void add(final StoredEvent event, final long chain)
    {
        final String domain = event.domain();
        final String key = event.key();
        final int metadataLength = event.metadataLength();
        final int aggregate = names.aggregate(domain, event.aggregate());
        final int type = names.type(domain, event.type());
        events.next()
            .position(event.position())
            .version(event.version())
            .generation(event.generation())
            .timestamp(event.timestampNs())
            .recordedAt(event.recordedAtNs())
            .id(event.id())
            .chain(chain)
            .crc(Integer.toUnsignedLong(event.crc()))
            .typeNumber(event.typeNumber())
            .isKeyed((short)(event.isKeyed() ? 1 : 0))
            .aggregate(aggregate)
            .eventType(type)
            .key(key == null ? "" : key);
        if (metadataLength > 0)
        {
            event.copyMetadata(metadata, 0);
        }
        events.putMetadata(metadata, 0, metadataLength);
        events.putData(event.data(), 0, event.length());
        count++;
    }

    int count()
    {
        return count;
    }

    /** Whether another event, unless it is a long one, has room: else the message is sent first. */
    boolean isFull()
    {
        return count >= MAX_EVENTS || length() >= targetLength;
    }

    private int length()
    {
        return MessageHeaderEncoder.ENCODED_LENGTH + delivery.encodedLength();
    }

    /** @return length of the message, which is whole now. */
    int end()
    {
        events.resetCountToIndex();
        return length();
    }

    UnsafeBuffer buffer()
    {
        return buffer;
    }
}
