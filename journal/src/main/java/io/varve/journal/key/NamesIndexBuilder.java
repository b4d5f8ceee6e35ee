package io.varve.journal.key;

import io.varve.codec.generation.EntryKind;
import io.varve.codec.generation.GenerationDecoder;
import io.varve.codec.name.Identity;
import io.varve.journal.index.IndexKind;
import io.varve.journal.index.IndexOutput;
import io.varve.journal.index.SegmentIndexBuilder;
import io.varve.journal.index.SegmentSummary;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes the names file of a sealed segment: its dictionary entries, so that nobody has to read the segment for them. */
public final class NamesIndexBuilder implements SegmentIndexBuilder, GenerationDecoder.EntryConsumer
{
    private final Map<Identity, Integer> identities = new HashMap<>();
    private final List<Identity> identityList = new ArrayList<>();
    private final NamesBuffer names = new NamesBuffer();
    private final NamesBuffer keys = new NamesBuffer();

    @Override
    public IndexKind kind()
    {
        return IndexKind.NAMES;
    }

    @Override
    public void begin(final long segment)
    {
        identities.clear();
        identityList.clear();
        names.clear();
        keys.clear();
    }

    @Override
    public void apply(final GenerationDecoder generation, final int offset)
    {
        if (generation.entryCount() > 0)
        {
            generation.forEachEntry(this);
        }
    }

    @Override
    public void onEntry(
        final EntryKind kind, final long identityHigh, final long identityLow, final long number, final byte[] utf8)
    {
        final Integer index = identities.computeIfAbsent(new Identity(identityHigh, identityLow), identity ->
        {
            identityList.add(identity);
            return identityList.size() - 1;
        });
        (kind == EntryKind.KEY ? keys : names).add(kind, index, number, utf8);
    }

    @Override
    public void write(final SegmentSummary summary, final IndexOutput out) throws IOException
    {
        out.putInt(identityList.size());
        out.putInt(names.count());
        out.putInt(keys.count());
        out.putInt(0);
        out.putLong(names.length());
        out.putLong(keys.length());
        final UnsafeBuffer bytes = new UnsafeBuffer(new byte[Identity.LENGTH]);
        for (final Identity identity : identityList)
        {
            Identity.write(bytes, 0, identity.high(), identity.low());
            out.putBytes(bytes, 0, Identity.LENGTH);
        }
        names.write(out);
        keys.write(out);
        begin(summary.segment());
    }
}
