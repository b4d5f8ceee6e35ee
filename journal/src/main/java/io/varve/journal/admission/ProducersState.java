package io.varve.journal.admission;

import io.varve.codec.generation.GenerationDecoder;
import io.varve.journal.index.DerivedState;
import io.varve.journal.index.IndexFile;
import io.varve.journal.index.IndexFolder;
import io.varve.journal.index.IndexKind;
import io.varve.journal.index.SegmentSummary;

/** What every producer has written, from the snapshots of sealed segments and the generations behind them. */
public final class ProducersState implements DerivedState
{
    private final IndexFolder folder;
    private ProducerTable table = new ProducerTable();

    /** Over the folder with the snapshots. */
    public ProducersState(final IndexFolder folder)
    {
        this.folder = folder;
    }

    @Override
    public void begin(final boolean isSure)
    {
        table = new ProducerTable();
    }

    @Override
    public boolean restore(final SegmentSummary sealed)
    {
        final IndexFile snapshot = folder.open(sealed.segment(), IndexKind.PRODUCERS);
        return snapshot.isUsable() && sealed.equals(snapshot.summary()) && ProducerSnapshot.read(snapshot, table);
    }

    @Override
    public void apply(final GenerationDecoder generation, final long segment, final int offset)
    {
        table.apply(generation);
    }

    @Override
    public boolean complete(final long nextNumber, final long nextPosition, final long chain)
    {
        return true;
    }

    /** What was found. */
    public ProducerTable table()
    {
        return table;
    }
}
