package io.varve.journal.index;

import io.varve.codec.generation.GenerationDecoder;
import io.varve.codec.name.Identity;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Makes the index of generations: where each stands, and what runs of them hold. */
public final class GenerationIndexBuilder implements SegmentIndexBuilder
{
    private RunTable runs = new RunTable();
    private PostingTable postings = new PostingTable();

    private record Entry(Identity identity, int type, PostingList list)
    {
    }

    @Override
    public IndexKind kind()
    {
        return IndexKind.GENERATIONS;
    }

    @Override
    public void begin(final long segment)
    {
        runs = new RunTable();
        postings = new PostingTable();
    }

    @Override
    public void apply(final GenerationDecoder generation, final int offset)
    {
        postings.add(generation, runs.add(generation, offset));
    }

    @Override
    public void write(final SegmentSummary summary, final IndexOutput out) throws IOException
    {
        final List<Entry> entries = new ArrayList<>();
        postings.forEach((identity, type, list) -> entries.add(new Entry(identity, type, list)));
        final int runCount = runs.runs();

        out.putInt(runs.generations());
        out.putInt(runCount);
        out.putInt(entries.size());
        out.putInt(entries.stream().mapToInt(entry -> entry.list.encodedLength(runCount)).sum());
        for (int i = 0; i < runs.generations(); i++)
        {
            out.putInt(runs.offset(i));
        }
        out.align(GenerationIndexLayout.ALIGNMENT);
        for (int run = 0; run < runCount; run++)
        {
            out.putLong(runs.firstPosition(run));
            out.putLong(runs.minTimestamp(run));
            out.putLong(runs.maxTimestamp(run));
            out.putLong(runs.recordedAt(run));
            out.putInt(runs.firstGeneration(run));
            out.putInt(runs.length(run));
        }
        int offset = 0;
        for (final Entry entry : entries)
        {
            out.putLong(entry.identity.high());
            out.putLong(entry.identity.low());
            out.putInt(entry.type);
            out.putInt(entry.list.encoding(runCount));
            out.putInt(offset);
            out.putInt(entry.list.encodedLength(runCount));
            offset += entry.list.encodedLength(runCount);
        }
        for (final Entry entry : entries)
        {
            final byte[] bytes = entry.list.encoded(runCount);
            out.putBytes(new UnsafeBuffer(bytes), 0, bytes.length);
        }
    }
}
