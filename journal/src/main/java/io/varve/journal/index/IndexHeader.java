package io.varve.journal.index;

import io.varve.codec.checksum.Crc;
import io.varve.codec.sbe.IndexHeaderDecoder;
import io.varve.codec.sbe.IndexHeaderEncoder;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The first bytes of an index file, and where its parts are: header, body, then a CRC-32C for each block of the body.
 *
 * @param kind       code of what the body holds.
 * @param summary    of the segment that it was made from.
 * @param bodyLength bytes of the body.
 * @param tableCrc   CRC-32C of the table of blocks.
 */
record IndexHeader(int kind, SegmentSummary summary, long bodyLength, int tableCrc)
{
    /** Bytes ahead of the body. */
    static final int LENGTH = IndexHeaderEncoder.BLOCK_LENGTH;

    /** Bytes of the body that one CRC stands for. */
    static final int BLOCK_LENGTH = 4_096;

    private static final int MAGIC = 'V' | 'I' << 8 | 'D' << 16 | 'X' << 24;
    private static final int LAYOUT_VERSION = 1;
    private static final int CHECKED_OFFSET = IndexHeaderEncoder.layoutVersionEncodingOffset();

    static int blocks(final long bodyLength)
    {
        return (int)((bodyLength + BLOCK_LENGTH - 1) / BLOCK_LENGTH);
    }

    /** Offset in the file of the table of CRCs. */
    static long tableOffset(final long bodyLength)
    {
        return LENGTH + bodyLength;
    }

    static long fileLength(final long bodyLength)
    {
        return tableOffset(bodyLength) + (long)blocks(bodyLength) * Integer.BYTES;
    }

    void encode(final UnsafeBuffer buffer, final long journalIdHigh, final long journalIdLow)
    {
        final IndexHeaderEncoder encoder = new IndexHeaderEncoder();
        encoder.wrap(buffer, 0)
            .magic(MAGIC & 0xFFFF_FFFFL)
            .layoutVersion(LAYOUT_VERSION)
            .kind(kind)
            .bodyVersion(IndexKind.bodyVersion(kind))
            .headerLength(LENGTH)
            .journalIdHigh(journalIdHigh)
            .journalIdLow(journalIdLow)
            .segment(summary.segment())
            .firstGeneration(summary.firstGeneration())
            .generations(summary.generations())
            .firstPosition(summary.firstPosition())
            .nextPosition(summary.nextPosition())
            .previousChain(summary.previousChain())
            .chain(summary.chain())
            .minTimestamp(summary.minTimestamp())
            .maxTimestamp(summary.maxTimestamp())
            .firstRecordedAt(summary.firstRecordedAt())
            .recordedAt(summary.recordedAt())
            .syncedUpTo(summary.syncedUpTo())
            .events(summary.events())
            .bytes(summary.bytes())
            .dataBytes(summary.dataBytes())
            .bodyLength(bodyLength)
            .tableCrc(tableCrc & 0xFFFF_FFFFL)
            .epoch(summary.epoch())
            .endOffset(summary.endOffset())
            .lastOffset(summary.lastOffset())
            .streams(summary.streams());
        encoder.crc(Crc.crc32c(buffer, CHECKED_OFFSET, LENGTH - CHECKED_OFFSET) & 0xFFFF_FFFFL);
    }

    /** @return null for a header of this kind, segment and journal; else why it is none. */
    static String check(
        final UnsafeBuffer buffer, final int kind, final long segment, final long journalIdHigh, final long journalIdLow)
    {
        final IndexHeaderDecoder decoder = new IndexHeaderDecoder().wrap(buffer, 0, LENGTH, LAYOUT_VERSION);
        if ((int)decoder.magic() != MAGIC)
        {
            return "no magic";
        }
        if (decoder.layoutVersion() != LAYOUT_VERSION || decoder.bodyVersion() != IndexKind.bodyVersion(kind) ||
            decoder.headerLength() != LENGTH)
        {
            return "unknown layout";
        }
        if ((int)decoder.crc() != Crc.crc32c(buffer, CHECKED_OFFSET, LENGTH - CHECKED_OFFSET))
        {
            return "header crc mismatch";
        }
        if (decoder.kind() != kind || decoder.segment() != segment)
        {
            return "of another segment or kind: segment=" + decoder.segment() + ", kind=" + decoder.kind();
        }
        if (decoder.journalIdHigh() != journalIdHigh || decoder.journalIdLow() != journalIdLow)
        {
            return "of another journal";
        }
        final boolean isPossible = decoder.bodyLength() >= 0 && decoder.bodyLength() <= Integer.MAX_VALUE / 2 &&
            decoder.generations() > 0 && decoder.endOffset() <= Integer.MAX_VALUE &&
            decoder.lastOffset() < decoder.endOffset();
        return isPossible ? null : "impossible counts";
    }

    static IndexHeader decode(final UnsafeBuffer buffer)
    {
        final IndexHeaderDecoder decoder = new IndexHeaderDecoder().wrap(buffer, 0, LENGTH, LAYOUT_VERSION);
        return new IndexHeader(
            decoder.kind(),
            new SegmentSummary(
                decoder.segment(),
                decoder.firstGeneration(),
                decoder.generations(),
                decoder.firstPosition(),
                decoder.nextPosition(),
                decoder.previousChain(),
                decoder.chain(),
                decoder.minTimestamp(),
                decoder.maxTimestamp(),
                decoder.firstRecordedAt(),
                decoder.recordedAt(),
                decoder.syncedUpTo(),
                decoder.events(),
                decoder.bytes(),
                decoder.dataBytes(),
                decoder.epoch(),
                (int)decoder.endOffset(),
                (int)decoder.lastOffset(),
                decoder.streams()),
            decoder.bodyLength(),
            (int)decoder.tableCrc());
    }
}
