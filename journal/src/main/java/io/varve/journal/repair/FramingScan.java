package io.varve.journal.repair;

import io.varve.journal.history.JournalCopy;
import io.varve.journal.segment.FramingAudit;
import io.varve.journal.segment.GenerationWalker;
import io.varve.journal.segment.GenerationWalker.Step;
import io.varve.journal.segment.Segment;

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
        Segment segment = null;
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
                if (segment == null || walker.segment() != segment.number())
                {
                    if (segment != null && audit.firstFault(segment, endOffset, true, true) != null)
                    {
                        damaged.add(segment.number());
                    }
                    segment = journal.segments().open(walker.segment());
                }
                endOffset = walker.endOffset();
            }
            step = walker.next(journal.nextPosition());
        }
        if (segment != null && audit.firstFault(segment, endOffset, false, true) != null)
        {
            damaged.add(segment.number());
        }
        return damaged;
    }
}
