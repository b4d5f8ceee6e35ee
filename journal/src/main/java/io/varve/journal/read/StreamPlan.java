package io.varve.journal.read;

import io.varve.api.EventCursor;
import io.varve.api.Query;
import io.varve.codec.dictionary.AggregateNames;
import io.varve.codec.dictionary.Dictionary;
import io.varve.codec.dictionary.DomainNames;
import io.varve.codec.dictionary.Name;
import org.agrona.collections.LongArrayList;

/** Asks where the stream of a query is. */
final class StreamPlan
{
    private StreamPlan()
    {
    }

    /** Whether a query asks for all events of one stream, and for nothing else. */
    static boolean isWholeStream(final Query query)
    {
        return namesStream(query) && !query.isBackwards() && query.types().isEmpty() &&
            query.fromPosition() <= 0 && query.toPosition() == Long.MAX_VALUE && query.limit() == Long.MAX_VALUE &&
            query.fromTimestampNs() == Long.MIN_VALUE && query.toTimestampNs() == Long.MAX_VALUE &&
            query.fromRecordedAtNs() == Long.MIN_VALUE && query.toRecordedAtNs() == Long.MAX_VALUE;
    }

    private static boolean namesStream(final Query query)
    {
        return query.domain() != null && query.aggregate() != null && (query.hasId() || query.key() != null);
    }

    /** @return the aggregate of a query's stream when it stands in the log, else null. */
    private static AggregateNames aggregate(final LogView view, final Query query)
    {
        final Dictionary names = view.names(Long.MAX_VALUE);
        final DomainNames domain = names.findDomain(query.domain());
        final AggregateNames aggregate = domain == null ? null : names.findAggregate(domain, query.aggregate());
        return aggregate == null || aggregate.logOrdinal() < 0 ? null : aggregate;
    }

    /** @return a cursor over a whole stream, or null when it is not known where it is. */
    static EventCursor cursor(final LogView view, final Query query)
    {
        final AggregateNames aggregate = aggregate(view, query);
        final Name key = aggregate == null || query.key() == null ? null : aggregate.findKey(query.key());
        if (aggregate == null || query.key() != null && key == null)
        {
            return null;
        }
        final StreamCursor cursor = new StreamCursor(
            view, () -> query, aggregate.identity(), key != null, key == null ? query.id() : key.number());
        return cursor.locate(aggregate.logOrdinal(), 0, Long.MAX_VALUE) ? cursor : null;
    }

    /**
     * The generations that hold events of the stream that a query names.
     *
     * @return their numbers, the newest first, or null when the query names no stream, or its places are not known.
     */
    static LongArrayList generations(final LogView view, final Query query)
    {
        final AggregateNames aggregate = namesStream(query) ? aggregate(view, query) : null;
        final Name key = aggregate == null || query.key() == null ? null : aggregate.findKey(query.key());
        if (aggregate == null || query.key() != null && key == null)
        {
            return null;
        }
        final LongArrayList generations = new LongArrayList();
        final boolean isKnown = view.streams().locate(
            aggregate.logOrdinal(), key != null, key == null ? query.id() : key.number(), 0, Long.MAX_VALUE, generations);
        return isKnown ? generations : null;
    }
}
