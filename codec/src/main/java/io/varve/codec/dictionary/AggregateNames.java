package io.varve.codec.dictionary;

import io.varve.codec.name.Identity;

/** An aggregate: its place in the domain, its ordinal in this process, and the keys of its instances. */
public final class AggregateNames
{
    /** Log ordinal of an aggregate that has no entry in the log. */
    public static final int NOT_LOGGED = -1;

    private final int ordinal;
    private final Identity identity;
    private final DomainNames domain;
    private final Name name;
    private final NameTable keys = new NameTable("key", Long.MAX_VALUE);
    private volatile int logOrdinal = NOT_LOGGED;

    AggregateNames(final int ordinal, final Identity identity, final DomainNames domain, final Name name)
    {
        this.ordinal = ordinal;
        this.identity = identity;
        this.domain = domain;
        this.name = name;
    }

    /**
     * Dense number of the aggregate in this process, from 0; stands nowhere in the log. Another process, or this one after a
     * restart, may give it another one.
     */
    public int ordinal()
    {
        return ordinal;
    }

    /**
     * Place of the aggregate's entry among all aggregate entries of the log, from 0, so the same for whoever reads that log;
     * {@link #NOT_LOGGED} while none of its batches is admitted, and in a reader that missed entries.
     */
    public int logOrdinal()
    {
        return logOrdinal;
    }

    void logOrdinal(final int place)
    {
        logOrdinal = place;
    }

    public Identity identity()
    {
        return identity;
    }

    public DomainNames domain()
    {
        return domain;
    }

    public Name name()
    {
        return name;
    }

    /** @return the key's name and number, or null when no instance has it. */
    public Name findKey(final String key)
    {
        return keys.find(key);
    }

    /** @return the key of a number, or null when there is none. */
    public Name findKey(final long number)
    {
        return keys.find(number);
    }

    NameTable keys()
    {
        return keys;
    }
}
