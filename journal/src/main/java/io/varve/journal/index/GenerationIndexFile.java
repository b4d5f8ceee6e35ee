package io.varve.journal.index;

import org.agrona.BitUtil;
import org.agrona.DirectBuffer;

import java.nio.ByteOrder;
import java.util.BitSet;

/** The index of generations of a sealed segment, read where its file is mapped. */
final class GenerationIndexFile implements SegmentIndex
{
    private final IndexFile file;
    private final DirectBuffer body;
    private final SegmentSummary summary;
    private final int runs;
    private final int lists;
    private final long runsOffset;
    private final long listsOffset;
    private final long postingsOffset;

    /** @return null when the file cannot be used. */
    static GenerationIndexFile of(final IndexFile file)
    {
        if (!file.check(0, GenerationIndexLayout.COUNTS_LENGTH))
        {
            return null;
        }
        final GenerationIndexFile index = new GenerationIndexFile(file);
        return file.isUsable() ? index : null;
    }

    private GenerationIndexFile(final IndexFile file)
    {
        this.file = file;
        body = file.body();
        summary = file.summary();
        final int generations = intAt(GenerationIndexLayout.GENERATIONS_OFFSET);
        runs = intAt(GenerationIndexLayout.RUNS_OFFSET);
        lists = intAt(GenerationIndexLayout.LISTS_OFFSET);
        runsOffset = BitUtil.align(
            GenerationIndexLayout.COUNTS_LENGTH + (long)generations * Integer.BYTES, GenerationIndexLayout.ALIGNMENT);
        listsOffset = runsOffset + (long)runs * GenerationIndexLayout.RUN_LENGTH;
        postingsOffset = listsOffset + (long)lists * GenerationIndexLayout.LIST_LENGTH;
        final long length = postingsOffset + intAt(GenerationIndexLayout.POSTINGS_LENGTH_OFFSET);
        if (generations != summary.generations() || runs < 1 || lists < 0 || length != file.bodyLength())
        {
            file.distrust("counts do not fit");
        }
    }

    private int intAt(final long offset)
    {
        return body.getInt((int)offset, ByteOrder.LITTLE_ENDIAN);
    }

    private long longAt(final long offset)
    {
        return body.getLong((int)offset, ByteOrder.LITTLE_ENDIAN);
    }

    private long runOffset(final int run)
    {
        return runsOffset + (long)run * GenerationIndexLayout.RUN_LENGTH;
    }

    private int intOfRun(final int run, final int field)
    {
        final long offset = runOffset(run) + field;
        return file.check(offset, Integer.BYTES) ? intAt(offset) : -1;
    }

    private long longOfRun(final int run, final int field)
    {
        final long offset = runOffset(run) + field;
        return file.check(offset, Long.BYTES) ? longAt(offset) : -1;
    }

    @Override
    public boolean isUsable()
    {
        return file.isUsable();
    }

    @Override
    public long segment()
    {
        return summary.segment();
    }

    @Override
    public long firstGeneration()
    {
        return summary.firstGeneration();
    }

    @Override
    public int generations()
    {
        return (int)summary.generations();
    }

    @Override
    public long firstPosition()
    {
        return summary.firstPosition();
    }

    @Override
    public long nextPosition()
    {
        return summary.nextPosition();
    }

    @Override
    public int endOffset()
    {
        return summary.endOffset();
    }

    @Override
    public int offset(final int generation)
    {
        final long offset = GenerationIndexLayout.COUNTS_LENGTH + (long)generation * Integer.BYTES;
        return generation >= 0 && generation < summary.generations() && file.check(offset, Integer.BYTES) ? intAt(offset) : -1;
    }

    @Override
    public int runs()
    {
        return runs;
    }

    @Override
    public int firstGenerationOf(final int run)
    {
        return intOfRun(run, GenerationIndexLayout.RUN_FIRST_GENERATION_OFFSET);
    }

    @Override
    public int bytesOf(final int run)
    {
        return intOfRun(run, GenerationIndexLayout.RUN_BYTES_OFFSET);
    }

    @Override
    public long firstPositionOf(final int run)
    {
        return longOfRun(run, GenerationIndexLayout.RUN_FIRST_POSITION_OFFSET);
    }

    @Override
    public long minTimestampOf(final int run)
    {
        return longOfRun(run, GenerationIndexLayout.RUN_MIN_TIMESTAMP_OFFSET);
    }

    @Override
    public long maxTimestampOf(final int run)
    {
        return longOfRun(run, GenerationIndexLayout.RUN_MAX_TIMESTAMP_OFFSET);
    }

    @Override
    public long recordedAtOf(final int run)
    {
        return longOfRun(run, GenerationIndexLayout.RUN_RECORDED_AT_OFFSET);
    }

    @Override
    public void addRuns(final ListVisitor visitor, final BitSet found)
    {
        if (!file.check(listsOffset, (long)lists * GenerationIndexLayout.LIST_LENGTH))
        {
            return;
        }
        for (int i = 0; i < lists; i++)
        {
            final long entry = listsOffset + (long)i * GenerationIndexLayout.LIST_LENGTH;
            final boolean isWanted = visitor.isWanted(
                longAt(entry + GenerationIndexLayout.LIST_IDENTITY_HIGH_OFFSET),
                longAt(entry + GenerationIndexLayout.LIST_IDENTITY_LOW_OFFSET),
                intAt(entry + GenerationIndexLayout.LIST_TYPE_OFFSET));
            if (isWanted && !addRuns(entry, found))
            {
                return;
            }
        }
    }

    private boolean addRuns(final long entry, final BitSet found)
    {
        final long start = postingsOffset + intAt(entry + GenerationIndexLayout.LIST_START_OFFSET);
        final int length = intAt(entry + GenerationIndexLayout.LIST_BYTES_OFFSET);
        final int encoding = intAt(entry + GenerationIndexLayout.LIST_ENCODING_OFFSET);
        if (!file.check(start, length))
        {
            return false;
        }
        PostingList.forEach(body, (int)start, length, encoding, found::set);
        return true;
    }
}
