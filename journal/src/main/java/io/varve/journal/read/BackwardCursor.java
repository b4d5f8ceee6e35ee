package io.varve.journal.read;

import io.varve.codec.dictionary.Dictionary;
import io.varve.codec.generation.GenerationDecoder;
import io.varve.journal.segment.GenerationWalker;
import io.varve.journal.segment.GenerationWalker.Step;
import org.agrona.collections.IntArrayList;
import org.agrona.collections.LongArrayList;

/**
 * Steps through the events that fulfil a query, the last first: the places of a segment's generations are found forwards, then
 * taken from the end, and so are the matches of each generation.
 */
final class BackwardCursor extends EventFlyweight
{
    private final LogView view;
    private final EventFilter filter;
    private final GenerationWalker walker;
    private final long fromPosition;
    private final long limit;
    private final long firstSegment;
    private final LongArrayList placeSegments = new LongArrayList();
    private final IntArrayList places = new IntArrayList();
    private final IntArrayList matches = new IntArrayList();
    private long leftToFind;
    private long segment;
    private long lowestSeen = Long.MAX_VALUE;
    private Dictionary names;

    BackwardCursor(final LogView view, final EventFilter filter, final long fromPosition, final long limit)
    {
        this.view = view;
        this.filter = filter;
        this.fromPosition = fromPosition;
        this.limit = limit;
        leftToFind = fromPosition < limit ? filter.query().limit() : 0;
        walker = new GenerationWalker(view.segments(), view::journalId);
        firstSegment = view.segments().first();
        segment = view.segments().last() + 1;
    }

    @Override
    public boolean next()
    {
        checkOpen(view);
        if (leftToFind <= 0)
        {
            leave();
            return false;
        }
        while (matches.isEmpty())
        {
            while (places.isEmpty())
            {
                if (segment <= firstSegment || !hasMoreBelow())
                {
                    leftToFind = 0;
                    leave();
                    return false;
                }
                segment--;
                findPlaces();
            }
            findMatches(placeSegments.removeAt(placeSegments.size() - 1), places.removeAt(places.size() - 1));
        }

        goTo(matches.removeAt(matches.size() - 1));
        leftToFind--;
        standOn(walker.generation(), names);
        return true;
    }

    private boolean hasMoreBelow()
    {
        return lowestSeen > fromPosition;
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
            names = view.names(walker.nextNumber());
            if (walker.nextPosition() > fromPosition && filter.mayMatch(walker.generation(), names))
            {
                placeSegments.addLong(walker.segment());
                places.addInt(walker.generationOffset());
            }
        }
    }

    private void findMatches(final long placeSegment, final int place)
    {
        walker.reopen(placeSegment, place);
        final GenerationDecoder generation = walker.generation();
        batch.wrap(generation);
        int ordinal = 0;
        while (batch.next())
        {
            final boolean isWanted = filter.matches(generation, batch, names);
            while (batch.nextEvent())
            {
                final long position = batch.firstPosition() + batch.eventIndex();
                if (isWanted && position >= fromPosition && position < limit &&
                    filter.matchesType(generation, batch, names))
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
