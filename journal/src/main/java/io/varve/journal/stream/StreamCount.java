package io.varve.journal.stream;

import io.varve.codec.dictionary.Dictionary;
import io.varve.codec.generation.BatchDecoder;
import io.varve.codec.generation.GenerationDecoder;
import io.varve.journal.index.DerivedState;
import io.varve.journal.index.SegmentSummary;

import java.io.IOException;
import java.util.function.Supplier;

/** Counts the streams of a log by reading it; for readers of a log whose table cannot be used. Memory grows with the streams. */
public final class StreamCount implements DerivedState
{
    private final Supplier<Dictionary> dictionary;
    private final BatchDecoder batch = new BatchDecoder();
    private HeadTable seen;
    private long count;

    /** @param dictionary names of what was shown so far. */
    public StreamCount(final Supplier<Dictionary> dictionary)
    {
        this.dictionary = dictionary;
        begin(false);
    }

    @Override
    public void begin(final boolean isSure)
    {
        count = 0;
        try
        {
            seen = StreamTables.create(StreamStorage.MEMORY, 0, 0, 0).heads();
        }
        catch (final IOException e)
        {
            throw new IllegalStateException("memory has no disk", e);
        }
    }

    @Override
    public boolean restore(final SegmentSummary sealed)
    {
        return false;
    }

    @Override
    public void apply(final GenerationDecoder generation, final long segment, final int offset)
    {
        batch.wrap(generation);
        while (batch.next())
        {
            // Any number that tells aggregates apart does: nothing of this is kept.
            final int aggregate = dictionary.get().aggregate(
                generation.identityHigh(batch.identityIndex()), generation.identityLow(batch.identityIndex())).ordinal();
            final int kind = StreamKey.kind(aggregate, batch.isKeyed());
            if (!seen.find(kind, batch.id()))
            {
                add(kind, batch.id());
            }
        }
    }

    private void add(final int kind, final long id)
    {
        try
        {
            while (seen.sparePages() < StreamTable.MAX_GENERATION_PAGES)
            {
                seen.grow();
            }
        }
        catch (final IOException e)
        {
            throw new IllegalStateException("memory has no disk", e);
        }
        seen.put(kind, id, 0, 0);
        count++;
    }

    @Override
    public boolean complete(final long nextNumber, final long nextPosition, final long chain)
    {
        return true;
    }

    /** Streams that have events. */
    public long count()
    {
        return count;
    }
}
