package io.varve.journal.read;

import io.varve.codec.generation.GenerationDecoder;
import io.varve.journal.index.SegmentIndex;
import io.varve.journal.segment.GenerationWalker;
import io.varve.journal.segment.GenerationWalker.Step;
import org.agrona.collections.IntArrayList;
import org.agrona.collections.LongArrayList;

import java.util.BitSet;

/**
 * Steps through the events that fulfil a query, the last first: the places of a segment's generations are found forwards, then
 * taken from the end, and so are the matches of each generation.
 */
final class BackwardCursor extends EventFlyweight
{
    private final EventFilter filter;
    private final GenerationWalker walker;
    private final long fromPosition;
    private long limit;
    private final long firstSegment;
    private final SegmentPlanner planner;
    private final IntArrayList places = new IntArrayList();
    private final LongArrayList placeNumbers = new LongArrayList();

    /** Of each place: a walk over a segment that begins with a corrupt place goes on from the one below. */
    private final LongArrayList placeSegments = new LongArrayList();
    private final IntArrayList matches = new IntArrayList();
    private long leftToFind;
    private long segment;
    private long lowestSeen = Long.MAX_VALUE;

    /** Position ahead of which everything is left to be looked at. */
    private long doneFrom;

    /** Numbers of the generations of one stream, the newest first; null when segments are gone through. */
    private LongArrayList stream;
    private int streamAt;

    BackwardCursor(final LogView view, final EventFilter filter, final long fromPosition, final long limit)
    {
        super(view);
        this.filter = filter;
        this.fromPosition = fromPosition;
        this.limit = limit;
        leftToFind = fromPosition < limit ? filter.query().limit() : 0;
        walker = new GenerationWalker(view.segments(), view::journalId);
        planner = new SegmentPlanner(filter);
        doneFrom = limit;
        firstSegment = view.segments().first();
        segment = view.segments().last() + 1;
        stream = leftToFind > 0 ? StreamPlan.generations(view, filter.query()) : null;
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
        while (matches.isEmpty())
        {
            final boolean isOver = stream != null ? !findInStream() : !findInLog();
            if (isOver)
            {
                leftToFind = 0;
                leave();
                return false;
            }
        }

        goTo(matches.removeAt(matches.size() - 1));
        leftToFind--;
        standOn(walker.generation());
        return true;
    }

    /** Looks at the next older generation of the stream. @return whether there was one, or the log is gone through now. */
    private boolean findInStream()
    {
        while (streamAt < stream.size())
        {
            final long number = stream.getLong(streamAt++);
            final SegmentIndex index = view.index().ofGeneration(number, limit);
            final int offset = index == null ? -1 : index.offset((int)(number - index.firstGeneration()));
            if (offset >= 0 && walker.jump(index.segment(), offset, number))
            {
                if (walker.generation().nextPosition() <= fromPosition)
                {
                    return false;
                }
                findMatches();
                return true;
            }
            final long end = view.index().numberBehind(limit);
            if (end < 0 || number < end)
            {
                stream = null; // look for yourself
                lookBelowDone();
                return true;
            }
        }
        return false;
    }

    /** Looks at the next lower place. @return false when there is none. */
    private boolean findInLog()
    {
        while (places.isEmpty())
        {
            if (segment <= firstSegment || lowestSeen <= fromPosition)
            {
                return false;
            }
            segment--;
            if (!planPlaces())
            {
                findPlaces();
            }
        }
        final int place = places.removeAt(places.size() - 1);
        final long number = placeNumbers.removeAt(placeNumbers.size() - 1);
        final long placeSegment = placeSegments.removeAt(placeSegments.size() - 1);
        if (walker.reopen(placeSegment, place) && walker.generation().number() == number)
        {
            findMatches();
        }
        else
        {
            // Not where its index said, or not whole any more: the segment is gone through up to what was done already.
            forgetPlaces();
            lookBelowDone();
            findPlaces();
        }
        return true;
    }

