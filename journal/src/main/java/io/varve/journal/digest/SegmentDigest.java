package io.varve.journal.digest;

import io.varve.journal.index.IndexFile;
import io.varve.journal.index.IndexFolder;
import io.varve.journal.index.IndexKind;

import java.nio.ByteOrder;
import java.util.HexFormat;

/**
 * What the file of a sealed segment was when it was sealed.
 *
 * @param lengthBytes of the file.
 * @param sha256      of the file, 64 hexadecimal digits.
 * @param chain       of the last generation in it.
 */
public record SegmentDigest(long lengthBytes, String sha256, long chain)
{
    private static final int SHA256_OFFSET = Long.BYTES;
    private static final int SHA256_LENGTH = 32;

    /** @return the digest of a segment, or null when there is none that can be used. */
    public static SegmentDigest read(final IndexFolder index, final long segment)
    {
        final IndexFile file = index.open(segment, IndexKind.DIGEST);
        if (file.bodyLength() != SHA256_OFFSET + SHA256_LENGTH || !file.checkAll())
        {
            return null;
        }
        final byte[] sha256 = new byte[SHA256_LENGTH];
        file.body().getBytes(SHA256_OFFSET, sha256);
        return new SegmentDigest(
            file.body().getLong(0, ByteOrder.LITTLE_ENDIAN), HexFormat.of().formatHex(sha256), file.summary().chain());
    }
}
