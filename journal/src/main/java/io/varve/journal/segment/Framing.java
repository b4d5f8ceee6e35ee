package io.varve.journal.segment;

import org.agrona.DirectBuffer;

import java.nio.ByteOrder;

/**
 * How documents stand in a segment, as Chronicle Queue frames them: a little-endian header word, the body, padding to a
 * multiple of 4.
 *
 * <pre>
 *  31 30 29                                        0
 *  +--+--+------------------------------------------+
 *  |N |M | length of the body in bytes              |   N not complete, M metadata (headers, index pages)
 *  +--+--+------------------------------------------+
 * </pre>
 *
 * <p>Word 0 means that nothing, or an open document, stands here; {@link #END_OF_FILE} ends a segment that was rolled.
 */
public final class Framing
{
    /** Bytes of the header word. */
    public static final int WORD_LENGTH = Integer.BYTES;

    /** The word behind the last document of a segment that was rolled. */
    public static final int END_OF_FILE = 0xC000_0000;

    private static final int NOT_COMPLETE = 0x8000_0000;
    private static final int METADATA = 0x4000_0000;
    private static final int LENGTH_MASK = 0x3FFF_FFFF;

    private Framing()
    {
    }

    /** The word at an offset. */
    public static int word(final DirectBuffer buffer, final int offset)
    {
        return buffer.getInt(offset, ByteOrder.LITTLE_ENDIAN);
    }

    /** Whether a complete metadata document starts with the word. */
    public static boolean isMetadata(final int word)
    {
        return (word & (NOT_COMPLETE | METADATA)) == METADATA;
    }

    /** Bytes of the body of a complete document. */
    public static int length(final int word)
    {
        return word & LENGTH_MASK;
    }

    /** Offset of the word behind a document. */
    public static long next(final long wordOffset, final int bodyLength)
    {
        return wordOffset + WORD_LENGTH + bodyLength + WORD_LENGTH - 1 & -WORD_LENGTH;
    }
}
