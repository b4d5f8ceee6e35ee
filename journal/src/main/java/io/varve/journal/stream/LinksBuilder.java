package io.varve.journal.stream;

import io.varve.codec.dictionary.Dictionary;
import io.varve.codec.generation.BatchDecoder;
import io.varve.codec.generation.GenerationDecoder;
import io.varve.journal.index.IndexKind;
import io.varve.journal.index.IndexOutput;
import io.varve.journal.index.SegmentIndexBuilder;
import io.varve.journal.index.SegmentSummary;
import org.agrona.ExpandableDirectByteBuffer;

import java.io.IOException;

/**
 * Makes the file of a sealed segment's links: those that the writer has appended, checked against the segment; where they are gone,
 * they are made anew from the segment and the links before it.
 */
final class LinksBuilder implements SegmentIndexBuilder
{
    private final Dictionary dictionary;
    private final LinkLog log;
    private final SealedLinks sealed;
    private final BatchDecoder batch = new BatchDecoder();
    private final GenerationLinks generationLinks = new GenerationLinks();

    /** The segment's links without number; in place of the previous one whether the stream begins there. */
    private ExpandableDirectByteBuffer found = new ExpandableDirectByteBuffer();
    private int count;
    private long segment;

    LinksBuilder(final Dictionary dictionary, final LinkLog log, final SealedLinks sealed)
    {
        this.dictionary = dictionary;
        this.log = log;
        this.sealed = sealed;
    }

    @Override
    public IndexKind kind()
    {
        return IndexKind.LINKS;
    }

    @Override
    public void begin(final long newSegment)
    {
        segment = newSegment;
        count = 0;
        sealed.forget(newSegment);
        dropSealed();
    }

    /** Gives up links that stand in files of sealed segments, without a gap. */
    private void dropSealed()
    {
        long end = log.first();
        SealedLinks.Part part = sealed.partOf(end);
        while (part != null && part.segment() < segment)
        {
            end = part.end();
            part = sealed.part(part.segment() + 1);
        }
        try
        {
            log.dropBelow(end);
        }
        catch (final IOException e)
        {
            throw new IllegalStateException("cannot drop links that stand elsewhere: " + e, e);
        }
    }

    @Override
    public void apply(final GenerationDecoder generation, final int offset)
    {
        generationLinks.reset(count);
        batch.wrap(generation);
        while (batch.next())
        {
            final int kind = StreamKey.kind(dictionary.aggregate(
                generation.identityHigh(batch.identityIndex()), generation.identityLow(batch.identityIndex())).logOrdinal(),
                batch.isKeyed());
            final long lastVersion = batch.firstVersion() + batch.count() - 1;
            final int known = generationLinks.find(found, kind, batch.id(), count);
            if (known == count)
            {
                Link.put(found, count * Link.LENGTH, kind, batch.id(), generation.number(),
                    batch.firstVersion() == 0 ? Link.NONE : LinkRepair.UNKNOWN, lastVersion);
                count++;
            }
            else
            {
                Link.lastVersion(found, known * Link.LENGTH, lastVersion);
            }
        }
    }

    @Override
    public void write(final SegmentSummary summary, final IndexOutput out) throws IOException
    {
        final LinkRepair repair = new LinkRepair(log, sealed);
        final long first = repair.complete(found, count, segment, summary.firstGeneration());
        out.putLong(first);
        out.putLong(count);
        out.putLong(0);
        out.putLong(0);
        for (int i = 0; i < count; i++)
        {
            Link.seal(found, i * Link.LENGTH);
        }
        out.putBytes(found, 0, count * Link.LENGTH);
        found = new ExpandableDirectByteBuffer(); // as large as the largest segment's links else, for ever
    }
}
