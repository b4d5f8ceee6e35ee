package io.varve.journal.read;

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

    /**
     * The generations that hold events of the stream that a query names.
     *
     * @return their numbers, the newest first, or null when the query names no stream, or its places are not known.
     */
    static LongArrayList generations(final LogView view, final Query query)
    {
        if (query.domain() == null || query.aggregate() == null || !query.hasId() && query.key() == null)
        {
            return null;
        }
        final Dictionary names = view.names(Long.MAX_VALUE);
        final DomainNames domain = names.findDomain(query.domain());
        final AggregateNames aggregate = domain == null ? null : names.findAggregate(domain, query.aggregate());
        if (aggregate == null)
        {
            return null;
        }
        final Name key = query.key() == null ? null : aggregate.findKey(query.key());
        if (aggregate.logOrdinal() < 0 || query.key() != null && key == null)
        {
            return null;
        }
        final LongArrayList generations = new LongArrayList();
        final boolean isKnown = view.streams().locate(
            aggregate.logOrdinal(), key != null, key == null ? query.id() : key.number(), 0, Long.MAX_VALUE, generations);
        return isKnown ? generations : null;
    }
}
