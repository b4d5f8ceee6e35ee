package io.varve.client.write;

import io.varve.api.Batch;
import io.varve.api.BatchClaim;
import io.varve.api.EventType;
import io.varve.api.ExpectedVersion;
import io.varve.api.refusal.BatchBounds;
import io.varve.client.name.RemoteInstance;
import io.varve.client.name.RemoteType;
import org.agrona.ExpandableDirectByteBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;


/**
 * The one claim that a publisher can have open. It is filled in the client's memory, so that an open one holds up nobody, and sent
 * when it is committed.
 */
final class RemoteClaim implements BatchClaim
{
    private final RemotePublisher publisher;
    private final PublishMessage message = new PublishMessage();
    private final ExpandableDirectByteBuffer filled = new ExpandableDirectByteBuffer(1_024);
    private final UnsafeBuffer view = new UnsafeBuffer(0, 0);
    private RemoteInstance instance;
    private byte[] metadata;
    private int eventCount;
    private int byteCount;
    private int filledEvents;
    private int filledBytes;
    private long expected;
    private long timestampNs;
    private boolean isOpen;

    RemoteClaim(final RemotePublisher publisher)
    {
        this.publisher = publisher;
    }

    boolean isOpen()
    {
        return isOpen;
    }

    void begin(final RemoteInstance ofInstance, final int events, final int bytes, final byte[] withMetadata)
    {
        instance = ofInstance;
        metadata = withMetadata;
        eventCount = events;
        byteCount = bytes;
        filledEvents = 0;
        filledBytes = 0;
        expected = ExpectedVersion.ANY_CODE;
        timestampNs = Batch.STAMP_AT_PUBLISH;
        filled.checkLimit(PublishMessage.length(events, bytes, ofInstance.keyBytes().length, withMetadata.length));
        message.begin(filled, 0, events);
        isOpen = true;
    }

    private void checkClaimed()
    {
        if (!isOpen)
        {
            throw new IllegalStateException("nothing is claimed: claim first, and commit or abort only once");
        }
    }

    @Override
    public MutableDirectBuffer event(final EventType type, final int length)
    {
        return event(publisher.store().own(instance.domain(), type), length);
    }

    MutableDirectBuffer event(final RemoteType type, final int length)
    {
        checkClaimed();
        if (filledEvents == eventCount || length < 0 || length > byteCount - filledBytes)
        {
            throw new IllegalStateException("more than was claimed: events=" + (filledEvents + 1) + " of " + eventCount +
                ", bytes=" + (filledBytes + (long)length) + " of " + byteCount);
        }
        BatchBounds.checkEvent(length);
        final int number = publisher.number(type);
        final int place = message.event(number, length);
        filledEvents++;
        filledBytes += length;
        view.wrap(filled, place, length);
        return view;
    }

    @Override
    public BatchClaim expect(final ExpectedVersion version)
    {
        expected = version.code();
        return this;
    }

    @Override
    public BatchClaim timestampNs(final long ns)
    {
        timestampNs = ns;
        return this;
    }

    @Override
    public long commit()
    {
        checkClaimed();
        if (filledEvents == 0 || filledEvents < eventCount)
        {
            throw new IllegalStateException("less than was claimed: events=" + filledEvents + " of " + eventCount);
        }
        message.to(instance.numbered().number(), instance.id(), instance.key() != null).when(expected, timestampNs);
        final int length = message.finish(instance.keyBytes(), metadata);
        final long ticket = publisher.await(() -> publisher.publish(buffer ->
        {
            message.of(publisher.sending().nextSequence(), publisher.sending().number());
            buffer.putBytes(0, filled, 0, length);
            return length;
        }, eventCount, instance, expected));
        end();
        return ticket;
    }

    @Override
    public void abort()
    {
        checkClaimed();
        end();
    }

    private void end()
    {
        isOpen = false;
        view.wrap(0, 0);
    }

    @Override
    public void close()
    {
        if (isOpen)
        {
            end();
        }
    }
}
