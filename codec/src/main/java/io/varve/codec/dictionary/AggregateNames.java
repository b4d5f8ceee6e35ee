package io.varve.codec.dictionary;

import io.varve.codec.name.Identity;
import org.agrona.DirectBuffer;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/** An aggregate: its place in the domain, its ordinal in this process, and the keys of its instances. */
public final class AggregateNames
{
    /** Log ordinal of an aggregate that has no entry in the log. */
    public static final int NOT_LOGGED = -1;

    private final int ordinal;
    private final Identity identity;
    private final DomainNames domain;
    private final Name name;
    private final Keys keys;

    /** Keys that have a number and no entry in the log. */
    private final ConcurrentMap<String, Name> unwrittenKeys = new ConcurrentHashMap<>();
    private final ConcurrentMap<Long, Name> unwrittenKeysByNumber = new ConcurrentHashMap<>();
    private volatile int logOrdinal = NOT_LOGGED;

    AggregateNames(
        final int ordinal, final Identity identity, final DomainNames domain, final Name name, final Keys keys)
    {
        this.keys = keys;
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
        return keys.find(this, key);
    }

    /** @return the key of a number, or null when there is none. */
    public Name findKey(final long number)
    {
        return keys.find(this, number);
    }

    /**
     * Number of a key that stands in the log; takes no lock and does not allocate.
     *
     * @return 0 when it does not stand there.
     */
    public long findKeyNumber(final DirectBuffer utf8, final int offset, final int length)
    {
        return keys.find(this, utf8, offset, length);
    }

    /** @return the key of a number if its entry does not stand in the log yet, else null. */
    public Name unwrittenKey(final long number)
    {
        return unwrittenKeysByNumber.isEmpty() ? null : unwrittenKeysByNumber.get(number);
    }

    Name unwrittenKey(final String key)
    {
        return unwrittenKeys.get(key);
    }

    /** @return the key that waits, or the one that is made now, or null when none is. */
    Name unwrittenKey(final String key, final Supplier<Name> made)
    {
        return unwrittenKeys.computeIfAbsent(key, text ->
        {
            final Name name = made.get();
            if (name != null)
            {
                unwrittenKeysByNumber.put(name.number(), name);
            }
            return name;
        });
    }

    void forgetUnwrittenKey(final Name key)
    {
        unwrittenKeys.remove(key.text());
        unwrittenKeysByNumber.remove(key.number());
    }
}
