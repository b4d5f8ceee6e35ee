package io.varve.codec.generation;

import io.varve.codec.sbe.GenerationHeaderDecoder;
import org.agrona.DirectBuffer;
import org.agrona.UnsafeApi;

import java.nio.ByteOrder;

/**
 * The fields of a generation's header by address, behind one check of its bounds: a reader of small generations asks for some
 * twenty of them each. The schema says where they are.
 */
final class HeaderFields
{
    private static final boolean IS_LITTLE_ENDIAN = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

    private Object base;
    private long address;

    /** Over a header; the memory must stay for as long as fields are asked for. */
    void wrap(final DirectBuffer buffer, final int offset)
    {
        buffer.boundsCheck(offset, GenerationLayout.HEADER_LENGTH);
        base = buffer.byteArray();
        address = buffer.addressOffset() + offset;
    }

    private long i64(final int offset)
    {
        final long value = UnsafeApi.getLong(base, address + offset);
        return IS_LITTLE_ENDIAN ? value : Long.reverseBytes(value);
    }

    private int i32(final int offset)
    {
        final int value = UnsafeApi.getInt(base, address + offset);
        return IS_LITTLE_ENDIAN ? value : Integer.reverseBytes(value);
    }

    private long u32(final int offset)
    {
        return Integer.toUnsignedLong(i32(offset));
    }

    private int u16(final int offset)
    {
        final short value = UnsafeApi.getShort(base, address + offset);
        return Short.toUnsignedInt(IS_LITTLE_ENDIAN ? value : Short.reverseBytes(value));
    }

    int magic()
    {
        return i32(GenerationHeaderDecoder.magicEncodingOffset());
    }

    int crc()
    {
        return i32(GenerationHeaderDecoder.crcEncodingOffset());
    }

    long length()
    {
        return u32(GenerationHeaderDecoder.lengthEncodingOffset());
    }

    int layoutVersion()
    {
        return u16(GenerationHeaderDecoder.layoutVersionEncodingOffset());
    }

    int headerLength()
    {
        return u16(GenerationHeaderDecoder.headerLengthEncodingOffset());
    }

    long number()
    {
        return i64(GenerationHeaderDecoder.numberEncodingOffset());
    }

    long firstPosition()
    {
        return i64(GenerationHeaderDecoder.firstPositionEncodingOffset());
    }

    long nextPosition()
    {
        return i64(GenerationHeaderDecoder.nextPositionEncodingOffset());
    }

    long minTimestamp()
    {
        return i64(GenerationHeaderDecoder.minTimestampEncodingOffset());
    }

    long maxTimestamp()
    {
        return i64(GenerationHeaderDecoder.maxTimestampEncodingOffset());
    }

    long recordedAt()
    {
        return i64(GenerationHeaderDecoder.recordedAtEncodingOffset());
    }

    long journalId()
    {
        return i64(GenerationHeaderDecoder.journalIdEncodingOffset());
    }

    long term()
    {
        return i64(GenerationHeaderDecoder.termEncodingOffset());
    }

    long syncedUpTo()
    {
        return i64(GenerationHeaderDecoder.syncedUpToEncodingOffset());
    }

    long previousChain()
    {
        return i64(GenerationHeaderDecoder.previousChainEncodingOffset());
    }

    long epoch()
    {
        return u32(GenerationHeaderDecoder.epochEncodingOffset());
    }

    long eventCount()
    {
        return u32(GenerationHeaderDecoder.eventCountEncodingOffset());
    }

    long batchCount()
    {
        return u32(GenerationHeaderDecoder.batchCountEncodingOffset());
    }

    int identityCount()
    {
        return u16(GenerationHeaderDecoder.identityCountEncodingOffset());
    }

    int producerCount()
    {
        return u16(GenerationHeaderDecoder.producerCountEncodingOffset());
    }

    long entryCount()
    {
        return u32(GenerationHeaderDecoder.entryCountEncodingOffset());
    }

    long headersOffset()
    {
        return u32(GenerationHeaderDecoder.headersOffsetEncodingOffset());
    }

    long dataOffset()
    {
        return u32(GenerationHeaderDecoder.dataOffsetEncodingOffset());
    }

    int headersCrc()
    {
        return i32(GenerationHeaderDecoder.headersCrcEncodingOffset());
    }
}
