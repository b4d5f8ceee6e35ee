package io.varve.journal.repair;

import io.varve.journal.history.JournalCopy;
import io.varve.journal.segment.FramingAudit;
import io.varve.journal.segment.GenerationWalker;
import io.varve.journal.segment.GenerationWalker.Step;

import java.util.ArrayList;
import java.util.List;

/** Finds segments whose generations are whole while what Chronicle wrote around them is not. */
final class FramingScan
{
    private FramingScan()
    {
    }

    static List<Long> damagedSegments(final JournalCopy journal)
    {
        final FramingAudit audit = new FramingAudit();
        final List<Long> damaged = new ArrayList<>();
        final GenerationWalker walker = new GenerationWalker(journal.segments(), journal::foldedId);
        long segment = -1;
        int endOffset = 0;
        Step step = walker.next(journal.nextPosition());
        while (step != Step.END && (step == Step.GENERATION || walker.corruption().resumeSegment() >= 0))
        {
            if (step == Step.CORRUPT)
            {
                walker.skipCorrupt();
            }
            else
            {
                if (segment >= 0 && walker.segment() != segment &&
                    audit.firstFault(journal.segments().open(segment), endOffset, true) != null)
                {
                    damaged.add(segment);
                }
                segment = walker.segment();
                endOffset = walker.endOffset();
            }
            step = walker.next(journal.nextPosition());
        }
        if (segment >= 0 && audit.firstFault(journal.segments().open(segment), endOffset, false) != null)
        {
            damaged.add(segment);
        }
        return damaged;
    }
}
