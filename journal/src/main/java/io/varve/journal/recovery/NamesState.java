package io.varve.journal.recovery;

import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import io.varve.codec.dictionary.Dictionary;
import io.varve.codec.generation.EntryKind;
import io.varve.codec.generation.GenerationDecoder;
import io.varve.codec.key.KeyTable;
import io.varve.codec.key.KeyWalk;
import io.varve.journal.index.DerivedState;
import io.varve.journal.index.IndexFile;
import io.varve.journal.index.IndexFolder;
import io.varve.journal.index.IndexKind;
import io.varve.journal.index.SegmentSummary;
import io.varve.journal.key.KeyTableFile;
import io.varve.journal.key.NamesFile;

/**
 * The names of a log as a start finds them: from the names files of sealed segments and from the generations of the others;
 * keys from the table that the last writer left, when that is to be believed.
 *
 * <p>Then sealed segments only say how many keys they brought. From there on each key of the log must be the next one of the table;
 * what the table has beyond the log's end was never written and is taken away, what it lacks there is added.
 */
public final class NamesState implements DerivedState, GenerationDecoder.EntryConsumer
{
    private final IndexFolder index;
    private final KeyTableFile file;
    private Dictionary dictionary = new Dictionary();

    /** The table when it is believed, else null. */
    private KeyTable believed;
    private KeyWalk walk;
    private long keys;
    private boolean isDeceived;

    /** From the log alone, with keys in memory. */
    public NamesState()
    {
        this(null, null);
    }

    /** From the log and what is kept beside it. */
    public NamesState(final IndexFolder index, final KeyTableFile file)
    {
        this.index = index;
        this.file = file;
    }

    @Override
    public void begin(final boolean isSure)
    {
        if (file == null)
        {
            dictionary = new Dictionary();
            return;
        }
        believed = isSure ? file.open() : null;
        if (believed == null)
        {
            file.discard();
        }
        dictionary = new Dictionary(believed, file::create);
        walk = null;
        keys = 0;
        isDeceived = false;
    }

    @Override
    public boolean restore(final SegmentSummary sealed)
    {
        if (index == null)
        {
            return false;
        }
        final IndexFile found = index.open(sealed.segment(), IndexKind.NAMES);
        if (!sealed.equals(found.summary()))
        {
            return false;
        }
        final NamesFile names = new NamesFile(found);
        if (!names.checkNames() || believed == null && !names.checkKeys())
        {
            return false;
        }
        names.forEachName(dictionary);
        if (believed == null)
        {
            names.forEachKey(dictionary);
        }
        keys += names.keyCount();
        walk = null;
        return true;
    }

    @Override
    public void apply(final GenerationDecoder generation, final long segment, final int offset)
    {
        if (generation.entryCount() > 0)
        {
            generation.forEachEntry(this);
        }
    }

    @Override
    public void onEntry(
        final EntryKind kind, final long identityHigh, final long identityLow, final long number, final byte[] utf8)
    {
        if (kind != EntryKind.KEY)
        {
            dictionary.onEntry(kind, identityHigh, identityLow, number, utf8);
        }
        else if (believed == null)
        {
            dictionary.onEntry(kind, identityHigh, identityLow, number, utf8);
            keys++;
        }
        else if (!isDeceived)
        {
            isDeceived = !isNextKey(identityHigh, identityLow, number, utf8);
            keys++;
        }
    }

    private boolean isNextKey(final long identityHigh, final long identityLow, final long number, final byte[] utf8)
    {
        if (keys < believed.count())
        {
            walk = walk == null ? believed.walk(keys) : walk;
            return walk != null && walk.next() &&
                walk.is(dictionary.aggregate(identityHigh, identityLow).logOrdinal(), number, utf8);
        }
        try
        {
            dictionary.onEntry(EntryKind.KEY, identityHigh, identityLow, number, utf8);
            return keys == believed.count() - 1;
        }
        catch (final EventLogException e)
        {
            if (e.code() == ErrorCode.CORRUPT || e.code() == ErrorCode.IO_ERROR)
            {
                return false; // who is right comes out when the table is made anew
            }
            throw e;
        }
    }

    @Override
    public boolean complete(final long nextNumber, final long nextPosition, final long chain)
    {
        if (believed == null)
        {
            return true;
        }
        return !isDeceived && file.fits(chain) && keys <= believed.count() &&
            (keys == believed.count() || believed.cutTo(keys));
    }

    /** What was found. */
    public Dictionary dictionary()
    {
        return dictionary;
    }
}
