package io.varve.codec.dictionary;

import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import io.varve.codec.key.AnonymousKeyMemory;
import io.varve.codec.key.KeyTable;
import io.varve.codec.name.Names;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * The keys of a log: those whose entries stand there in a table off-heap, those that wait for their first admitted batch as
 * objects. Looking up takes no lock; only numbering a new key does.
 *
 * <p>A key moves from here to there when its generation is sealed: first into the table, then out of what waits, so that whoever
 * looks into the table, then there, then into the table again finds it.
 */
final class Keys
{
    private final AtomicLong last = new AtomicLong();
    private final Supplier<KeyTable> made;

    private volatile Source source;

    /** Keys that stand in the log and found no room in the table; by the thread that seals. */
    private final Queue<Waiting> backlog = new ArrayDeque<>();

    private record Waiting(AggregateNames aggregate, Name key)
    {
    }

    /**
     * Where keys are looked up.
     *
     * @param table       null while there are no keys.
     * @param isOfLog     whether it knows aggregates by their place in the log, not by their ordinals here.
     * @param isFollowing whether another process keeps it.
     */
    private record Source(KeyTable table, boolean isOfLog, boolean isFollowing)
    {
        private int scope(final AggregateNames aggregate)
        {
            return isOfLog ? aggregate.logOrdinal() : aggregate.ordinal();
        }

        private boolean knows(final AggregateNames aggregate)
        {
            return table != null && scope(aggregate) != AggregateNames.NOT_LOGGED;
        }

        private boolean mustBeReplacedFor(final AggregateNames aggregate)
        {
            return isFollowing && (!knows(aggregate) || !table.header().isComplete());
        }

        private long find(final AggregateNames aggregate, final DirectBuffer utf8, final int offset, final int length)
        {
            return knows(aggregate) ? table.find(scope(aggregate), utf8, offset, length) : KeyTable.NONE;
        }

        private byte[] utf8(final AggregateNames aggregate, final long number)
        {
            return knows(aggregate) ? table.utf8(scope(aggregate), number) : null;
        }
    }

    /**
     * Those that this process keeps.
     *
     * @param table   null while there are no keys.
     * @param made    called for the first key when there is no table.
     * @param isOfLog whether the table knows aggregates by their place in the log.
     */
    Keys(final KeyTable table, final Supplier<KeyTable> made, final boolean isOfLog)
    {
        this.made = made;
        source = new Source(table, isOfLog, false);
        last.set(table == null ? 0 : table.highest());
    }

    /** Those of a table that another process keeps, and where to have another one from when that one cannot say. */
    Keys(final KeyTable followed, final Supplier<KeyTable> replacement)
    {
        made = replacement;
        source = new Source(followed, true, true);
    }

    static KeyTable anonymous()
    {
        return KeyTable.create(new AnonymousKeyMemory(), ThreadLocalRandom.current().nextLong());
    }

    /** The table, or null while there are no keys. */
    KeyTable table()
    {
        return source.table;
    }

    /** @return the key's name and number, or null when no instance has it. */
    Name find(final AggregateNames aggregate, final String key)
    {
        final Name unwritten = aggregate.unwrittenKey(key);
        if (unwritten != null)
        {
            return unwritten;
        }
        final byte[] utf8 = key.getBytes(StandardCharsets.UTF_8);
        final long number = find(aggregate, new UnsafeBuffer(utf8), 0, utf8.length);
        return number == KeyTable.NONE ? null : new Name(number, utf8, true);
    }

    /** @return the key's number, or {@link KeyTable#NONE} when it does not stand in the log; does not allocate. */
    long find(final AggregateNames aggregate, final DirectBuffer utf8, final int offset, final int length)
    {
        final Source known = source;
        final long number = known.find(aggregate, utf8, offset, length);
        return number == KeyTable.DAMAGED || number == KeyTable.NONE && known.mustBeReplacedFor(aggregate) ?
            replaced(known).find(aggregate, utf8, offset, length) : number;
    }

    /** @return the key of a number, or null when there is none. */
    Name find(final AggregateNames aggregate, final long number)
    {
        Name key = written(aggregate, number);
        if (key == null)
        {
            key = aggregate.unwrittenKey(number);
        }
        if (key == null)
        {
            key = written(aggregate, number); // it may have moved meanwhile
        }
        final Source known = source;
        if (key == null && known.isFollowing && number > 0)
        {
            replaced(known); // who keeps the table has not entered it, or it was damaged
            key = written(aggregate, number);
        }
        return key;
    }

