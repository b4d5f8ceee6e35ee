package io.varve.journal.stream;

import io.varve.codec.checksum.Crc;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * One generation of one stream, {@value #LENGTH} bytes; links are numbered densely in the order of the log.
 *
 * <pre>
 *    0  i64  id of the instance, or number of its key
 *    8  u48  number of the generation
 *   14  u48  previous link of the stream, all ones none
 *   20  u32  kind: 1 + (place of the aggregate in the log × 2 + 1 for a keyed instance)
 *   24  u32  last version of the stream in the generation
 *   28  u32  CRC-32C of bytes 0 to 28
 * </pre>
 *
 * <p>The last version is all that ever changes, and it stands with the checksum in one word of 8 bytes, which is stored at once: a
 * link that counts is whole at any moment.
 */
final class Link
{
    static final int LENGTH = 32;

    /** No previous link. */
    static final long NONE = -1;

    /** What the last version and the checksum share. */
    static final int LAST_WORD_OFFSET = 24;

    private static final int SHORT_BITS = 48;
    private static final long SHORT_MASK = (1L << SHORT_BITS) - 1;
    private static final int PREVIOUS_UPPER_SHIFT = Long.SIZE - SHORT_BITS;

    private static final int ID_OFFSET = 0;
    private static final int GENERATION_OFFSET = 8;
    private static final int PREVIOUS_UPPER_OFFSET = 16;
    private static final int KIND_OFFSET = 20;
    private static final int LAST_VERSION_OFFSET = LAST_WORD_OFFSET;
    private static final int CRC_OFFSET = 28;

    private Link()
    {
    }

    /** Writes all but the checksum. */
    static void put(
        final MutableDirectBuffer buffer,
        final int offset,
        final int kind,
        final long id,
        final long generation,
        final long previous,
        final long lastVersion)
    {
        buffer.putLong(offset + ID_OFFSET, id);
        buffer.putLong(offset + GENERATION_OFFSET, generation & SHORT_MASK);
        buffer.putInt(offset + KIND_OFFSET, kind);
        buffer.putInt(offset + LAST_VERSION_OFFSET, (int)lastVersion);
        previous(buffer, offset, previous);
    }

    /** Sets the checksum of a link that is complete, in off-heap memory. */
    static void seal(final MutableDirectBuffer buffer, final int offset)
    {
        buffer.putInt(offset + CRC_OFFSET, crc(buffer, offset));
    }

    /** What the checksum must be. */
    static int crc(final DirectBuffer buffer, final int offset)
    {
        return Crc.crc32c(buffer, offset, CRC_OFFSET);
    }

    /** Whether the checksum is true; while nobody changes the link. */
    static boolean isValid(final DirectBuffer buffer, final int offset)
    {
        return buffer.getInt(offset + CRC_OFFSET) == crc(buffer, offset);
    }

    static long id(final DirectBuffer buffer, final int offset)
    {
        return buffer.getLong(offset + ID_OFFSET);
    }

    static long generation(final DirectBuffer buffer, final int offset)
    {
        return buffer.getLong(offset + GENERATION_OFFSET) & SHORT_MASK;
    }

    static long previous(final DirectBuffer buffer, final int offset)
    {
        return (long)buffer.getInt(offset + PREVIOUS_UPPER_OFFSET) << PREVIOUS_UPPER_SHIFT |
            buffer.getLong(offset + GENERATION_OFFSET) >>> SHORT_BITS;
    }

    static int kind(final DirectBuffer buffer, final int offset)
    {
        return buffer.getInt(offset + KIND_OFFSET);
    }

    static long lastVersion(final DirectBuffer buffer, final int offset)
    {
        return buffer.getInt(offset + LAST_VERSION_OFFSET) & 0xFFFF_FFFFL;
    }

    /** Changes the last version; the checksum is not true until {@link #seal}. */
    static void lastVersion(final MutableDirectBuffer buffer, final int offset, final long lastVersion)
    {
        buffer.putInt(offset + LAST_VERSION_OFFSET, (int)lastVersion);
    }

    /** Changes the previous link; the checksum is not true until {@link #seal}. */
    static void previous(final MutableDirectBuffer buffer, final int offset, final long previous)
    {
        buffer.putLong(offset + GENERATION_OFFSET, generation(buffer, offset) | previous << SHORT_BITS);
        buffer.putInt(offset + PREVIOUS_UPPER_OFFSET, (int)(previous >> PREVIOUS_UPPER_SHIFT));
    }

    /** Whether a link is of a stream. */
    static boolean isOf(final DirectBuffer buffer, final int offset, final int kind, final long id)
    {
        return id(buffer, offset) == id && kind(buffer, offset) == kind;
    }
}
