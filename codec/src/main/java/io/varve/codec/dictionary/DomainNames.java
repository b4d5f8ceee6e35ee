package io.varve.codec.dictionary;

import io.varve.codec.Limits;
import io.varve.codec.name.Identity;
import io.varve.codec.name.Names;

import java.util.concurrent.atomic.AtomicLong;

/** The names of one domain: its aggregates and its event types. */
public final class DomainNames
{
    private final Identity identity;
    private final String domain;
    private final NameTable aggregates = new NameTable("aggregate of the domain", Limits.MAX_AGGREGATES);
    private final NameTable types = new NameTable("event type of the domain", Limits.MAX_TYPES);
    private final AtomicLong lastAggregate = new AtomicLong();
    private final AtomicLong lastType = new AtomicLong();

    DomainNames(final Identity identity, final String domain)
    {
        this.identity = identity;
        this.domain = domain;
    }

    /** The domain's name. */
    public String domain()
    {
        return domain;
    }

    /** The domain as the identity of its aggregate 0. */
    public Identity identity()
    {
        return identity;
    }

    /**
     * The event type of a name, numbered when it is new.
     *
     * @throws IllegalArgumentException for a name that breaks the rules.
     */
    public Name type(final String name)
    {
        final Name known = types.find(name);
        return known != null ? known : types.number(Names.checkTypeName(name), lastType::incrementAndGet);
    }

    /** @return the event type of a name, or null when there is none. */
    public Name findType(final String name)
    {
        return types.find(name);
    }

    /** @return the event type of a number, or null when there is none. */
    public Name findType(final int number)
    {
        return types.find(number);
    }

    Name aggregate(final String name)
    {
        final Name known = aggregates.find(name);
        return known != null ?
            known : aggregates.number(Names.checkName("aggregate", name), lastAggregate::incrementAndGet);
    }

    Name findAggregate(final String name)
    {
        return aggregates.find(name);
    }

    Name findAggregate(final int number)
    {
        return aggregates.find(number);
    }

    Name putAggregate(final long number, final byte[] utf8)
    {
        final Name name = aggregates.putWritten(number, utf8);
        lastAggregate.accumulateAndGet(number, Math::max);
        return name;
    }

    void putType(final long number, final byte[] utf8)
    {
        types.putWritten(number, utf8);
        lastType.accumulateAndGet(number, Math::max);
    }
}
