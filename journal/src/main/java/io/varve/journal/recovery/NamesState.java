package io.varve.journal.recovery;

import io.varve.codec.dictionary.Dictionary;
import io.varve.codec.generation.GenerationDecoder;
import io.varve.journal.index.DerivedState;
import io.varve.journal.index.SegmentSummary;

/** The names of a log, from the dictionary entries in its generations. */
public final class NamesState implements DerivedState
{
    private Dictionary dictionary = new Dictionary();

    @Override
    public void begin(final boolean isSure)
    {
        dictionary = new Dictionary();
    }

    @Override
    public boolean restore(final SegmentSummary sealed)
    {
        return false;
    }

    @Override
    public void apply(final GenerationDecoder generation, final long segment, final int offset)
    {
        if (generation.entryCount() > 0)
        {
            generation.forEachEntry(dictionary);
        }
    }

    @Override
    public boolean complete(final long nextNumber, final long nextPosition, final long chain)
    {
        return true;
    }

    /** What was found. */
    public Dictionary dictionary()
    {
        return dictionary;
    }
}
