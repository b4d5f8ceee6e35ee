package io.varve.client.read;

import io.varve.api.EventCursor;
import io.varve.client.session.NodeConnection;
import io.varve.client.session.ReceivedNames;
import io.varve.client.transport.Outlet;
import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import io.varve.codec.checksum.Crc;
import io.varve.codec.metadata.MetadataCodec;
import io.varve.codec.protocol.CancelEncoder;
import io.varve.codec.protocol.CreditEncoder;
import io.varve.codec.protocol.DeliveryDecoder;
import io.varve.codec.protocol.DeliveryDecoder.EventsDecoder;
import io.varve.codec.protocol.MessageHeaderDecoder;
import io.varve.codec.protocol.MessageHeaderEncoder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;

/** Stands on one delivered event at a time, where it lies in its message. The checksum of each is verified on stepping on it. */
abstract class DeliveredEvents implements EventCursor
{
    /** Bytes of deliveries that the node may be ahead of the reader. */
    static final int CREDIT = 256 * 1024;
    private static final int CHECKED_HEADER_LENGTH = 4;

    private final NodeConnection connection;
    private final UnsafeBuffer data = new UnsafeBuffer(0, 0);
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final DeliveryDecoder delivery = new DeliveryDecoder();
    private final CreditEncoder credit = new CreditEncoder();
    private final UnsafeBuffer checked = new UnsafeBuffer(ByteBuffer.allocateDirect(CHECKED_HEADER_LENGTH));
    private EventsDecoder events;
    private EventStream stream;
    private Item item;
    private long readBytes;
    private int keyOffset;
    private int keyLength;
    private int metadataOffset;
    private int metadataLength;
    private boolean stands;
    private volatile boolean isClosed;

    DeliveredEvents(final NodeConnection connection)
    {
        this.connection = connection;
    }

    final NodeConnection connection()
    {
        return connection;
    }

    final EventStream stream()
    {
        return stream;
    }

    /** From a new session on. */
    final void follow(final EventStream newStream)
    {
        leave();
        stream = newStream;
        events = null;
        item = null;
        readBytes = 0;
    }

    /** Steps to the next event of the message that it stands in. */
    final boolean nextInMessage()
    {
        if (events == null)
        {
            return false;
        }
        if (!events.hasNext())
        {
            events = null;
            releaseItem();
            return false;
        }
        try
        {
            events.next();
            keyLength = events.keyLength();
            keyOffset = delivery.limit() + EventsDecoder.keyHeaderLength();
            events.skipKey();
            metadataLength = events.metadataLength();
            metadataOffset = delivery.limit() + EventsDecoder.metadataHeaderLength();
            events.skipMetadata();
            events.wrapData(data);
        }
        catch (final IndexOutOfBoundsException | IllegalArgumentException e)
        {
            throw new EventLogException(ErrorCode.PROTOCOL, "node sent a delivery that ends too early: bytes=" + item.length(), e);
        }
        stands = true;
        if (!verify())
        {
            final long position = events.position();
            leave();
            throw new EventLogException(ErrorCode.CORRUPT, "event was changed on its way: position=" + position + ", node=" +
                connection.address());
        }
        return true;
    }

    private void releaseItem()
    {
        readBytes += item.length();
        stream.release(item);
        item = null;
        grantCredit();
    }

    /** Tells the node that it may send on; to be tried again while waiting for it, since there may be no room just now. */
    private void grantCredit()
    {
        if (readBytes >= CREDIT / 2)
        {
            final long bytes = readBytes;
            final EventStream of = stream;
            final int result = connection.control().send(of.session(), (buffer, messageHeader) ->
            {
                credit.wrapAndApplyHeader(buffer, 0, messageHeader).requestId(of.id()).bytes(bytes);
                return MessageHeaderEncoder.ENCODED_LENGTH + credit.encodedLength();
            });
            if (result == Outlet.SENT)
            {
                readBytes = 0;
            }
        }
    }

    /** Waits for something to come, for the end of the session or of the connection. */
    final void awaitSomething(final long deadlineNs)
    {
        final EventStream of = stream;
        connection.pump().await(
            () ->
            {
                grantCredit();
                return !of.isEmpty() || of.session().isLost() || connection.isClosed();
            },
            deadlineNs);
    }

    /** Enters a message of events. */
    final void enter(final Item ofEvents)
    {
        item = ofEvents;
        events = delivery.wrapAndApplyHeader(item.buffer(), 0, header).events();
    }

    /** Stands on nothing. */
    final void leave()
    {
        stands = false;
        data.wrap(0, 0);
    }

    /** Whether it stands on an event. */
    final boolean stands()
    {
        return stands;
    }

    /** Chain behind the event that it stands on. */
    final long chain()
    {
        return event().chain();
    }

    final void checkOpen()
    {
        if (isClosed || connection.isClosed())
        {
            if (!isClosed)
            {
                close();
            }
            throw new EventLogException(ErrorCode.CLOSED, "cursor is closed");
        }
    }

    private EventsDecoder event()
    {
        checkOpen();
        if (!stands)
        {
            throw new IllegalStateException("cursor stands on no event: call next() first, and only read after it returned true");
        }
        return events;
    }

    @Override
    public String domain()
    {
        return names().domain(events.aggregate());
    }

    private ReceivedNames names()
    {
        event();
        return item.names();
    }

    @Override
    public String aggregate()
    {
        return names().name(events.aggregate());
    }

    @Override
    public String key()
    {
        if (event().isKeyed() == 0)
        {
            return null;
        }
        return item.buffer().getStringWithoutLengthUtf8(keyOffset, keyLength);
    }

    @Override
    public long id()
    {
        return event().id();
    }

    @Override
    public String type()
    {
        return names().name(events.eventType());
    }

    @Override
    public long position()
    {
        return event().position();
    }

    @Override
    public long version()
    {
        return event().version();
    }

    @Override
    public long generation()
    {
        return event().generation();
    }

    @Override
    public long timestampNs()
    {
        return event().timestamp();
    }

    @Override
    public long recordedAtNs()
    {
        return event().recordedAt();
    }

    @Override
    public int crc()
    {
        return (int)event().crc();
    }

    @Override
    public int length()
    {
        event();
        return data.capacity();
    }

    @Override
    public DirectBuffer data()
    {
        event();
        return data;
    }

    @Override
    public Map<String, String> metadata()
    {
        event();
        return metadataLength == 0 ? Map.of() : MetadataCodec.decode(item.buffer(), metadataOffset, metadataLength);
    }

    @Override
    public boolean verify()
    {
        final EventsDecoder event = event();
        final int length = data.capacity();
        checked.putInt(0, event.typeNumber() << 16 | length, ByteOrder.LITTLE_ENDIAN);
        final int ofHeader = Crc.crc32c(checked, 0, CHECKED_HEADER_LENGTH);
        return Crc.crc32c(ofHeader, data.addressOffset(), length) == (int)event.crc();
    }

    @Override
    public void close()
    {
        if (!isClosed)
        {
            isClosed = true;
            leave();
            events = null;
            final EventStream of = stream;
            if (of != null)
            {
                connection.forget(of);
                final CancelEncoder cancel = new CancelEncoder();
                connection.control().send(of.session(), (buffer, messageHeader) ->
                {
                    cancel.wrapAndApplyHeader(buffer, 0, messageHeader).requestId(of.id());
                    return MessageHeaderEncoder.ENCODED_LENGTH + cancel.encodedLength();
                });
            }
        }
    }
}
