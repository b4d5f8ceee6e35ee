package io.varve.journal.repair;

import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import io.varve.codec.generation.GenerationDecoder;
import io.varve.journal.history.JournalCopy;
import io.varve.journal.segment.GenerationWalker;
import io.varve.journal.segment.GenerationWalker.Step;

/** The generations of one gap as another copy of the journal has them, each taken only when number and chain fit. */
final class SourceRun
{
    private final JournalCopy source;
    private final Gap gap;
    private final GenerationWalker walker;
    private long chain;
    private long nextNumber;

    SourceRun(final JournalCopy source, final Gap gap)
    {
        this.source = source;
        this.gap = gap;
        chain = gap.chainAhead();
        nextNumber = gap.number();
        walker = new GenerationWalker(source.segments(), source::foldedId);
        walker.seekPosition(gap.position(), source.nextPosition());
    }

    /**
     * Says why the gap cannot be closed from the source, without changing anything.
     *
     * @return null when it can: the source's run begins and ends with the chains that are kept on both sides of the gap.
     */
    static String obstacle(final JournalCopy source, final Gap gap)
    {
        if (!gap.isProvable())
        {
            return "no generation behind it and no watermark says what it was";
        }
        try
        {
            final SourceRun run = new SourceRun(source, gap);
            while (run.next())
            {
                // Each step checks.
            }
            return run.chain == gap.chainBehind() ? null : "the source has another history there";
        }
        catch (final EventLogException e)
        {
            if (e.code() != ErrorCode.CORRUPT && e.code() != ErrorCode.HISTORY_DIFFERS)
            {
                throw e;
            }
            return e.getMessage();
        }
    }

    /**
     * Steps to the next generation of the gap.
     *
     * @return false behind the last one.
     * @throws EventLogException when the source does not have it whole, or has another one.
     */
    boolean next()
    {
        if (nextNumber == gap.nextNumber())
        {
            return false;
        }
        final Step step = walker.next(source.nextPosition());
        if (step == Step.END)
        {
            throw new EventLogException(ErrorCode.HISTORY_DIFFERS,
                "the source ends ahead of generation " + nextNumber + ", at position " + source.nextPosition());
        }
        if (step == Step.CORRUPT)
        {
            throw new EventLogException(ErrorCode.CORRUPT, "the source is damaged there too: " + walker.corruption().text());
        }
        if (walker.generation().number() != nextNumber || walker.generation().previousChain() != chain)
        {
            throw new EventLogException(ErrorCode.HISTORY_DIFFERS, "the source has another history there");
        }
        chain = walker.generation().computeChain();
        nextNumber++;
        return true;
    }

    /** Where {@link #next} stands. */
    GenerationDecoder generation()
    {
        return walker.generation();
    }

    /** Segment of the source that holds it. */
    long segment()
    {
        return walker.segment();
    }
}
