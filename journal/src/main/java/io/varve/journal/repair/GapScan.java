package io.varve.journal.repair;

import io.varve.codec.checksum.Chain;
import io.varve.journal.directory.Watermark;
import io.varve.journal.history.JournalCopy;
import io.varve.journal.segment.Corruption;
import io.varve.journal.segment.GenerationWalker;
import io.varve.journal.segment.GenerationWalker.Step;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/** Finds the gaps of a journal in one walk. */
final class GapScan
{
    private final JournalCopy journal;
    private final Watermark watermark;
    private final List<Gap> gaps = new ArrayList<>();
    private final List<String> brokenChains = new ArrayList<>();
    private Corruption corruption;
    private long corruptSegment;
    private long chain = Chain.START;

    private GapScan(final JournalCopy journal, final Watermark watermark)
    {
        this.journal = journal;
        this.watermark = watermark;
    }

    /**
     * Walks a journal up to its end.
     *
     * @param watermark of it, or null.
     */
    static GapScan of(final JournalCopy journal, final Watermark watermark, final LongConsumer progress)
    {
        final GapScan scan = new GapScan(journal, watermark);
        scan.walk(progress);
        return scan;
    }

    private void walk(final LongConsumer progress)
    {
        final GenerationWalker walker = new GenerationWalker(journal.segments(), journal::foldedId);
        while (true)
        {
            final Step step = walker.next(journal.nextPosition());
            if (step == Step.GENERATION)
            {
                if (corruption != null)
                {
                    add(walker.generation().number(), walker.generation().previousChain(), true, walker.segment());
                }
                else if (walker.generation().previousChain() != chain)
                {
                    brokenChains.add("chain is broken: number=" + walker.generation().number() + ", position=" +
                        walker.generation().firstPosition() + ", segment=" + walker.segment() + ", offset=" +
                        walker.generationOffset() + "; it is not known which of the two generations is wrong");
                }
                chain = walker.generation().computeChain();
                progress.accept(walker.generation().length());
            }
            else if (step == Step.END)
            {
                break;
            }
            else
            {
                corruption = walker.corruption();
                corruptSegment = corruption.number() == 0 ? 0 : walker.segment(); // the first file may be missing
                if (corruption.resumeSegment() < 0 || walker.skipCorrupt() < 0)
                {
                    break;
                }
            }
        }
        if (corruption != null)
        {
            final boolean isProvable = watermark != null && watermark.number() >= corruption.number();
            add(isProvable ? watermark.number() + 1 : corruption.number() + 1, isProvable ? watermark.chain() : 0, isProvable,
                isProvable ? Math.max(watermark.segment(), corruptSegment) : corruptSegment);
        }
    }

    private void add(final long nextNumber, final long chainBehind, final boolean isProvable, final long toSegment)
    {
        gaps.add(new Gap(corruption, nextNumber, chain, chainBehind, isProvable, corruptSegment, toSegment));
        corruption = null;
    }

    /** In the order of the log. */
    List<Gap> gaps()
    {
        return gaps;
    }

    /** Places where two whole generations do not follow each other. */
    List<String> brokenChains()
    {
        return brokenChains;
    }
}
