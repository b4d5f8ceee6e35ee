package io.varve.journal.digest;

import io.varve.codec.generation.GenerationDecoder;
import io.varve.journal.index.IndexKind;
import io.varve.journal.index.IndexOutput;
import io.varve.journal.index.SegmentIndexBuilder;
import io.varve.journal.index.SegmentSummary;
import io.varve.journal.segment.SegmentNames;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/** Makes the digest of a sealed segment: length and SHA-256 of its file, which does not change any more. */
public final class DigestIndexBuilder implements SegmentIndexBuilder
{
    private final Path folder;

    /** Of the segments in a folder. */
    public DigestIndexBuilder(final Path folder)
    {
        this.folder = folder;
    }

    @Override
    public IndexKind kind()
    {
        return IndexKind.DIGEST;
    }

    @Override
    public void begin(final long segment)
    {
        // Nothing is kept between segments.
    }

    @Override
    public void apply(final GenerationDecoder generation, final int offset)
    {
        // The digest is of the file, framing included.
    }

    @Override
    public void write(final SegmentSummary summary, final IndexOutput out) throws IOException
    {
        final Path file = folder.resolve(SegmentNames.file(summary.segment()));
        final byte[] sha256 = HexFormat.of().parseHex(Sha256.of(file));
        out.putLong(Files.size(file));
        out.putBytes(new UnsafeBuffer(ByteBuffer.wrap(sha256)), 0, sha256.length);
    }
}
