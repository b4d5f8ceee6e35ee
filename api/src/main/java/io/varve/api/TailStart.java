package io.varve.api;

import io.varve.codec.name.InstancePart;
import io.varve.codec.name.Names;

/** Where a tail starts and what it waits for. Immutable; each {@code with} method gives another one. */
public final class TailStart
{
    private final long position;
    private final Token token;
    private final Durability durability;
    private final Query filter;
    private final String cursor;
    private final InstancePart part;

    private TailStart(
        final long position,
        final Token token,
        final Durability durability,
        final Query filter,
        final String cursor,
        final InstancePart part)
    {
        this.position = position;
        this.token = token;
        this.durability = durability;
        this.filter = filter;
        this.cursor = cursor;
        this.part = part;
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
        return new TailStart(position, null, null, Query.all(), null, InstancePart.WHOLE);
    }

    /** From a token; opening fails with {@code history differs} when it does not fit the journal. */
    public static TailStart at(final Token token)
    {
        return new TailStart(token.position(), token, null, Query.all(), null, InstancePart.WHOLE);
    }

    /** The same start that waits for a level; without, the strongest that the store gives by itself. */
    public TailStart withDurability(final Durability level)
    {
        return new TailStart(position, token, level, filter, cursor, part);
    }

    /** The same start that steps only on events which fulfil a query; its positions, limit and direction do not count. */
    public TailStart withFilter(final Query query)
    {
        return new TailStart(position, token, durability, query, cursor, part);
    }

    /**
     * The same start at the place that a node keeps under a name, if it keeps one; this start's own place counts only until then.
     * {@link Tailer#commit()} moves it. One tail at a time holds a name, with its part.
     *
     * @param name 1 to {@value io.varve.codec.Limits#MAX_CURSOR_NAME_LENGTH} characters as in names of event types.
     * @throws IllegalArgumentException for any other name.
     */
    public TailStart withCursor(final String name)
    {
        return new TailStart(position, token, durability, filter, Names.checkCursorName(name), part);
    }

    /**
     * The same start that steps only on events of one part of all instances: several tails share the work, and each sees whole
     * streams in order.
     *
     * @param number of the part, 1 to {@code parts}.
     * @param parts  1 to {@value InstancePart#MAX_PARTS}.
     * @throws IllegalArgumentException for any other numbers.
     */
    public TailStart withPart(final int number, final int parts)
    {
        return new TailStart(position, token, durability, filter, cursor, InstancePart.of(number, parts));
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

    /** Name of the cursor that a node keeps, null for none. */
    public String cursor()
    {
        return cursor;
    }

    /** Which instances; {@link InstancePart#WHOLE} for all. */
    public InstancePart part()
    {
        return part;
    }
}
