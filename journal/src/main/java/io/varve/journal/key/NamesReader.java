package io.varve.journal.key;

import io.varve.codec.dictionary.AggregateNames;
import io.varve.codec.dictionary.Dictionary;
import io.varve.codec.generation.EntryKind;
import io.varve.codec.key.AnonymousKeyMemory;
import io.varve.codec.key.KeyTable;
import io.varve.codec.name.Identity;
import io.varve.journal.index.IndexFolder;
import io.varve.journal.segment.Segments;

import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The names of a log as a reader of another process sees them: names from names files and the end of the log, keys from the table
 * that the writer keeps. When there is none, or that one cannot say, keys are gathered like names, in memory of this process,
 * as soon as somebody asks for one.
 */
public final class NamesReader
{
    private final Segments segments;
    private final LongSupplier journalId;
    private final Supplier<KeyTable> followed;

    private IndexFolder index;
    private volatile Dictionary names;
    private EntryScan scan;

    /** All keys up to where the scan is, once somebody has asked for one that the table does not have. */
    private KeyTable gathered;

    /**
     * Of a log; nothing is read yet.
     *
     * @param journalId folded, which every generation carries.
     * @param index     where names files are.
     * @param followed  opens the table that the writer keeps; gives null when there is none to be believed.
     */
    public NamesReader(
        final Segments segments, final LongSupplier journalId, final IndexFolder index, final Supplier<KeyTable> followed)
    {
        this.segments = segments;
        this.journalId = journalId;
        this.index = index;
        this.followed = followed;
        begin();
    }

    private void begin()
    {
        gathered = null;
        names = Dictionary.following(followed.get(), this::gather);
        scan = new EntryScan(segments, journalId, index, names::missEntries);
    }

    /** Number of the generation below which all names are known. */
    public long below()
    {
        return scan.nextNumber();
    }

    /** What is known so far. */
    public Dictionary names()
    {
        return names;
    }

    /**
     * Goes on up to a generation, or to the end of the log.
     *
     * @param limit position up to which the log is complete.
     */
    public synchronized void advance(final long belowGeneration, final long limit)
    {
        if (!scan.advance(belowGeneration, limit, gathered != null, this::onEntry))
        {
            index = null; // what is beside the log contradicts it
            begin();
            scan.advance(belowGeneration, limit, false, this::onEntry);
        }
    }

    private void onEntry(
        final EntryKind kind, final long identityHigh, final long identityLow, final long number, final byte[] utf8)
    {
        if (kind != EntryKind.KEY)
        {
            names.onEntry(kind, identityHigh, identityLow, number, utf8);
        }
        else if (gathered != null)
        {
            put(gathered, identityHigh, identityLow, number, utf8);
        }
    }

    private void put(
        final KeyTable table, final long identityHigh, final long identityLow, final long number, final byte[] utf8)
    {
        final AggregateNames aggregate = names.findAggregate(new Identity(identityHigh, identityLow));
        if (aggregate != null) // else its entry was in a part that is corrupt
        {
            table.put(aggregate.ordinal(), number, utf8);
        }
    }

    /** Gathers all keys of the log so far; called once, by whoever asks the dictionary for one that the table does not have. */
    private synchronized KeyTable gather()
    {
        KeyTable all = newTable();
        if (!gather(all, index))
        {
            all = newTable();
            gather(all, null);
        }
        gathered = all;
        return all;
    }

    private static KeyTable newTable()
    {
        return KeyTable.create(new AnonymousKeyMemory(), ThreadLocalRandom.current().nextLong());
    }

    private boolean gather(final KeyTable all, final IndexFolder believed)
    {
        final EntryScan again = new EntryScan(segments, journalId, believed, () -> { });
        return again.advance(scan.nextNumber(), Long.MAX_VALUE, true, (kind, identityHigh, identityLow, number, utf8) ->
        {
            if (kind == EntryKind.KEY)
            {
                put(all, identityHigh, identityLow, number, utf8);
            }
        });
    }
}