    private Name written(final AggregateNames aggregate, final long number)
    {
        final byte[] utf8 = source.utf8(aggregate, number);
        return utf8 == null ? null : new Name(number, utf8, true);
    }

    private synchronized Source replaced(final Source damaged)
    {
        if (source == damaged)
        {
            if (!damaged.isFollowing)
            {
                throw new EventLogException(ErrorCode.IO_ERROR,
                    "the table of keys was damaged while it was in use; open the store again, which makes it anew");
            }
            source = new Source(made.get(), false, false);
        }
        return source;
    }

    /** Finds a key, or numbers it. */
    Name key(final AggregateNames aggregate, final String key)
    {
        final Name unwritten = aggregate.unwrittenKey(key);
        if (unwritten != null)
        {
            return unwritten;
        }
        final byte[] utf8 = Names.keyBytes(key);
        final UnsafeBuffer buffer = new UnsafeBuffer(utf8);
        final long number = find(aggregate, buffer, 0, utf8.length);
        if (number != KeyTable.NONE)
        {
            return new Name(number, utf8, true);
        }
        final Name numbered = aggregate.unwrittenKey(key, () ->
            find(aggregate, buffer, 0, utf8.length) == KeyTable.NONE ? new Name(nextNumber(key), utf8, false) : null);
        return numbered == null ? find(aggregate, key) : numbered;
    }

    private long nextNumber(final String key)
    {
        final KeyTable known = source.table;
        final long number = last.incrementAndGet();
        if (number - (known == null ? 0 : known.highest()) > KeyTable.MAX_GAP)
        {
            last.decrementAndGet();
            throw new EventLogException(ErrorCode.TOO_MANY_NAMES, "too many new keys wait for a batch that is admitted: most=" +
                KeyTable.MAX_GAP + ", key=\"" + key + "\"; close the store to forget those that never were");
        }
        return number;
    }

    /** Takes over a key whose entry goes into the log now; by the thread that seals. */
    void enter(final AggregateNames aggregate, final Name key)
    {
        backlog.add(new Waiting(aggregate, key));
        while (!backlog.isEmpty())
        {
            final Waiting first = backlog.peek();
            final Source owned = owned();
            final KeyTable.Put put =
                owned.table.put(owned.scope(first.aggregate), first.key.number(), first.key.utf8());
            if (put != KeyTable.Put.ADDED && put != KeyTable.Put.KNOWN)
            {
                owned.table.isComplete(false);
                return; // it stays here as an object until there is room, or for good
            }
            backlog.remove();
            first.aggregate.forgetUnwrittenKey(first.key);
            if (backlog.isEmpty() && !owned.table.header().isComplete())
            {
                owned.table.isComplete(true);
            }
        }
    }

    /** Takes over an entry that was read from the log. */
    void putWritten(final AggregateNames aggregate, final long number, final byte[] utf8)
    {
        if (source.isFollowing)
        {
            return; // who keeps the table enters it
        }
        final Source owned = owned();
        if (number < 1)
        {
            throw corrupt("has an impossible number: lowest=1", number, utf8);
        }
        switch (owned.table.put(owned.scope(aggregate), number, utf8))
        {
            case CONTRADICTS -> throw corrupt("contradicts another one; restore the journal from a backup", number, utf8);
            case TOO_FAR -> throw corrupt(
                "has an impossible number: highest=" + (owned.table.highest() + KeyTable.MAX_GAP), number, utf8);
            case DAMAGED -> replaced(owned);
            case NO_ROOM ->
            {
                owned.table.isComplete(false);
                backlog.add(new Waiting(aggregate, aggregate.unwrittenKey(
                    new String(utf8, StandardCharsets.UTF_8), () -> new Name(number, utf8, true))));
                last.accumulateAndGet(number, Math::max);
            }
            case ADDED, KNOWN ->
            {
                final Name unwritten = aggregate.unwrittenKey(number);
                if (unwritten != null)
                {
                    unwritten.markWritten();
                    aggregate.forgetUnwrittenKey(unwritten);
                }
                last.accumulateAndGet(number, Math::max);
            }
        }
    }

    private static EventLogException corrupt(final String how, final long number, final byte[] utf8)
    {
        return new EventLogException(ErrorCode.CORRUPT, "dictionary entry of a key " + how + ": number=" + number + ", key=\"" +
            new String(utf8, StandardCharsets.UTF_8) + '"');
    }

    private synchronized Source owned()
    {
        if (source.table == null)
        {
            source = new Source(made.get(), source.isOfLog, false);
        }
        return source;
    }
}
