package io.varve.journal.admission;

import io.varve.codec.generation.GenerationDecoder;
import io.varve.journal.index.IndexKind;
import io.varve.journal.index.IndexOutput;
import io.varve.journal.index.SegmentIndexBuilder;
import io.varve.journal.index.SegmentSummary;

import java.io.IOException;

/** Makes the snapshots of producers: what each segment adds to what is known of them. */
public final class ProducerIndexBuilder implements SegmentIndexBuilder
{
    private ProducerTable table = new ProducerTable();

    @Override
    public IndexKind kind()
    {
        return IndexKind.PRODUCERS;
    }

    @Override
    public void begin(final long segment)
    {
        table = new ProducerTable();
    }

    @Override
    public void apply(final GenerationDecoder generation, final int offset)
    {
        table.apply(generation);
    }

    @Override
    public void write(final SegmentSummary summary, final IndexOutput out) throws IOException
    {
        ProducerSnapshot.write(table, out);
    }
}
