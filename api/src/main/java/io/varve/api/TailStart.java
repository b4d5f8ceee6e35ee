package io.varve.api;

/** Where a tail starts and what it waits for. Immutable; each {@code with} method gives another one. */
public final class TailStart
{
    private final long position;
    private final Token token;
    private final Durability durability;
    private final Query filter;

    private TailStart(final long position, final Token token, final Durability durability, final Query filter)
    {
        this.position = position;
        this.token = token;
        this.durability = durability;
        this.filter = filter;
    }

    /** From the first event. */
    public static TailStart beginning()
    {
        return at(0);
    }

    /**
     * From a position.
     *
     * @throws IllegalArgumentException below 0.
     */
    public static TailStart at(final long position)
    {
        if (position < 0)
        {
            throw new IllegalArgumentException("tail must start at a position of at least 0: position=" + position);
        }
        return new TailStart(position, null, null, Query.all());
    }

    /** From a token; opening fails with {@code history differs} when it does not fit the journal. */
    public static TailStart at(final Token token)
    {
        return new TailStart(token.position(), token, null, Query.all());
    }

    /** The same start that waits for a level; without, the strongest that the store gives by itself. */
    public TailStart withDurability(final Durability level)
    {
        return new TailStart(position, token, level, filter);
    }

    /** The same start that steps only on events which fulfil a query; its positions, limit and direction do not count. */
    public TailStart withFilter(final Query query)
    {
        return new TailStart(position, token, durability, query);
    }

    public long position()
    {
        return position;
    }

    /** Null for none. */
    public Token token()
    {
        return token;
    }

    /** Null for the store's own. */
    public Durability durability()
    {
        return durability;
    }

    public Query filter()
    {
        return filter;
    }
}
