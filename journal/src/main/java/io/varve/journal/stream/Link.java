package io.varve.journal.stream;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * One generation of one stream, {@value #LENGTH} bytes; links are numbered densely in the order of the log.
 *
 * <pre>
 *    0  i64  id of the instance, or number of its key
 *    8  i64  number of the generation
 *   16  i64  previous link of the stream, -1 none
 *   24  u32  kind: 1 + (place of the aggregate in the log × 2 + 1 for a keyed instance)
 *   28  u32  last version of the stream in the generation
 * </pre>
 */
final class Link
{
    static final int LENGTH = 32;

    /** No previous link. */
    static final long NONE = -1;

    private static final int ID_OFFSET = 0;
    private static final int GENERATION_OFFSET = 8;
    private static final int PREVIOUS_OFFSET = 16;
    private static final int KIND_OFFSET = 24;
    private static final int LAST_VERSION_OFFSET = 28;

    private Link()
    {
    }

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
        buffer.putLong(offset + GENERATION_OFFSET, generation);
        buffer.putLong(offset + PREVIOUS_OFFSET, previous);
        buffer.putInt(offset + KIND_OFFSET, kind);
        buffer.putInt(offset + LAST_VERSION_OFFSET, (int)lastVersion);
    }

    static long id(final DirectBuffer buffer, final int offset)
    {
        return buffer.getLong(offset + ID_OFFSET);
    }

    static long generation(final DirectBuffer buffer, final int offset)
    {
        return buffer.getLong(offset + GENERATION_OFFSET);
    }

    static long previous(final DirectBuffer buffer, final int offset)
    {
        return buffer.getLong(offset + PREVIOUS_OFFSET);
    }

    static int kind(final DirectBuffer buffer, final int offset)
    {
        return buffer.getInt(offset + KIND_OFFSET);
    }

    static long lastVersion(final DirectBuffer buffer, final int offset)
    {
        return buffer.getInt(offset + LAST_VERSION_OFFSET) & 0xFFFF_FFFFL;
    }

    static void lastVersion(final MutableDirectBuffer buffer, final int offset, final long lastVersion)
    {
        buffer.putInt(offset + LAST_VERSION_OFFSET, (int)lastVersion);
    }

    static void previous(final MutableDirectBuffer buffer, final int offset, final long previous)
    {
        buffer.putLong(offset + PREVIOUS_OFFSET, previous);
    }

    /** Whether a link is of a stream. */
    static boolean isOf(final DirectBuffer buffer, final int offset, final int kind, final long id)
    {
        return id(buffer, offset) == id && kind(buffer, offset) == kind;
    }
}
