package io.varve.replication.ingress;

import io.varve.api.Aggregate;
import io.varve.api.Batch;
import io.varve.api.Event;
import io.varve.api.ExpectedVersion;
import io.varve.api.Instance;
import io.varve.api.Transaction;
import io.varve.codec.EventLogException;
import io.varve.codec.Limits;
import io.varve.codec.metadata.MetadataCodec;
import io.varve.codec.protocol.PublishDecoder;
import io.varve.codec.protocol.PublishTransactionDecoder;
import io.varve.codec.protocol.RefusalCode;
import io.varve.journal.EmbeddedEventStore;
import io.varve.replication.counter.NodeCounter;
import io.varve.replication.counter.NodeCounters;
import io.varve.replication.message.Answers;
import io.varve.replication.message.ProtocolBreach;
import io.varve.replication.message.Refusals;
import io.varve.replication.message.Texts;
import org.agrona.DirectBuffer;
import org.agrona.collections.ArrayUtil;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Takes batches and transactions of one client into the ring. A batch of one event without a key and metadata, which most are, is
 * copied once, from where Aeron has put it, and allocates nothing.
 */
final class PublishHandler
{
    private final EmbeddedEventStore store;
    private final IngressNames names;
    private final ClientPublishers publishers;
    private final Answers answers;
    private final NodeCounters counters;
    private final PublishDecoder publish = new PublishDecoder();
    private final PublishedEvents events = new PublishedEvents(publish);
    private final PublishTransactionDecoder transaction = new PublishTransactionDecoder();

    PublishHandler(
        final EmbeddedEventStore store,
        final IngressNames names,
        final ClientPublishers publishers,
        final Answers answers,
        final NodeCounters counters)
    {
        this.store = store;
        this.names = names;
        this.publishers = publishers;
        this.answers = answers;
        this.counters = counters;
    }

    /**
     * Takes a batch.
     *
     * @param length of the whole message.
     * @return false when there is no room for it now.
     */
    boolean onPublish(
        final DirectBuffer buffer, final int offset, final int blockLength, final int version, final int length)
    {
        publish.wrap(buffer, offset, blockLength, version);
        final PublisherSession publisher = publishers.of(publish.publisher());
        if (!publishers.hasRoom(publisher, length))
        {
            counters.add(NodeCounter.BACK_PRESSURED, 1);
            return false;
        }
        final long sequence = publish.sequence();
        publisher.begin(sequence);
        events.wrap(names);
        final int count = events.events();
        long ticket;
        try
        {
            ticket = publish(publisher);
        }
        catch (final EventLogException | IllegalArgumentException e)
        {
            refuse(publisher, sequence, e);
            ticket = AckWindow.REFUSED;
        }
        return isTaken(publisher, sequence, ticket, count, length);
    }

    private boolean isTaken(
        final PublisherSession publisher, final long sequence, final long ticket, final int events, final int length)
    {
        if (ticket < AckWindow.REFUSED)
        {
            counters.add(NodeCounter.BACK_PRESSURED, 1);
            return false;
        }
        publishers.add(publisher, sequence, ticket, length);
        counters.add(NodeCounter.BATCHES, 1);
        counters.add(NodeCounter.EVENTS, events);
        counters.add(NodeCounter.BYTES, length);
        return true;
    }

    private long publish(final PublisherSession publisher)
    {
        final long expectedVersion = checkExpected(publish.expectedVersion());
        final Aggregate aggregate = names.aggregate(publish.aggregate());
        final boolean isKeyed = publish.isKeyed() != 0;
        if (events.events() == 1 && !isKeyed)
        {
            events.rewind();
            events.next();
            final int dataOffset = events.offset();
            final int dataLength = events.length();
            publish.skipKey();
            if (publish.metadataLength() == 0)
            {
                return publisher.publisher().tryPublish(aggregate, publish.id(), events.type(), expectedVersion,
                    publish.timestamp(), events.buffer(), dataOffset, dataLength);
            }
        }
        events.rewind();
        for (int i = events.events(); i > 0; i--)
        {
            events.next();
        }
        final Instance instance = instance(aggregate, isKeyed, publish.id(), publish.buffer(),
            publish.limit() + PublishDecoder.keyHeaderLength(), publish.keyLength());
        publish.skipKey();
        final byte[] metadata = checkMetadata(publish.buffer(),
            publish.limit() + PublishDecoder.metadataHeaderLength(), publish.metadataLength());
        return publisher.publisher().tryPublish(instance, events, expectedVersion, publish.timestamp(), metadata);
    }

    private static long checkExpected(final long expectedVersion)
    {
        if (expectedVersion < ExpectedVersion.EXISTS_CODE)
        {
            throw ProtocolBreach.malformed("expected version must be a version or -1 to -3: expectedVersion=" + expectedVersion);
        }
        return expectedVersion;
    }

    private static Instance instance(
        final Aggregate aggregate,
        final boolean isKeyed,
        final long id,
        final DirectBuffer buffer,
        final int keyOffset,
        final int keyLength)
    {
        if (!isKeyed)
        {
            return aggregate.instance(id);
        }
        if (keyLength < 1 || keyLength > Limits.MAX_KEY_LENGTH)
        {
            throw ProtocolBreach.malformed("key must have 1 to " + Limits.MAX_KEY_LENGTH + " bytes: bytes=" + keyLength);
        }
        return aggregate.instance(Texts.read(buffer, keyOffset, keyLength, "key"));
    }

