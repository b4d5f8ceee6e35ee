package io.varve.journal;

import io.varve.api.Batch;
import io.varve.api.Event;
import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import io.varve.codec.Limits;
import io.varve.codec.dictionary.DomainNames;
import io.varve.codec.dictionary.Name;
import io.varve.codec.generation.BatchFlags;
import io.varve.codec.generation.GenerationLayout;
import io.varve.codec.name.Names;
import io.varve.journal.EmbeddedTransaction.Part;
import io.varve.ring.RecordFlyweight;
import io.varve.ring.TransactionClaim;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Measures a transaction, refuses one that is too large, and fills it into its claim. */
final class TransactionWriter
{
    private final EmbeddedEventStore store;
    private final EmbeddedTransaction transaction;
    private final int ringLength;

    /**
     * Of a transaction that may be published.
     *
     * @param producer of whom it is, or null.
     * @throws EventLogException with {@link ErrorCode#BATCH_TOO_LARGE}.
     */
    TransactionWriter(final EmbeddedEventStore store, final EmbeddedTransaction transaction, final Name producer)
    {
        this.store = store;
        this.transaction = transaction;
        final List<Part> parts = transaction.parts();
        if (transaction.lastBatch() < 0)
        {
            throw new IllegalStateException("transaction has nothing to write: conditions=" + parts.size());
        }
        if (parts.size() > Limits.MAX_TRANSACTION_PARTS)
        {
            throw new EventLogException(ErrorCode.BATCH_TOO_LARGE, "transaction has too many batches and conditions: parts=" +
                parts.size() + ", highest=" + Limits.MAX_TRANSACTION_PARTS);
        }

        long inRing = 0;
        long inGeneration = GenerationLayout.HEADER_LENGTH + namesLength(producer);
        for (final Part part : parts)
        {
            if (part.isCondition())
            {
                inRing += TransactionClaim.CONDITION_LENGTH;
                continue;
            }
            final int events = part.batch().events().size();
            final int dataLength = dataLength(part.batch());
            inRing += TransactionClaim.batchLength(events, dataLength, part.metadata().length);
            inGeneration += dataLength + part.metadata().length + GenerationLayout.batchHeadersLength(BatchFlags.WIDE_TIME |
                (producer == null ? 0 : BatchFlags.WIDE_SEQUENCE) |
                (part.metadata().length == 0 ? 0 : BatchFlags.METADATA), events);
        }
        final long length = Math.max(inRing, inGeneration);
        if (length > Limits.MAX_GENERATION_LENGTH)
        {
            throw new EventLogException(ErrorCode.BATCH_TOO_LARGE, "transaction does not fit a generation: batches and " +
                "conditions=" + parts.size() + ", events=" + transaction.eventCount() + ", bytes with headers=" + length +
                ", highest=" + Limits.MAX_GENERATION_LENGTH + "; write less at once");
        }
        ringLength = (int)inRing;
    }

    private static int dataLength(final Batch batch)
    {
        int bytes = 0;
        for (final Event event : batch.events())
        {
            bytes += event.length();
        }
        return bytes;
    }

    /** Most bytes of the tables: identities, producer, and entries of names that may not be in the log yet. */
    private long namesLength(final Name producer)
    {
        final Set<String> seen = new HashSet<>();
        long length = producer == null ? 0 :
            GenerationLayout.PRODUCER_LENGTH + GenerationLayout.entryLength(producer.utf8().length);
        for (final Part part : transaction.parts())
        {
            if (part.isCondition())
            {
                continue;
            }
            final EmbeddedInstance instance = part.instance();
            final boolean isNew = (instance.recordFlags() & RecordFlyweight.NEW_NAMES) != 0;
            if (seen.add(instance.domain() + '/' + instance.aggregate()))
            {
                length += GenerationLayout.IDENTITY_LENGTH +
                    (isNew ? GenerationLayout.entryLength(instance.aggregate().length()) : 0);
            }
            if (isNew && instance.key() != null && seen.add(instance.address()))
            {
                length += GenerationLayout.entryLength(Names.keyBytes(instance.key()).length);
            }
            final DomainNames domain = store.dictionary().domain(instance.domain());
            for (final Event event : part.batch().events())
            {
                if (!domain.type(event.type()).isWritten() && seen.add(instance.domain() + ' ' + event.type()))
                {
                    length += GenerationLayout.entryLength(event.type().length());
                }
            }
        }
        return length;
    }

    /** @return 0, or why there is no room now. */
    long tryClaim(final TransactionClaim claim)
    {
        return claim.tryClaim(transaction.parts().size(), ringLength);
    }

    /** Fills the claim; the caller commits it. */
    void fill(final TransactionClaim claim)
    {
        final List<Part> parts = transaction.parts();
        for (int i = 0; i < parts.size(); i++)
        {
            final Part part = parts.get(i);
            final EmbeddedInstance instance = part.instance();
            final int aggregate = instance.numberedAggregate().ordinal();
            if (part.isCondition())
            {
                claim.condition(aggregate, instance.number(), instance.recordFlags(), part.expected().code());
            }
            else
            {
                final DomainNames domain = store.dictionary().domain(instance.domain());
                final List<Event> events = part.batch().events();
                claim.batch(aggregate, instance.number(), flags(part, domain), part.expected().code(),
                    part.batch().timestampNs(), events.size(), dataLength(part.batch()), part.metadata(),
                    i == transaction.lastBatch());
                for (final Event event : events)
                {
                    event.copyTo(claim.event((int)domain.type(event.type()).number(), event.length()), 0);
                }
            }
        }
    }

    private static int flags(final Part part, final DomainNames domain)
    {
        int flags = part.instance().recordFlags();
        for (final Event event : part.batch().events())
        {
            if (!domain.type(event.type()).isWritten())
            {
                flags |= RecordFlyweight.NEW_NAMES;
            }
        }
        return flags;
    }
}
