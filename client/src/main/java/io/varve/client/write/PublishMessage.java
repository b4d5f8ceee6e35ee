package io.varve.client.write;

import io.varve.codec.protocol.MessageHeaderEncoder;
import io.varve.codec.protocol.PublishEncoder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

import java.nio.ByteOrder;

/** Writes {@code Publish} messages: one event in one pass, or a batch event by event, each to be filled in place. */
final class PublishMessage
{
    private static final ByteOrder ORDER = PublishEncoder.BYTE_ORDER;

    /** Up to the first event: headers of message and group, and the block. */
    private static final int HEAD_LENGTH = MessageHeaderEncoder.ENCODED_LENGTH + PublishEncoder.BLOCK_LENGTH +
        PublishEncoder.EventsEncoder.sbeHeaderSize();
    private static final int EVENT_OVERHEAD =
        PublishEncoder.EventsEncoder.sbeBlockLength() + PublishEncoder.EventsEncoder.dataHeaderLength();
    private static final int TAIL_OVERHEAD = PublishEncoder.keyHeaderLength() + PublishEncoder.metadataHeaderLength();

    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final PublishEncoder encoder = new PublishEncoder();
    private MutableDirectBuffer buffer;
    private int start;
    private int end;

    /**
     * Bytes of a message.
     *
     * @param dataLength of all events together.
     */
    static int length(final int events, final int dataLength, final int keyLength, final int metadataLength)
    {
        return HEAD_LENGTH + events * EVENT_OVERHEAD + dataLength + TAIL_OVERHEAD + keyLength + metadataLength;
    }

    /** Begins a message of a number of events. */
    PublishMessage begin(final MutableDirectBuffer toBuffer, final int offset, final int events)
    {
        buffer = toBuffer;
        start = offset;
        encoder.wrapAndApplyHeader(buffer, offset, header).eventsCount(events);
        end = offset + HEAD_LENGTH;
        return this;
    }

    /** Appends an event by copy. */
    PublishMessage event(final int type, final DirectBuffer data, final int offset, final int length)
    {
        buffer.putBytes(event(type, length), data, offset, length);
        return this;
    }

    /**
     * Appends an event to be filled in place.
     *
     * @return where in the buffer its data goes.
     */
    int event(final int type, final int length)
    {
        buffer.putInt(end, type, ORDER);
        buffer.putInt(end + PublishEncoder.EventsEncoder.sbeBlockLength(), length, ORDER);
        final int place = end + EVENT_OVERHEAD;
        end = place + length;
        return place;
    }

    /** Whose batch it is. */
    PublishMessage of(final long sequence, final int publisher)
    {
        encoder.sequence(sequence).publisher(publisher);
        return this;
    }

    /** To which stream. */
    PublishMessage to(final int aggregate, final long id, final boolean isKeyed)
    {
        encoder.aggregate(aggregate).id(id).isKeyed((short)(isKeyed ? 1 : 0));
        return this;
    }

    /** On which conditions, and when. */
    PublishMessage when(final long expectedVersion, final long timestampNs)
    {
        encoder.expectedVersion(expectedVersion).timestamp(timestampNs);
        return this;
    }

    /**
     * Ends the message.
     *
     * @return its length.
     */
    int finish(final byte[] key, final byte[] metadata)
    {
        encoder.limit(end);
        encoder.putKey(key, 0, key.length).putMetadata(metadata, 0, metadata.length);
        return encoder.limit() - start;
    }
}
