package io.varve.codec.generation;

import io.varve.codec.checksum.Crc;
import io.varve.codec.sbe.GenerationHeaderEncoder;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteOrder;

/**
 * The two checksums of a generation: one over all that stands ahead of the data, and one that goes on from it over the data too.
 * So a reader of a few events need not look at the data of all others, and the two cost one pass.
 */
public final class GenerationChecksum
{
    private static final int CRC_OFFSET = GenerationHeaderEncoder.crcEncodingOffset();
    private static final int DATA_OFFSET_OFFSET = GenerationHeaderEncoder.dataOffsetEncodingOffset();
    private static final int HEADERS_CRC_OFFSET = GenerationHeaderEncoder.headersCrcEncodingOffset();

    private GenerationChecksum()
    {
    }

    /** Over header, tables and batch headers: magic and the checksums themselves left out. */
    static int ofHeaders(final long address, final int dataOffset)
    {
        final int ofHeader = Crc.crc32c(
            0, address + GenerationLayout.CHECKED_OFFSET, HEADERS_CRC_OFFSET - GenerationLayout.CHECKED_OFFSET);
        return Crc.crc32c(ofHeader, address + GenerationLayout.HEADER_LENGTH, dataOffset - GenerationLayout.HEADER_LENGTH);
    }

    /** Over all of it, from the one over its headers on. */
    static int ofAll(final int headersCrc, final long address, final int dataOffset, final int length)
    {
        return Crc.crc32c(headersCrc, address + dataOffset, length - dataOffset);
    }

    /**
     * Gives bytes that were edited good checksums again; those whose offset of the data lies beyond them stay as they are, and are
     * no generation.
     *
     * @param buffer off-heap memory.
     * @param length bytes of the generation.
     */
    public static void stamp(final UnsafeBuffer buffer, final int offset, final int length)
    {
        buffer.boundsCheck(offset, Math.max(GenerationLayout.HEADER_LENGTH, length));
        final int dataOffset = buffer.getInt(offset + DATA_OFFSET_OFFSET, ByteOrder.LITTLE_ENDIAN);
        if (dataOffset < GenerationLayout.HEADER_LENGTH || dataOffset > length)
        {
            return;
        }
        final long address = buffer.addressOffset() + offset;
        final int headersCrc = ofHeaders(address, dataOffset);
        buffer.putInt(offset + HEADERS_CRC_OFFSET, headersCrc, ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(offset + CRC_OFFSET, ofAll(headersCrc, address, dataOffset, length), ByteOrder.LITTLE_ENDIAN);
    }
}
