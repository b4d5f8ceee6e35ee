package io.varve.replication.ingress;

import io.varve.api.Aggregate;
import io.varve.api.EventType;
import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import io.varve.codec.protocol.NameKind;
import io.varve.codec.protocol.RefusalCode;
import io.varve.journal.EmbeddedEventStore;
import io.varve.replication.limit.NodeLimits;
import io.varve.replication.message.ProtocolBreach;

import java.util.Arrays;

/** Names that a client has given numbers, counted from 1 over both kinds. */
final class IngressNames
{
    private static final int FIRST_CAPACITY = 16;

    private final EmbeddedEventStore store;
    private final NodeLimits limits;

    /** An {@link Aggregate}, an {@link EventType}, or the text of why it was refused. */
    private Object[] names = new Object[FIRST_CAPACITY];
    private int count;
    private int newNames;

    IngressNames(final EmbeddedEventStore store, final NodeLimits limits)
    {
        this.store = store;
        this.limits = limits;
    }

    /**
     * Defines a name.
     *
     * @return null, or why it is refused: batches that use it are refused with the same reason.
     * @throws ProtocolBreach when the number is not the next one, or there are too many.
     */
    String define(final long number, final NameKind kind, final String domain, final String name)
    {
        if (number != count + 1L)
        {
            throw ProtocolBreach.malformed("names must be numbered one by one: number=" + number + ", next=" + (count + 1));
        }
        if (kind != NameKind.AGGREGATE && kind != NameKind.TYPE)
        {
            throw ProtocolBreach.malformed("kind of a name is unknown");
        }
        if (count >= limits.maxNames())
        {
            throw tooMany("names", limits.maxNames());
        }
        Object defined;
        try
        {
            defined = kind == NameKind.AGGREGATE ? store.domain(domain).aggregate(name) : store.domain(domain).type(name);
        }
        catch (final IllegalArgumentException e)
        {
            defined = e.getMessage() == null ? "name breaks the rules" : e.getMessage();
        }
        if (!(defined instanceof String) && !isKnown(kind, domain, name) && ++newNames > limits.maxNewNames())
        {
            throw tooMany("names that the log does not have", limits.maxNewNames());
        }
        if (count == names.length)
        {
            names = Arrays.copyOf(names, 2 * count);
        }
        names[count++] = defined;
        return defined instanceof String reason ? reason : null;
    }

    private boolean isKnown(final NameKind kind, final String domain, final String name)
    {
        return kind == NameKind.AGGREGATE ? store.isKnownAggregate(domain, name) : store.isKnownType(domain, name);
    }

    private static ProtocolBreach tooMany(final String what, final int highest)
    {
        return new ProtocolBreach(RefusalCode.TOO_MANY_NAMES,
            "client has defined too many " + what + ": highest=" + highest + "; connect anew");
    }

    /**
     * The aggregate with a number.
     *
     * @throws EventLogException when it was refused.
     * @throws ProtocolBreach    when there is none.
     */
    Aggregate aggregate(final long number)
    {
        if (number >= 1 && number <= count && names[(int)number - 1] instanceof Aggregate aggregate)
        {
            return aggregate;
        }
        throw unusable(number, "an aggregate");
    }

    /**
     * The event type with a number.
     *
     * @throws EventLogException when it was refused.
     * @throws ProtocolBreach    when there is none.
     */
    EventType type(final long number)
    {
        if (number >= 1 && number <= count && names[(int)number - 1] instanceof EventType type)
        {
            return type;
        }
        throw unusable(number, "an event type");
    }

    private RuntimeException unusable(final long number, final String what)
    {
        if (number >= 1 && number <= count && names[(int)number - 1] instanceof String reason)
        {
            return new EventLogException(ErrorCode.TOO_MANY_NAMES, reason);
        }
        return ProtocolBreach.malformed("number is not that of " + what + ": number=" + number + ", defined=" + count);
    }
}