    /** An index speaks of runs of generations: what was served of a run is not served again. */
    private void lookBelowDone()
    {
        lowestSeen = doneFrom;
        limit = Math.min(limit, doneFrom);
    }

    private void forgetPlaces()
    {
        places.clear();
        placeNumbers.clear();
        placeSegments.clear();
    }

    /** Takes the places of a segment from its index. @return false when it has none that says all. */
    private boolean planPlaces()
    {
        final long bound = Math.min(limit, lowestSeen);
        final SegmentIndex index = view.index().of(segment, bound);
        if (index == null || index.nextPosition() < bound || segment == firstSegment && index.firstGeneration() != 0)
        {
            return false;
        }
        final int generations = index.generations();
        final BitSet runs =
            planner.plan(index, view.names(index.firstGeneration() + generations), fromPosition, bound);
        if (runs == null)
        {
            return false;
        }
        final int runCount = index.runs();
        for (int run = runs.nextSetBit(0); run >= 0; run = runs.nextSetBit(run + 1))
        {
            final int end = run + 1 < runCount ? index.firstGenerationOf(run + 1) : generations;
            for (int generation = index.firstGenerationOf(run); generation < end; generation++)
            {
                places.addInt(index.offset(generation));
                placeNumbers.addLong(index.firstGeneration() + generation);
                placeSegments.addLong(segment);
            }
        }
        if (!index.isUsable())
        {
            forgetPlaces();
            return false;
        }
        lowestSeen = Math.min(lowestSeen, index.firstPosition());
        return true;
    }

    /**
     * Finds the generations of a segment, up to where the one above it begins: what is missing in between is corrupt, never
     * passed over.
     */
    private void findPlaces()
    {
        if (segment == firstSegment)
        {
            walker.rewind(); // the log begins here, whatever can be seen of it
        }
        else if (!walker.startAtFirstGeneration(segment))
        {
            return; // nothing here, or nothing that can be seen; the segment below is walked up to where the one above begins
        }
        final long first = walker.nextPosition();
        final long bound = Math.min(limit, lowestSeen);
        while (true)
        {
            final Step step = walker.next(bound);
            if (step == Step.CORRUPT && walker.corruption().resumePosition() <= fromPosition)
            {
                walker.skipCorrupt(); // nothing of it was asked for
                continue;
            }
            if (step == Step.CORRUPT)
            {
                leave();
                throw walker.corruption().toException();
            }
            if (step == Step.END)
            {
                lowestSeen = Math.min(lowestSeen, first);
                return;
            }
            if (walker.nextPosition() > fromPosition && filter.mayMatch(walker.generation(), view))
            {
                places.addInt(walker.generationOffset());
                placeNumbers.addLong(walker.generation().number());
                placeSegments.addLong(walker.segment());
            }
        }
    }

    private void findMatches()
    {
        final GenerationDecoder generation = walker.generation();
        doneFrom = Math.min(doneFrom, generation.firstPosition());
        if (!filter.mayMatch(generation, view))
        {
            return;
        }
        batch.wrap(generation);
        int ordinal = 0;
        while (batch.next())
        {
            final boolean isWanted = filter.matches(generation, batch, view);
            while (batch.nextEvent())
            {
                final long position = batch.firstPosition() + batch.eventIndex();
                if (isWanted && position >= fromPosition && position < limit &&
                    filter.matchesType(generation, batch, view))
                {
                    matches.addInt(ordinal);
                }
                ordinal++;
            }
        }
    }

    /** Walks to an event of the generation; there are a few dozen. */
    private void goTo(final int ordinal)
    {
        batch.wrap(walker.generation());
        int left = ordinal;
        while (batch.next())
        {
            while (batch.nextEvent())
            {
                if (left-- == 0)
                {
                    return;
                }
            }
        }
        throw new IllegalStateException("generation has no event with ordinal=" + ordinal);
    }
}
