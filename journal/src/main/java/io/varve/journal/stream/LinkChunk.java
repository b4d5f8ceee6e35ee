package io.varve.journal.stream;

import io.varve.codec.checksum.Crc;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A file of links that no sealed segment's file holds yet: a header of 4 KB and room for {@value #LINKS} links.
 *
 * <pre>
 *    0  u32  magic, the bytes "VLNK"
 *    4  u32  CRC-32C of bytes 8 to 64
 *    8  u32  layout version, 2
 *   16  i64  table: the number of the table of heads that names these links
 *   24  i64  number of the first link
 * 1024  256 × u32  CRC-32C of each 4 KB of links, true after a clean close
 * 4096  links, 32 bytes each
 * </pre>
 */
final class LinkChunk
{
    static final int LINKS = 32_768;
    static final int HEADER_LENGTH = 4_096;
    static final int LENGTH = HEADER_LENGTH + LINKS * Link.LENGTH;

    private static final int MAGIC = 'V' | 'L' << 8 | 'N' << 16 | 'K' << 24;
    private static final int LAYOUT_VERSION = 2;
    private static final int CRC_OFFSET = 4;
    private static final int VERSION_OFFSET = 8;
    private static final int TABLE_OFFSET = 16;
    private static final int FIRST_LINK_OFFSET = 24;
    private static final int HEADER_END = 64;
    private static final int CHECKSUMS_OFFSET = 1_024;
    private static final int BLOCK_LENGTH = 4_096;
    private static final int BLOCKS = LINKS * Link.LENGTH / BLOCK_LENGTH;

    private final UnsafeBuffer buffer;

    private LinkChunk(final UnsafeBuffer buffer)
    {
        this.buffer = buffer;
    }

    /** Begins a chunk in memory that is all zeros. */
    static LinkChunk format(final UnsafeBuffer zeros, final long table, final long number)
    {
        zeros.putLong(TABLE_OFFSET, table);
        zeros.putLong(FIRST_LINK_OFFSET, number * LINKS);
        zeros.putInt(VERSION_OFFSET, LAYOUT_VERSION);
        zeros.putInt(CRC_OFFSET, Crc.crc32c(zeros, VERSION_OFFSET, HEADER_END - VERSION_OFFSET));
        zeros.putIntOrdered(0, MAGIC);
        return new LinkChunk(zeros);
    }

    /** @return null when the memory does not hold the chunk of a number in a table. */
    static LinkChunk wrap(final UnsafeBuffer buffer, final long table, final long number)
    {
        return buffer.capacity() == LENGTH && buffer.getIntVolatile(0) == MAGIC &&
            buffer.getInt(CRC_OFFSET) == Crc.crc32c(buffer, VERSION_OFFSET, HEADER_END - VERSION_OFFSET) &&
            buffer.getInt(VERSION_OFFSET) == LAYOUT_VERSION &&
            buffer.getLong(TABLE_OFFSET) == table && buffer.getLong(FIRST_LINK_OFFSET) == number * LINKS ?
            new LinkChunk(buffer) : null;
    }

    UnsafeBuffer buffer()
    {
        return buffer;
    }

    /** Offset of a link in {@link #buffer()}. */
    static int offset(final long link)
    {
        return HEADER_LENGTH + (int)(link % LINKS) * Link.LENGTH;
    }

    /** Notes the checksums of all links, which are not changed any more. */
    void seal()
    {
        for (int block = 0; block < BLOCKS; block++)
        {
            buffer.putInt(CHECKSUMS_OFFSET + block * Integer.BYTES, crc(block));
        }
    }

    /** Whether the links are as they were when the checksums were noted. */
    boolean isSound()
    {
        for (int block = 0; block < BLOCKS; block++)
        {
            if (buffer.getInt(CHECKSUMS_OFFSET + block * Integer.BYTES) != crc(block))
            {
                return false;
            }
        }
        return true;
    }

    private int crc(final int block)
    {
        return Crc.crc32c(buffer, HEADER_LENGTH + block * BLOCK_LENGTH, BLOCK_LENGTH);
    }
}