    /** Metadata goes into the log as it is, so it must be what readers can read. */
    private static byte[] checkMetadata(final DirectBuffer buffer, final int offset, final int length)
    {
        if (length == 0)
        {
            return ArrayUtil.EMPTY_BYTE_ARRAY;
        }
        decodeMetadata(buffer, offset, length);
        final byte[] metadata = new byte[length];
        buffer.getBytes(offset, metadata);
        return metadata;
    }

    private static Map<String, String> decodeMetadata(final DirectBuffer buffer, final int offset, final int length)
    {
        if (length > Limits.MAX_METADATA_LENGTH)
        {
            throw ProtocolBreach.malformed("metadata must have at most " + Limits.MAX_METADATA_LENGTH + " bytes: bytes=" + length);
        }
        try
        {
            return MetadataCodec.decode(buffer, offset, length);
        }
        catch (final IllegalArgumentException e)
        {
            throw ProtocolBreach.malformed(e.getMessage());
        }
    }

    /**
     * Takes a transaction.
     *
     * @param length of the whole message.
     * @return false when there is no room for it now.
     */
    boolean onTransaction(
        final DirectBuffer buffer, final int offset, final int blockLength, final int version, final int length)
    {
        transaction.wrap(buffer, offset, blockLength, version);
        final PublisherSession publisher = publishers.of(transaction.publisher());
        if (!publishers.hasRoom(publisher, length))
        {
            counters.add(NodeCounter.BACK_PRESSURED, 1);
            return false;
        }
        final long sequence = transaction.sequence();
        publisher.begin(sequence);
        int eventCount = 0;
        long ticket;
        try
        {
            final Transaction parts = store.transaction();
            eventCount = gather(parts);
            ticket = publisher.publisher().tryPublish(parts);
        }
        catch (final EventLogException | IllegalArgumentException e)
        {
            refuse(publisher, sequence, e);
            ticket = AckWindow.REFUSED;
        }
        return isTaken(publisher, sequence, ticket, eventCount, length);
    }

    /** @return events of all parts. */
    private int gather(final Transaction parts)
    {
        int eventCount = 0;
        for (final PublishTransactionDecoder.PartsDecoder part : transaction.parts())
        {
            final long expected = checkExpected(part.expectedVersion());
            final Aggregate aggregate = names.aggregate(part.aggregate());
            final List<Event> partEvents = new ArrayList<>();
            final long id = part.id();
            final long timestampNs = part.timestamp();
            final boolean isKeyed = part.isKeyed() != 0;
            for (final PublishTransactionDecoder.PartsDecoder.EventsDecoder event : part.events())
            {
                final String type = names.type(event.eventType()).name();
                final byte[] data = new byte[event.dataLength()];
                event.getData(data, 0, data.length);
                partEvents.add(Event.of(type, data));
            }
            final int keyLength = part.keyLength();
            final Instance instance = instance(aggregate, isKeyed, id, transaction.buffer(),
                transaction.limit() + PublishTransactionDecoder.PartsDecoder.keyHeaderLength(), keyLength);
            part.skipKey();
            final Map<String, String> metadata = decodeMetadata(transaction.buffer(),
                transaction.limit() + PublishTransactionDecoder.PartsDecoder.metadataHeaderLength(), part.metadataLength());
            part.skipMetadata();
            eventCount += partEvents.size();
            add(parts, instance, expectedOf(expected), partEvents, timestampNs, metadata);
        }
        if (eventCount == 0)
        {
            throw ProtocolBreach.malformed("transaction has nothing to write");
        }
        return eventCount;
    }

    private static void add(
        final Transaction parts,
        final Instance instance,
        final ExpectedVersion expected,
        final List<Event> events,
        final long timestampNs,
        final Map<String, String> metadata)
    {
        if (events.isEmpty())
        {
            parts.require(instance, expected);
            return;
        }
        if (events.size() > Limits.MAX_BATCH_EVENTS)
        {
            throw ProtocolBreach.malformed("batch must have 1 to " + Limits.MAX_BATCH_EVENTS + " events: events=" + events.size());
        }
        final Batch batch = Batch.of(events).withExpectedVersion(expected).withMetadata(metadata);
        parts.append(instance, timestampNs == Batch.STAMP_AT_PUBLISH ? batch : batch.withTimestampNs(timestampNs));
    }

    private static ExpectedVersion expectedOf(final long code)
    {
        if (code >= 0)
        {
            return ExpectedVersion.exactly(code);
        }
        return code == ExpectedVersion.ANY_CODE ? ExpectedVersion.any() :
            code == ExpectedVersion.NONE_CODE ? ExpectedVersion.none() : ExpectedVersion.exists();
    }

    /** By a bound of the log, or since its parts do not belong together; the connection goes on. */
    private void refuse(final PublisherSession publisher, final long sequence, final RuntimeException e)
    {
        final RefusalCode code = e instanceof EventLogException failure ?
            Refusals.codeOf(failure.code()) : RefusalCode.BAD_REQUEST;
        counters.addFromAnywhere(NodeCounter.REFUSALS, 1);
        answers.refused(0, publisher.number(), sequence, code, e.getMessage());
    }
}
