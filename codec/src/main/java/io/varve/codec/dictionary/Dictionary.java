package io.varve.codec.dictionary;

import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import io.varve.codec.generation.EntryKind;
import io.varve.codec.generation.GenerationDecoder;
import io.varve.codec.key.KeyTable;
import io.varve.codec.name.Identity;
import io.varve.codec.name.Names;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Every domain, aggregate, event type, key and producer that a log has numbered. */
public final class Dictionary implements GenerationDecoder.EntryConsumer
{
    private final Map<Identity, DomainNames> domains = new ConcurrentHashMap<>();
    private final Map<Identity, AggregateNames> aggregates = new ConcurrentHashMap<>();
    private final CopyOnWriteArrayList<AggregateNames> aggregatesByOrdinal = new CopyOnWriteArrayList<>();
    private final NameTable producers = new NameTable("producer", Long.MAX_VALUE);
    private final AtomicLong lastProducer = new AtomicLong();
    private int nextLogOrdinal;
    private boolean hasMissedEntries;
    private final Keys keys;

    /** Of nothing; keys are kept in memory of this process. */
    public Dictionary()
    {
        keys = new Keys(null, Keys::anonymous, false);
    }

    /**
     * Of a log, whose keys are kept in a table.
     *
     * @param keys the table, or null when there is none yet.
     * @param made makes one when the first key comes.
     */
    public Dictionary(final KeyTable keys, final Supplier<KeyTable> made)
    {
        this.keys = new Keys(keys, made, true);
    }

    private Dictionary(final Keys keys)
    {
        this.keys = keys;
    }

    /**
     * Of a log whose keys are kept in a table by another process.
     *
     * @param followed    the table, or null when there is none to be believed.
     * @param replacement makes another table of all keys of the log, for when that one was damaged or lacks one; it knows
     *                    aggregates by their {@linkplain AggregateNames#ordinal() ordinals}, and this dictionary keeps it then.
     */
    public static Dictionary following(final KeyTable followed, final Supplier<KeyTable> replacement)
    {
        return new Dictionary(new Keys(followed, replacement));
    }

    /** The table of keys, or null while there are none. */
    public KeyTable keyTable()
    {
        return keys.table();
    }

    /**
     * The names of a domain; a domain itself has no entry in the log, its name stands in the identity.
     *
     * @throws IllegalArgumentException for a name that breaks the rules.
     */
    public DomainNames domain(final String name)
    {
        return domainOf(Identity.of(Names.checkName("domain", name), 0));
    }

    /** @return the names of a domain, or null when nothing of it is known. */
    public DomainNames findDomain(final String name)
    {
        return domains.get(Identity.of(Names.checkName("domain", name), 0));
    }

    /**
     * An aggregate, numbered when it is new.
     *
     * @throws IllegalArgumentException for a name that breaks the rules.
     */
    public AggregateNames aggregate(final DomainNames domain, final String name)
    {
        return aggregateOf(domain, domain.aggregate(name));
    }

    /** @return an aggregate, or null when it has no number. */
    public AggregateNames findAggregate(final DomainNames domain, final String name)
    {
        final Name known = domain.findAggregate(Names.checkName("aggregate", name));
        return known == null ? null : aggregateOf(domain, known);
    }

    /**
     * The aggregate that a header names.
     *
     * @throws EventLogException with {@link ErrorCode#CORRUPT} when the log has no entry for it, or no domain is named so.
     */
    public AggregateNames aggregate(final long identityHigh, final long identityLow)
    {
        final Identity identity = new Identity(identityHigh, identityLow);
        final AggregateNames known = aggregates.get(identity);
        if (known != null)
        {
            return known;
        }
        final DomainNames domain = domainOf(identity.domainIdentity());
        final Name name = domain.findAggregate(identity.aggregateNumber());
        if (name == null)
        {
            throw new EventLogException(ErrorCode.CORRUPT, "no dictionary entry for an aggregate: domain=" +
                domain.domain() + ", aggregate number=" + identity.aggregateNumber());
        }
        return aggregateOf(domain, name);
    }

    /** @return the aggregate of an identity, or null when nothing is known of it. */
    public AggregateNames findAggregate(final Identity identity)
    {
        return aggregates.get(identity);
    }

    /** The aggregate of an ordinal of this process. */
    public AggregateNames aggregate(final int ordinal)
    {
        return aggregatesByOrdinal.get(ordinal);
    }

