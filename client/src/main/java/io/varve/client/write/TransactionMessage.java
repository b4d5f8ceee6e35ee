package io.varve.client.write;

import io.varve.api.Batch;
import io.varve.api.Event;
import io.varve.client.name.RemoteType;
import io.varve.client.write.RemoteTransaction.Part;
import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import io.varve.codec.Limits;
import io.varve.codec.generation.BatchFlags;
import io.varve.codec.generation.GenerationLayout;
import io.varve.codec.protocol.MessageHeaderEncoder;
import io.varve.codec.protocol.PublishTransactionEncoder;
import io.varve.codec.protocol.PublishTransactionEncoder.PartsEncoder;
import org.agrona.MutableDirectBuffer;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Measures a transaction, refuses one that is too large, and writes its message. */
final class TransactionMessage
{
    private final RemoteWriter store;
    private final RemoteTransaction transaction;
    private final PublishTransactionEncoder encoder = new PublishTransactionEncoder();
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();

    /**
     * Of a transaction that may be published.
     *
     * @param producer of whom it is, or null.
     * @throws EventLogException with {@link ErrorCode#BATCH_TOO_LARGE}.
     */
    TransactionMessage(final RemoteWriter store, final RemoteTransaction transaction, final String producer)
    {
        this.store = store;
        this.transaction = transaction;
        check(producer);
    }

    /** What the names add that are not in the log yet, only the node knows: it refuses what does not fit with them. */
    private void check(final String producer)
    {
        final List<Part> parts = transaction.parts();
        final Set<String> identities = new HashSet<>();
        long length = GenerationLayout.HEADER_LENGTH + (producer == null ? 0 : GenerationLayout.PRODUCER_LENGTH);
        boolean isEmpty = true;
        for (final Part part : parts)
        {
            if (part.isCondition())
            {
                continue;
            }
            isEmpty = false;
            length += dataLength(part.batch()) + part.metadata().length + GenerationLayout.batchHeadersLength(
                BatchFlags.WIDE_TIME | (producer == null ? 0 : BatchFlags.WIDE_SEQUENCE) |
                (part.metadata().length == 0 ? 0 : BatchFlags.METADATA), part.batch().events().size());
            length += identities.add(part.instance().domain() + '/' + part.instance().aggregate()) ?
                GenerationLayout.IDENTITY_LENGTH : 0;
        }
        if (isEmpty)
        {
            throw new IllegalStateException("transaction has nothing to write: conditions=" + parts.size());
        }
        if (parts.size() > Limits.MAX_TRANSACTION_PARTS)
        {
            throw new EventLogException(ErrorCode.BATCH_TOO_LARGE, "transaction has too many batches and conditions: parts=" +
                parts.size() + ", highest=" + Limits.MAX_TRANSACTION_PARTS);
        }
        if (length > Limits.MAX_GENERATION_LENGTH)
        {
            throw new EventLogException(ErrorCode.BATCH_TOO_LARGE, "transaction does not fit a generation: batches and " +
                "conditions=" + parts.size() + ", events=" + transaction.eventCount() + ", bytes with headers=" + length +
                ", highest=" + Limits.MAX_GENERATION_LENGTH + "; write less at once");
        }
    }

    private static long dataLength(final Batch batch)
    {
        long bytes = 0;
        for (final Event event : batch.events())
        {
            bytes += event.length();
        }
        return bytes;
    }

    private RemoteType type(final Part part, final Event event)
    {
        return store.type(part.instance().domain(), event.type());
    }

    /** @return whether the node knows all names; else there is no room now to tell it. */
    boolean areNamesKnown()
    {
        for (final Part part : transaction.parts())
        {
            if (part.instance().numbered().number() == 0)
            {
                return false;
            }
            if (!part.isCondition())
            {
                for (final Event event : part.batch().events())
                {
                    if (type(part, event).number() == 0)
                    {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    /**
     * Writes the message.
     *
     * @return its length.
     */
    int encode(final MutableDirectBuffer buffer, final long sequence, final int publisher)
    {
        final List<Part> all = transaction.parts();
        encoder.wrapAndApplyHeader(buffer, 0, header).sequence(sequence).publisher(publisher);
        final PartsEncoder parts = encoder.partsCount(all.size());
        for (final Part part : all)
        {
            final boolean isCondition = part.isCondition();
            parts.next().id(part.instance().id()).expectedVersion(part.expected().code())
                .timestamp(isCondition ? Batch.STAMP_AT_PUBLISH : part.batch().timestampNs())
                .aggregate(part.instance().numbered().number())
                .isKeyed((short)(part.instance().key() == null ? 0 : 1));
            final List<Event> events = isCondition ? List.of() : part.batch().events();
            final PartsEncoder.EventsEncoder encoded = parts.eventsCount(events.size());
            for (final Event event : events)
            {
                encoded.next().eventType(type(part, event).number()).putData(event.data(), 0, event.length());
            }
            final byte[] key = part.instance().keyBytes();
            parts.putKey(key, 0, key.length).putMetadata(part.metadata(), 0, part.metadata().length);
        }
        return MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength();
    }
}
