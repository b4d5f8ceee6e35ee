package io.varve.journal.repair;

import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import io.varve.codec.generation.GenerationDecoder;
import io.varve.journal.chronicle.ChronicleWriter;
import io.varve.journal.chronicle.SegmentRewriter;
import io.varve.journal.history.JournalCopy;
import io.varve.journal.segment.Framing;
import io.varve.journal.segment.GenerationWalker;
import io.varve.journal.segment.GenerationWalker.Step;

import java.io.IOException;
import java.util.Map;

/**
 * Writes a run of segments anew, through Chronicle, from the generations that are whole and those that another copy has in the
 * place of the others. The files come out as they were first written, framing, index pages and end mark included, because
 * Chronicle does the same with the same documents; each whole generation must come to stand where it stood.
 */
final class SegmentRebuild
{
    private final JournalCopy journal;
    private final JournalCopy source;
    private final Map<Long, Gap> gaps;
    private final SegmentRewriter rewriter;
    private final long toSegment;
    private long segment;
    private long nextWordOffset;

    /**
     * Rebuilds nothing yet.
     *
     * @param gaps      that can be closed, by their first number.
     * @param segment   first one.
     * @param toSegment last one.
     */
    SegmentRebuild(final JournalCopy journal, final JournalCopy source, final Map<Long, Gap> gaps,
        final SegmentRewriter rewriter, final long segment, final long toSegment)
    {
        this.journal = journal;
        this.source = source;
        this.gaps = gaps;
        this.rewriter = rewriter;
        this.segment = segment;
        this.toSegment = toSegment;
    }

    /** Writes the files into the rewriter's scratch folder. */
    void run() throws IOException
    {
        for (long number = segment; number <= toSegment; number++)
        {
            rewriter.prepare(number, journal.segmentLength());
        }
        final GenerationWalker walker = new GenerationWalker(journal.segments(), journal::foldedId);
        if (segment > 0)
        {
            walker.startAtFirstGeneration(segment);
        }
        while (true)
        {
            final Step step = walker.next(journal.nextPosition());
            if (step == Step.CORRUPT)
            {
                closeGap(gaps.get(walker.corruption().number()));
                if (walker.corruption().resumeSegment() < 0)
                {
                    return;
                }
                walker.skipCorrupt();
            }
            else if (step == Step.END)
            {
                return;
            }
            else if (walker.segment() > toSegment)
            {
                rewriter.seal();
                return;
            }
            else
            {
                segment = walker.segment();
                requirePlace(append(walker.generation()), walker);
            }
        }
    }

    private void closeGap(final Gap gap)
    {
        final SourceRun run = new SourceRun(source, gap);
        while (run.next())
        {
            if (gap.fromSegment() == gap.toSegment())
            {
                segment = gap.toSegment();
            }
            else if (source.segmentLength() == journal.segmentLength())
            {
                segment = run.segment();
            }
            else if (ChronicleWriter.rollsAhead(nextWordOffset, run.generation().length(), journal.segmentLength()))
            {
                segment++;
            }
            append(run.generation());
        }
    }

    private long append(final GenerationDecoder generation)
    {
        final long wordOffset = rewriter.append(segment, generation.buffer(), generation.length());
        nextWordOffset = Framing.next(wordOffset, generation.length());
        return wordOffset;
    }

    private static void requirePlace(final long wordOffset, final GenerationWalker walker)
    {
        if (wordOffset != walker.generationOffset())
        {
            throw new EventLogException(ErrorCode.CORRUPT, "the segment cannot be rebuilt: generation " +
                walker.generation().number() + " would move, segment=" + walker.segment() + ", from offset=" +
                walker.generationOffset() + ", to offset=" + wordOffset + "; restore it from a backup");
        }
    }
}
