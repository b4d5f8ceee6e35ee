package io.varve.journal.read;

import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import io.varve.codec.dictionary.AggregateNames;
import io.varve.codec.dictionary.Dictionary;
import io.varve.codec.dictionary.Name;
import io.varve.codec.generation.BatchDecoder;
import io.varve.codec.generation.GenerationDecoder;
import io.varve.codec.metadata.MetadataCodec;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * The event that a cursor stands on, read where it lies. Subclasses move it; after close every accessor throws, and the view of
 * the data is empty.
 */
abstract class EventFlyweight implements StoredEvent
{
    private static final int CHECKED_HEADER_LENGTH = Integer.BYTES;

    /** What the event is read by; another one only where another cursor does the walking. */
    BatchDecoder batch = new BatchDecoder();

    final LogView view;

    private final UnsafeBuffer data = new UnsafeBuffer(0, 0);
    private GenerationDecoder generation;

    /** Names that were looked up last, in which generation and by whom: they are those of the next event, mostly. */
    private long namedGeneration = -1;
    private Dictionary names;
    private AggregateNames aggregate;
    private long aggregateHigh;
    private long aggregateLow;
    private AggregateNames typeAggregate;
    private int typeNumber;
    private String type;

    private boolean stands;
    private volatile boolean isClosed;

    /** Of a log. */
    EventFlyweight(final LogView view)
    {
        this.view = view;
    }

    /** Stands on the current event of the batch. */
    final void standOn(final GenerationDecoder standGeneration)
    {
        generation = standGeneration;
        data.wrap(generation.buffer(), batch.eventDataOffset(), batch.eventLength());
        stands = true;
    }

    /** Whether it stands on an event. */
    final boolean stands()
    {
        return stands;
    }

    /** Stands on nothing. */
    final void leave()
    {
        stands = false;
        data.wrap(0, 0);
    }

    final void checkOpen()
    {
        if (isClosed)
        {
            throw new EventLogException(ErrorCode.CLOSED, "cursor is closed");
        }
    }

    /** Ends with the store that it reads. */
    final void checkAllOpen()
    {
        if (view.isClosed())
        {
            close();
        }
        checkOpen();
    }

    private BatchDecoder event()
    {
        checkOpen();
        if (!stands)
        {
            throw new IllegalStateException("cursor stands on no event: call next() first, and only read after it returned true");
        }
        return batch;
    }

    /** Names are looked for when they are asked for: most readers of many events ask for data only. */
    private AggregateNames aggregateNames()
    {
        final int index = event().identityIndex();
        final long high = generation.identityHigh(index);
        final long low = generation.identityLow(index);
        final long number = generation.number();
        if (number != namedGeneration || high != aggregateHigh || low != aggregateLow)
        {
            final Dictionary known = view.names(number + 1);
            if (known != names || high != aggregateHigh || low != aggregateLow)
            {
                aggregate = known.aggregate(high, low);
                typeAggregate = null;
                names = known;
            }
            namedGeneration = number;
            aggregateHigh = high;
            aggregateLow = low;
        }
        return aggregate;
    }

    @Override
    public String domain()
    {
        return aggregateNames().domain().domain();
    }

    @Override
    public String aggregate()
    {
        return aggregateNames().name().text();
    }

    @Override
    public String key()
    {
        if (!event().isKeyed())
        {
            return null;
        }
        return named(aggregateNames().findKey(batch.id()), "key", batch.id());
    }

    @Override
    public long id()
    {
        return event().id();
    }

    @Override
    public String type()
    {
        final AggregateNames names = aggregateNames();
        final int number = batch.eventType();
        if (names != typeAggregate || number != typeNumber)
        {
            type = named(names.domain().findType(number), "event type", number);
            typeAggregate = names;
            typeNumber = number;
        }
        return type;
    }

    private String named(final Name name, final String what, final long number)
    {
        if (name == null)
        {
            throw new EventLogException(ErrorCode.CORRUPT, "no dictionary entry for a number: what=" + what + ", number=" +
                number + ", generation=" + generation.number());
        }
        return name.text();
    }

    @Override
    public long position()
    {
        return event().firstPosition() + batch.eventIndex();
    }

    @Override
    public long version()
    {
        return event().firstVersion() + batch.eventIndex();
    }

    @Override
    public long generation()
    {
        event();
        return generation.number();
    }

    @Override
    public long timestampNs()
    {
        return event().timestamp();
    }

    @Override
    public long recordedAtNs()
    {
        event();
        return generation.recordedAt();
    }

    @Override
    public int crc()
    {
        return event().eventCrc();
    }

    @Override
    public int length()
    {
        return event().eventLength();
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
        return batch.metadataLength() == 0 ?
            Map.of() : MetadataCodec.decode(generation.buffer(), batch.metadataOffset(), batch.metadataLength());
    }

    @Override
    public int typeNumber()
    {
        return event().eventType();
    }

    @Override
    public boolean isKeyed()
    {
        return event().isKeyed();
    }

    @Override
    public int metadataLength()
    {
        return event().metadataLength();
    }

    @Override
    public void copyMetadata(final MutableDirectBuffer target, final int offset)
    {
        final int length = event().metadataLength();
        if (length > 0)
        {
            target.putBytes(offset, generation.buffer(), batch.metadataOffset(), length);
        }
    }

    @Override
    public void stepLimit(final int generations)
    {
        // a step that goes backwards is not bounded
    }

    @Override
    public boolean isPaused()
    {
        return false;
    }

    @Override
    public boolean verify()
    {
        final int length = event().eventLength();
        final ByteBuffer header = ByteBuffer.allocate(CHECKED_HEADER_LENGTH).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(0, batch.eventType() << 16 | length);
        final byte[] bytes = new byte[length];
        data.getBytes(0, bytes);
        final CRC32C crc = new CRC32C();
        crc.update(header);
        crc.update(bytes);
        return (int)crc.getValue() == batch.eventCrc();
    }

    @Override
    public void close()
    {
        isClosed = true;
        stands = false;
        data.wrap(0, 0);
    }
}
