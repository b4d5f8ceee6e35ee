package io.varve.tools.command;

import io.varve.api.Query;
import io.varve.codec.name.Names;
import io.varve.tools.argument.Address;
import io.varve.tools.console.CommandException;
import picocli.CommandLine.Option;

import java.util.LinkedHashSet;
import java.util.Set;

/** The options that say which events are wanted. */
final class FilterOptions
{
    @Option(names = "--domain", paramLabel = "D", description = "Only of this domain.")
    private String domain;

    @Option(names = "--aggregate", paramLabel = "A", description = "Only of this aggregate.")
    private String aggregate;

    @Option(names = "--instance", paramLabel = "ID", description = "Only of this instance.")
    private String instance;

    @Option(names = "--key", description = "The instance is named by a key, not by a number.")
    private boolean keyed;

    @Option(names = "--type", paramLabel = "T[,T]...", description = "Only of one of these types.")
    private String types;

    @Option(names = "--from-time", paramLabel = "T",
        description = "Only at or after this time: ISO-8601, or ns since the epoch.")
    private Moment fromTime;

    @Option(names = "--to-time", paramLabel = "T", description = "Only before this time.")
    private Moment toTime;

    @Option(names = "--from-position", paramLabel = "P", description = "Only at or behind this position.")
    private Long fromPosition;

    @Option(names = "--to-position", paramLabel = "P", description = "Only before this position.")
    private Long toPosition;

    @Option(names = "--limit", paramLabel = "N", description = "At most so many.")
    private Long limit;

    /**
     * What they ask for.
     *
     * @throws IllegalArgumentException for a name or number that is not allowed.
     */
    Query query()
    {
        Query query = Query.all();
        if (domain != null)
        {
            query = query.withDomain(Names.checkName("domain", domain));
        }
        if (aggregate != null)
        {
            query = query.withAggregate(Names.checkName("aggregate", aggregate));
        }
        if (instance != null)
        {
            query = keyed ? query.withKey(Address.key(instance)) : query.withId(Address.id(instance));
        }
        else if (keyed)
        {
            throw CommandException.usage("--key must come with --instance");
        }
        if (types != null)
        {
            query = query.withTypes(typeSet());
        }
        return query
            .withTimestamps(Moment.nsOr(fromTime, Long.MIN_VALUE), Moment.nsOr(toTime, Long.MAX_VALUE))
            .withPositions(fromPosition(), toPosition())
            .withLimit(limit());
    }

    boolean hasFromPosition()
    {
        return fromPosition != null;
    }

    private long fromPosition()
    {
        return fromPosition == null ? 0 : atLeastZero("--from-position", fromPosition);
    }

    private long toPosition()
    {
        return toPosition == null ? Long.MAX_VALUE : atLeastZero("--to-position", toPosition);
    }

    private long limit()
    {
        return limit == null ? Long.MAX_VALUE : atLeastZero("--limit", limit);
    }

    private Set<String> typeSet()
    {
        final Set<String> names = new LinkedHashSet<>();
        for (final String name : types.split(",", -1))
        {
            names.add(Names.checkTypeName(name));
        }
        return names;
    }

    private static long atLeastZero(final String option, final long value)
    {
        if (value < 0)
        {
            throw CommandException.usage(option + " must be at least 0: value=" + value);
        }
        return value;
    }
}
