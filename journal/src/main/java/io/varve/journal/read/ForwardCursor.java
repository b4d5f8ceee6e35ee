package io.varve.journal.read;

import io.varve.journal.segment.GenerationWalker;
import io.varve.journal.segment.GenerationWalker.Step;

/** Steps through the events that fulfil a query, in log order, up to a limit. */
class ForwardCursor extends EventFlyweight
{
    final GenerationWalker walker;
    private final EventFilter filter;

    /** Chooses generations; null to look at each. */
    private final PlannedWalk plan;
    private long fromPosition;
    private long limit;
    private long leftToFind;
    private boolean isInGeneration;
    private boolean isInBatch;
    private int stepLimit = Integer.MAX_VALUE;
    private int stepLeft;

    /**
     * Over positions from one to another.
     *
     * @param limit     position up to which the log is complete, and no further than the walk may go.
     * @param isPlanned whether to read only what indexes say; the cursor cannot {@link #seek} then.
     */
    ForwardCursor(
        final LogView view, final EventFilter filter, final long fromPosition, final long limit, final boolean isPlanned)
    {
        super(view);
        this.filter = filter;
        this.limit = limit;
        leftToFind = filter.query().limit();
        walker = new GenerationWalker(view.segments(), view::journalId);
        this.fromPosition = fromPosition;
        plan = isPlanned && leftToFind > 0 ? new PlannedWalk(
            view, filter, walker, fromPosition, limit, StreamPlan.generations(view, filter.query())) : null;
        if (plan == null)
        {
            seek(fromPosition);
        }
    }

    private ForwardCursor(final LogView view, final EventFilter filter, final long fromPosition, final long limit)
    {
        super(view);
        this.filter = filter;
        this.limit = limit;
        this.fromPosition = fromPosition;
        leftToFind = Long.MAX_VALUE;
        walker = new GenerationWalker(view.segments(), view::journalId);
        plan = new PlannedWalk(view, filter, walker, fromPosition, limit, null);
    }

    /** Over segments from a position on, without asking where streams are: for who has been led astray by that. */
    static ForwardCursor withoutStreams(
        final LogView view, final EventFilter filter, final long fromPosition, final long limit)
    {
        return new ForwardCursor(view, filter, fromPosition, limit);
    }

    final void seek(final long position)
    {
        fromPosition = position;
        isInGeneration = false;
        isInBatch = false;
        leave();
        walker.rewind();
        if (position > 0)
        {
            walker.seekPosition(position, limit);
        }
    }

    /** Position up to which the walk may go now; asked whenever it has come to the one before. */
    long limit()
    {
        return limit;
    }

    final void limit(final long newLimit)
    {
        limit = newLimit;
    }

    @Override
    public boolean next()
    {
        checkAllOpen();
        if (leftToFind <= 0)
        {
            leave();
            return false;
        }
        stepLeft = stepLimit;
        while (true)
        {
            if (isInBatch && nextMatchInBatch())
            {
                standOn(walker.generation());
                leftToFind--;
                return true;
            }
            if (isInGeneration && nextBatch())
            {
                continue;
            }
            isInGeneration = false;
            if (!nextGeneration())
            {
                leave();
                return false;
            }
        }
    }

    private boolean nextMatchInBatch()
    {
        while (batch.nextEvent())
        {
            final long position = batch.firstPosition() + batch.eventIndex();
            if (position >= fromPosition && position < limit &&
                filter.matchesType(walker.generation(), batch, view))
            {
                return true;
            }
        }
        isInBatch = false;
        return false;
    }

    private boolean nextBatch()
    {
        while (batch.next())
        {
            if (filter.matches(walker.generation(), batch, view))
            {
                isInBatch = true;
                return true;
            }
        }
        return false;
    }

    private boolean nextGeneration()
    {
        while (true)
        {
            if (--stepLeft < 0)
            {
                return false;
            }
            final Step step = plan == null ? walker.next(limit()) : plan.next();
            if (step == Step.CORRUPT)
            {
                leave();
                throw walker.corruption().toException();
            }
            if (step == Step.END)
            {
                return false;
            }
            if (walker.nextPosition() > fromPosition && filter.mayMatch(walker.generation(), view))
            {
                batch.wrap(walker.generation());
                isInGeneration = true;
                isInBatch = false;
                return true;
            }
        }
    }

    @Override
    public final void stepLimit(final int generations)
    {
        stepLimit = generations;
    }

    @Override
    public final boolean isPaused()
    {
        return stepLeft < 0;
    }

    /** Position of the event that the next step looks at first. */
    final long lookedUpTo()
    {
        if (isInBatch)
        {
            return batch.firstPosition() + batch.eventIndex() + 1;
        }
        return Math.max(fromPosition, walker.nextPosition());
    }

    /** Positions that the last step, which has failed for want of a name, has gone over: an event, a batch, or a generation. */
    final long untold()
    {
        if (stands() || isInBatch)
        {
            return 1;
        }
        return isInGeneration ? batch.count() : walker.generation().nextPosition() - walker.generation().firstPosition();
    }

    /** Whether the generation that the walk has read holds the next position too. */
    final boolean isInGeneration()
    {
        return isInBatch && lookedUpTo() < walker.nextPosition();
    }
}
