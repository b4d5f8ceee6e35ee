package io.varve.journal.read;

import io.varve.api.Query;
import io.varve.codec.EventLogException;
import io.varve.codec.dictionary.AggregateNames;
import io.varve.codec.dictionary.Dictionary;
import io.varve.codec.dictionary.DomainNames;
import io.varve.codec.dictionary.Name;
import io.varve.codec.generation.BatchDecoder;
import io.varve.codec.generation.GenerationDecoder;
import io.varve.codec.name.Identity;
import io.varve.codec.name.InstancePart;
import io.varve.codec.name.Names;
import org.agrona.collections.Long2LongHashMap;
import org.agrona.collections.Object2ObjectHashMap;

import java.util.Map;

/**
 * A query, as questions to headers: may this generation hold a match, is this batch one, is this event one.
 *
 * <p>Names are looked up once for each identity and each type that is met, so a walk compares numbers, and not at all when nothing
 * is asked that needs them. Names may come up while a tail
 * goes on, so nothing is concluded from a name that is unknown yet. One thread.
 */
final class EventFilter
{
    private static final long NO_TYPE = -1;
    private static final long REFUSED = 0;
    private static final long ACCEPTED = 1;

    private final Query query;
    private final InstancePart part;
    private final boolean isAnyIdentity;
    private final boolean isAnyBatch;
    private final boolean isAnyType;
    private final Map<AggregateNames, Match> matches = new Object2ObjectHashMap<>();

    /** What was matched last, and its identity: the batches of a generation have few of them. */
    private Match lastMatch;
    private long lastGeneration = -1;
    private long lastHigh;
    private long lastLow;

    /** What of an aggregate matches. */
    private static final class Match
    {
        private final AggregateNames aggregate;
        private final boolean isWanted;
        private final Long2LongHashMap types = new Long2LongHashMap(NO_TYPE);
        private Name key;

        Match(final AggregateNames aggregate, final boolean isWanted)
        {
            this.aggregate = aggregate;
            this.isWanted = isWanted;
        }
    }

    EventFilter(final Query query)
    {
        this(query, InstancePart.WHOLE);
    }

    EventFilter(final Query query, final InstancePart part)
    {
        this.query = query;
        this.part = part;
        isAnyIdentity = query.domain() == null && query.aggregate() == null;
        isAnyBatch = isAnyIdentity && !query.hasId() && query.key() == null && part.isWhole() && !hasTimestamps();
        isAnyType = query.types().isEmpty();
        checkNames(query);
    }

    private static void checkNames(final Query query)
    {
        if (query.domain() != null)
        {
            Names.checkName("domain", query.domain());
        }
        if (query.aggregate() != null)
        {
            Names.checkName("aggregate", query.aggregate());
        }
        if (query.key() != null)
        {
            Names.keyBytes(query.key());
        }
        query.types().forEach(Names::checkTypeName);
    }

    Query query()
    {
        return query;
    }

    /** Whether some generations can be told to hold no match without reading them. */
    boolean isRestricted()
    {
        return !isAnyIdentity || !query.types().isEmpty() || hasTimestamps() || hasRecordedAt();
    }

    boolean hasIdentity()
    {
        return !isAnyIdentity;
    }

    boolean hasTypes()
    {
        return !query.types().isEmpty();
    }

    boolean hasTimestamps()
    {
        return query.fromTimestampNs() != Long.MIN_VALUE || query.toTimestampNs() != Long.MAX_VALUE;
    }

    boolean hasRecordedAt()
    {
        return query.fromRecordedAtNs() != Long.MIN_VALUE || query.toRecordedAtNs() != Long.MAX_VALUE;
    }

    /** Whether a run with such timestamps can hold a match. */
    boolean mayMatchTimestamps(final long min, final long max)
    {
        return max >= query.fromTimestampNs() && isBelow(min, query.toTimestampNs());
    }

    /** Whether a run that was recorded between these can hold a match. */
    boolean mayMatchRecordedAt(final long first, final long last)
    {
        return last >= query.fromRecordedAtNs() && isBelow(first, query.toRecordedAtNs());
    }

    /** Whether events of an aggregate can match; what has no name yet can. */
    boolean mayMatchAggregate(final long identityHigh, final long identityLow, final Dictionary names)
    {
        try
        {
            return match(names.aggregate(identityHigh, identityLow)).isWanted;
        }
        catch (final EventLogException e)
        {
            return true; // its entry stood in a corrupt generation: who reads the events says so
        }
    }

