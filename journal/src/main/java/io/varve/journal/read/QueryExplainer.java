package io.varve.journal.read;

import io.varve.api.Durability;
import io.varve.api.QueryPlan;
import io.varve.api.QueryPlan.Read;
import io.varve.codec.dictionary.Dictionary;
import io.varve.journal.index.LogIndex;
import io.varve.journal.index.SegmentIndex;
import io.varve.journal.segment.Framing;
import io.varve.journal.segment.GenerationWalker;
import io.varve.journal.segment.GenerationWalker.Step;
import io.varve.journal.segment.Segment;
import org.agrona.collections.LongArrayList;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.StringJoiner;

/** Says which generations a query would look into, as {@link PlannedWalk} and {@link BackwardCursor} choose them. */
final class QueryExplainer
{
    private final LogView view;
    private final EventFilter filter;
    private final long from;
    private final long limit;
    private final List<Read> reads = new ArrayList<>();
    private long generations;
    private long bytes;

    QueryExplainer(final LogView view, final EventFilter filter, final long from, final long limit)
    {
        this.view = view;
        this.filter = filter;
        this.from = from;
        this.limit = limit;
    }

    QueryPlan explain()
    {
        if (from < limit && filter.query().limit() > 0)
        {
            final LongArrayList stream = StreamPlan.generations(view, filter.query());
            if (stream == null || !explainStream(stream))
            {
                explainSegments();
            }
        }
        return new QueryPlan(generations, bytes, logGenerations(), List.copyOf(reads));
    }

    private long logGenerations()
    {
        final long journaled = view.positionAt(Durability.JOURNALED);
        return journaled == 0 ? 0 : Math.max(0, view.index().numberBehind(journaled));
    }

    private boolean explainStream(final LongArrayList stream)
    {
        final LogIndex index = view.index();
        for (int i = stream.size() - 1; i >= 0; i--)
        {
            final long number = stream.getLong(i);
            final SegmentIndex where = index.ofGeneration(number, limit);
            if (where == null)
            {
                final long end = index.numberBehind(limit);
                if (end >= 0 && number >= end)
                {
                    return true; // admitted, and not in the journal yet
                }
                reads.clear();
                generations = 0;
                bytes = 0;
                return false;
            }
            add(number, number, lengthOf(where, (int)(number - where.firstGeneration())), "streams");
        }
        return true;
    }

    private long lengthOf(final SegmentIndex where, final int generation)
    {
        final Segment segment = view.segments().open(where.segment());
        final int offset = where.offset(generation);
        return segment == null || offset < 0 ? 0 : Framing.length(Framing.word(segment.buffer(), offset));
    }

    private void explainSegments()
    {
        final long last = view.segments().last();
        long position = 0;
        for (long segment = view.segments().first(); segment <= last && position < limit; segment++)
        {
            final SegmentIndex index = view.index().of(segment, limit);
            if (index != null && !explain(index))
            {
                scan(segment);
            }
            position = index == null ? position : index.nextPosition();
        }
    }

    /** @return false when the index cannot be used. */
    private boolean explain(final SegmentIndex index)
    {
        if (index.nextPosition() <= from || index.firstPosition() >= limit)
        {
            return true;
        }
        final int known = index.generations();
        final Dictionary names = view.names(index.firstGeneration() + known);
        final BitSet runs = new SegmentPlanner(filter).plan(index, names, from, limit);
        if (runs == null)
        {
            return false;
        }
        final int runCount = index.runs();
        final String by = by(index);
        for (int run = runs.nextSetBit(0); run >= 0; run = runs.nextSetBit(run + 1))
        {
            final int end = run + 1 < runCount ? index.firstGenerationOf(run + 1) : known;
            add(index.firstGeneration() + index.firstGenerationOf(run), index.firstGeneration() + end - 1,
                index.bytesOf(run), by);
        }
        return true;
    }

    private String by(final SegmentIndex index)
    {
        final StringJoiner conditions = new StringJoiner("+");
        if (filter.hasIdentity())
        {
            conditions.add("aggregates");
        }
        if (filter.hasTypes())
        {
            conditions.add("types");
        }
        if (filter.hasTimestamps())
        {
            conditions.add("timestamps");
        }
        if (filter.hasRecordedAt())
        {
            conditions.add("recordedAt");
        }
        conditions.add("positions");
        return conditions + (view.index().isFromFile(index) ? " of segment " : " in memory of segment ") + index.segment();
    }

    private void scan(final long segment)
    {
        final GenerationWalker walker = new GenerationWalker(view.segments(), view::journalId);
        if (walker.startAtFirstGeneration(segment))
        {
            while (walker.next(limit) == Step.GENERATION && walker.segment() == segment)
            {
                final long number = walker.generation().number();
                add(number, number, walker.generation().length(), "scan of segment " + segment);
            }
        }
    }

    private void add(final long first, final long last, final long length, final String by)
    {
        generations += last - first + 1;
        bytes += length;
        final Read before = reads.isEmpty() ? null : reads.get(reads.size() - 1);
        if (before != null && before.last() + 1 == first && before.by().equals(by))
        {
            reads.set(reads.size() - 1, new Read(before.first(), last, before.bytes() + length, by));
        }
        else
        {
            reads.add(new Read(first, last, length, by));
        }
    }
}
