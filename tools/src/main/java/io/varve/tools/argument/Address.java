package io.varve.tools.argument;

import io.varve.api.EventStore;
import io.varve.api.Instance;
import io.varve.api.Query;
import io.varve.codec.name.Names;

/** Text {@code DOMAIN/AGGREGATE/ID} that names an instance; behind the second slash is a number or a key. */
public final class Address
{
    private final String domain;
    private final String aggregate;
    private final String rest;

    private Address(final String domain, final String aggregate, final String rest)
    {
        this.domain = domain;
        this.aggregate = aggregate;
        this.rest = rest;
    }

    /**
     * Reads an address.
     *
     * @throws IllegalArgumentException when it has fewer than two slashes or a name that breaks the rules.
     */
    public static Address parse(final String text)
    {
        final int first = text.indexOf('/');
        final int second = text.indexOf('/', first + 1);
        if (first < 0 || second < 0)
        {
            throw new IllegalArgumentException("address must be DOMAIN/AGGREGATE/ID: \"" + text + '"');
        }
        return new Address(
            Names.checkName("domain", text.substring(0, first)),
            Names.checkName("aggregate", text.substring(first + 1, second)),
            text.substring(second + 1));
    }

    /**
     * Reads an instance's number.
     *
     * @throws IllegalArgumentException when it is none.
     */
    public static long id(final String text)
    {
        try
        {
            return Long.parseLong(text);
        }
        catch (final NumberFormatException e)
        {
            throw new IllegalArgumentException(
                "instance must be a 64-bit integer, or a key with --key: \"" + text + '"', e);
        }
    }

    /**
     * Checks an instance's key.
     *
     * @throws IllegalArgumentException when it breaks the rules.
     */
    public static String key(final String text)
    {
        Names.keyBytes(text);
        return text;
    }

    /**
     * Checks what stands behind the second slash.
     *
     * @throws IllegalArgumentException when it is no number, or no key.
     */
    public Address check(final boolean keyed)
    {
        if (keyed)
        {
            key(rest);
        }
        else
        {
            id(rest);
        }
        return this;
    }

    /** The instance of a store. */
    public Instance instance(final EventStore store, final boolean keyed)
    {
        final var kind = store.domain(domain).aggregate(aggregate);
        return keyed ? kind.instance(key(rest)) : kind.instance(id(rest));
    }

    /** A query for the instance's stream. */
    public Query query(final boolean keyed)
    {
        final Query query = Query.all().withDomain(domain).withAggregate(aggregate);
        return keyed ? query.withKey(key(rest)) : query.withId(id(rest));
    }

    @Override
    public String toString()
    {
        return domain + '/' + aggregate + '/' + rest;
    }
}