    /** Whether a type of a domain can match; what has no name yet can. */
    boolean mayMatchType(final Identity domain, final int type, final Dictionary names)
    {
        if (query.domain() != null && !query.domain().equals(domain.domain()))
        {
            return false;
        }
        final DomainNames known = names.findDomain(domain.domain());
        final Name name = known == null ? null : known.findType(type);
        return name == null || query.types().contains(name.text());
    }

    /** Whether a generation can hold a match, by its header and identities alone. */
    boolean mayMatch(final GenerationDecoder generation, final LogView view)
    {
        if (generation.maxTimestamp() < query.fromTimestampNs() || !isBelow(generation.minTimestamp(), query.toTimestampNs()) ||
            generation.recordedAt() < query.fromRecordedAtNs() || !isBelow(generation.recordedAt(), query.toRecordedAtNs()))
        {
            return false;
        }
        if (isAnyIdentity)
        {
            return true;
        }
        for (int i = 0, count = generation.identityCount(); i < count; i++)
        {
            if (match(generation, i, view).isWanted)
            {
                return true;
            }
        }
        return false;
    }

    /** A bound that was not set excludes nothing. */
    private static boolean isBelow(final long ns, final long bound)
    {
        return ns < bound || bound == Long.MAX_VALUE;
    }

    private Match match(final GenerationDecoder generation, final int identityIndex, final LogView view)
    {
        final long high = generation.identityHigh(identityIndex);
        final long low = generation.identityLow(identityIndex);
        final long number = generation.number();
        if (number != lastGeneration || high != lastHigh || low != lastLow)
        {
            lastMatch = match(view.names(number + 1).aggregate(high, low)); // which may have to be read first
            lastGeneration = number;
            lastHigh = high;
            lastLow = low;
        }
        return lastMatch;
    }

    private Match match(final AggregateNames aggregate)
    {
        Match match = matches.get(aggregate);
        if (match == null)
        {
            final DomainNames domain = aggregate.domain();
            match = new Match(aggregate,
                (query.domain() == null || query.domain().equals(domain.domain())) &&
                    (query.aggregate() == null || query.aggregate().equals(aggregate.name().text())));
            matches.put(aggregate, match);
        }
        return match;
    }

    /** Whether a batch is of a wanted instance and time; its events' types are asked one by one. */
    boolean matches(final GenerationDecoder generation, final BatchDecoder batch, final LogView view)
    {
        if (isAnyBatch)
        {
            return true;
        }
        // First, since it costs a compare: of the batches of a generation that holds an instance, most are of others.
        if (query.hasId() && (batch.isKeyed() || batch.id() != query.id()))
        {
            return false;
        }
        if (!part.isWhole() && !isInPart(generation, batch))
        {
            return false;
        }
        if (!isAnyIdentity || query.key() != null)
        {
            final Match match = match(generation, batch.identityIndex(), view);
            if (!match.isWanted || query.key() != null && !isKey(match, batch))
            {
                return false;
            }
        }
        return batch.timestamp() >= query.fromTimestampNs() && isBelow(batch.timestamp(), query.toTimestampNs());
    }

    private boolean isInPart(final GenerationDecoder generation, final BatchDecoder batch)
    {
        final int index = batch.identityIndex();
        return part.contains(generation.identityHigh(index), generation.identityLow(index), batch.isKeyed(), batch.id());
    }

    private boolean isKey(final Match match, final BatchDecoder batch)
    {
        if (!batch.isKeyed())
        {
            return false;
        }
        if (match.key == null)
        {
            match.key = match.aggregate.findKey(query.key());
        }
        return match.key != null && match.key.number() == batch.id();
    }

    /** Whether the current event of a batch that matches is of a wanted type. */
    boolean matchesType(final GenerationDecoder generation, final BatchDecoder batch, final LogView view)
    {
        if (isAnyType)
        {
            return true;
        }
        final Match match = match(generation, batch.identityIndex(), view);
        final int number = batch.eventType();
        long verdict = match.types.get(number);
        if (verdict == NO_TYPE)
        {
            final Name type = match.aggregate.domain().findType(number);
            verdict = type != null && query.types().contains(type.text()) ? ACCEPTED : REFUSED;
            match.types.put(number, verdict);
        }
        return verdict == ACCEPTED;
    }
}
