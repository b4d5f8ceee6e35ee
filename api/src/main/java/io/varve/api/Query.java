package io.varve.api;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Which events to read: every condition that is set must hold; ranges are half-open. Immutable; each {@code with} method
 * gives another one. Results come in log order, backwards when asked.
 */
public final class Query
{
    private static final Query ALL = new Query(new Fields());

    private final Fields fields;

    private Query(final Fields fields)
    {
        this.fields = fields;
    }

    /** Everything. */
    public static Query all()
    {
        return ALL;
    }

    /** The stream of an instance. */
    public static Query of(final Instance instance)
    {
        final Query ofAggregate = ALL.withDomain(instance.domain()).withAggregate(instance.aggregate());
        return instance.key() == null ? ofAggregate.withId(instance.id()) : ofAggregate.withKey(instance.key());
    }

    /** Only of a domain. */
    public Query withDomain(final String domain)
    {
        return changed(f -> f.domain = domain);
    }

    /** Only of an aggregate of any domain, or of the domain that is set. */
    public Query withAggregate(final String aggregate)
    {
        return changed(f -> f.aggregate = aggregate);
    }

    /** Only of instances with a number. */
    public Query withId(final long id)
    {
        return changed(f ->
        {
            f.id = id;
            f.hasId = true;
            f.key = null;
        });
    }

    /** Only of instances with a key. */
    public Query withKey(final String key)
    {
        return changed(f ->
        {
            f.key = key;
            f.hasId = false;
        });
    }

    /** Only of one of these types; none means any. */
    public Query withTypes(final Set<String> types)
    {
        return changed(f -> f.types = Set.copyOf(new LinkedHashSet<>(types)));
    }

    /** Only with {@code from <= timestamp < to}, ns since the epoch. */
    public Query withTimestamps(final long fromNs, final long toNs)
    {
        return changed(f ->
        {
            f.fromTimestampNs = fromNs;
            f.toTimestampNs = toNs;
        });
    }

    /** Only with {@code from <= recordedAt < to}, ns since the epoch. */
    public Query withRecordedAt(final long fromNs, final long toNs)
    {
        return changed(f ->
        {
            f.fromRecordedAtNs = fromNs;
            f.toRecordedAtNs = toNs;
        });
    }

    /** Only with {@code from <= position < to}. */
    public Query withPositions(final long from, final long to)
    {
        return changed(f ->
        {
            f.fromPosition = from;
            f.toPosition = to;
        });
    }

    /**
     * At most so many.
     *
     * @throws IllegalArgumentException below 0.
     */
    public Query withLimit(final long limit)
    {
        if (limit < 0)
        {
            throw new IllegalArgumentException("limit must be at least 0: limit=" + limit);
        }
        return changed(f -> f.limit = limit);
    }

    /** The last first. */
    public Query backwards()
    {
        return changed(f -> f.backwards = true);
    }

    /** Null for any. */
    public String domain()
    {
        return fields.domain;
    }

    /** Null for any. */
    public String aggregate()
    {
        return fields.aggregate;
    }

    public boolean hasId()
    {
        return fields.hasId;
    }

    public long id()
    {
        return fields.id;
    }

    /** Null for any. */
    public String key()
    {
        return fields.key;
    }

    /** Empty for any. */
    public Set<String> types()
    {
        return fields.types;
    }

    public long fromTimestampNs()
    {
        return fields.fromTimestampNs;
    }

    public long toTimestampNs()
    {
        return fields.toTimestampNs;
    }

    public long fromRecordedAtNs()
    {
        return fields.fromRecordedAtNs;
    }

    public long toRecordedAtNs()
    {
        return fields.toRecordedAtNs;
    }

    public long fromPosition()
    {
        return fields.fromPosition;
    }

    public long toPosition()
    {
        return fields.toPosition;
    }

    public long limit()
    {
        return fields.limit;
    }

    public boolean isBackwards()
    {
        return fields.backwards;
    }

    private interface Change
    {
        void apply(Fields fields);
    }

    private Query changed(final Change change)
    {
        final Fields copy = fields.copy();
        change.apply(copy);
        return new Query(copy);
    }

    private static final class Fields implements Cloneable
    {
        private String domain;
        private String aggregate;
        private boolean hasId;
        private long id;
        private String key;
        private Set<String> types = Set.of();
        private long fromTimestampNs = Long.MIN_VALUE;
        private long toTimestampNs = Long.MAX_VALUE;
        private long fromRecordedAtNs = Long.MIN_VALUE;
        private long toRecordedAtNs = Long.MAX_VALUE;
        private long fromPosition;
        private long toPosition = Long.MAX_VALUE;
        private long limit = Long.MAX_VALUE;
        private boolean backwards;

        Fields copy()
        {
            try
            {
                return (Fields)clone();
            }
            catch (final CloneNotSupportedException e)
            {
                throw new IllegalStateException(e);
            }
        }
    }
}
