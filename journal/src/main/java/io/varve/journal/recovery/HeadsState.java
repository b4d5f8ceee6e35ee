package io.varve.journal.recovery;

import io.varve.codec.dictionary.AggregateNames;
import io.varve.codec.dictionary.Dictionary;
import io.varve.codec.generation.BatchDecoder;
import io.varve.codec.generation.GenerationDecoder;
import io.varve.journal.index.DerivedState;
import io.varve.journal.index.SegmentSummary;
import io.varve.journal.write.StreamHeads;

/** The version of every stream, from the batch headers of a log. Shown each generation behind the names that it uses. */
public final class HeadsState implements DerivedState
{
    private final NamesState names;
    private final BatchDecoder batch = new BatchDecoder();
    private StreamHeads heads = new StreamHeads();

    public HeadsState(final NamesState names)
    {
        this.names = names;
    }

    @Override
    public void begin(final boolean isSure)
    {
        heads = new StreamHeads();
    }

    @Override
    public boolean restore(final SegmentSummary sealed)
    {
        return false;
    }

    @Override
    public void apply(final GenerationDecoder generation, final long segment, final int offset)
    {
        final Dictionary dictionary = names.dictionary();
        batch.wrap(generation);
        while (batch.next())
        {
            final AggregateNames aggregate = dictionary.aggregate(
                generation.identityHigh(batch.identityIndex()), generation.identityLow(batch.identityIndex()));
            heads.nextVersion(aggregate.ordinal(), batch.isKeyed(), batch.id(), batch.firstVersion() + batch.count());
        }
    }

    @Override
    public boolean complete(final long nextNumber, final long nextPosition, final long chain)
    {
        return true;
    }

    /** What was found. */
    public StreamHeads heads()
    {
        return heads;
    }
}