    /**
     * Gives an aggregate its {@linkplain AggregateNames#logOrdinal() place in the log}, unless it has one. Called in the order of
     * the log: by whoever admits an aggregate's first batch, once it is certain to stand in the log.
     *
     * @return the place, or {@link AggregateNames#NOT_LOGGED} when {@linkplain #missEntries() entries were missed}.
     */
    public int placeInLog(final AggregateNames aggregate)
    {
        synchronized (aggregatesByOrdinal)
        {
            if (aggregate.logOrdinal() == AggregateNames.NOT_LOGGED && !hasMissedEntries)
            {
                aggregate.logOrdinal(nextLogOrdinal++);
            }
            return aggregate.logOrdinal();
        }
    }

    /** Notes that a part of the log could not be read: places in the log are unknown from here on. */
    public void missEntries()
    {
        synchronized (aggregatesByOrdinal)
        {
            hasMissedEntries = true;
        }
    }

    /** How many aggregates have an ordinal. */
    public int aggregateCount()
    {
        return aggregatesByOrdinal.size();
    }

    /**
     * The key of an instance, numbered when it is new.
     *
     * @throws IllegalArgumentException for a key that breaks the rules.
     */
    public Name key(final AggregateNames aggregate, final String key)
    {
        return keys.key(aggregate, key);
    }

    /**
     * Takes over a name whose entry goes into the log now; by the one thread that seals generations, in the order of the log, and
     * before anybody can read the generation.
     */
    public void enter(final EntryKind kind, final AggregateNames aggregate, final Name name)
    {
        if (kind == EntryKind.AGGREGATE)
        {
            placeInLog(aggregate);
        }
        else if (kind == EntryKind.KEY)
        {
            keys.enter(aggregate, name);
        }
    }

    /**
     * A named producer, numbered when it is new.
     *
     * @throws IllegalArgumentException for a name that breaks the rules.
     */
    public Name producer(final String name)
    {
        final Name known = producers.find(name);
        if (known != null)
        {
            return known;
        }
        Names.producerBytes(name);
        return producers.number(name, lastProducer::incrementAndGet);
    }

    /** How many producers have a number. */
    public int producerCount()
    {
        return producers.size();
    }

    /** @return the producer of a number, or null when there is none. */
    public Name findProducer(final long number)
    {
        return producers.find(number);
    }

    /**
     * Takes over an entry of the log.
     *
     * @throws EventLogException with {@link ErrorCode#CORRUPT} for what no writer puts there.
     */
    @Override
    public void onEntry(
        final EntryKind kind, final long identityHigh, final long identityLow, final long number, final byte[] utf8)
    {
        final Identity identity = new Identity(identityHigh, identityLow);
        switch (kind)
        {
            case AGGREGATE ->
            {
                final DomainNames domain = domainOf(identity.domainIdentity());
                placeInLog(aggregateOf(domain, domain.putAggregate(number, utf8)));
            }
            case TYPE -> domainOf(identity.domainIdentity()).putType(number, utf8);
            case KEY -> keys.putWritten(aggregate(identityHigh, identityLow), number, utf8);
            case PRODUCER ->
            {
                producers.putWritten(number, utf8);
                lastProducer.accumulateAndGet(number, Math::max);
            }
        }
    }

    private DomainNames domainOf(final Identity domainIdentity)
    {
        final DomainNames known = domains.get(domainIdentity);
        return known != null ?
            known : domains.computeIfAbsent(domainIdentity, id -> new DomainNames(id, unpackedDomain(id)));
    }

    private static String unpackedDomain(final Identity domainIdentity)
    {
        try
        {
            return domainIdentity.domain();
        }
        catch (final IllegalArgumentException e)
        {
            throw new EventLogException(ErrorCode.CORRUPT, "no domain has this identity: " + e.getMessage() +
                String.format(", identity=%016x%016x", domainIdentity.high(), domainIdentity.low()), e);
        }
    }

    private AggregateNames aggregateOf(final DomainNames domain, final Name name)
    {
        final Identity identity = domain.identity().withAggregate((int)name.number());
        final AggregateNames known = aggregates.get(identity);
        if (known != null)
        {
            return known;
        }
        synchronized (aggregatesByOrdinal)
        {
            return aggregates.computeIfAbsent(identity, id ->
            {
                final AggregateNames added = new AggregateNames(aggregatesByOrdinal.size(), id, domain, name, keys);
                aggregatesByOrdinal.add(added);
                return added;
            });
        }
    }
}
