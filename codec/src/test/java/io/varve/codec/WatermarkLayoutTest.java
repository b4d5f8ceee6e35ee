package io.varve.codec;

import io.varve.codec.checksum.Crc;
import io.varve.codec.sbe.WatermarkDecoder;
import io.varve.codec.sbe.WatermarkEncoder;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import java.io.IOException;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** A watermark that was once written stays readable; the golden file is never written again. */
class WatermarkLayoutTest
{
    private static final int CHECKED_OFFSET = WatermarkDecoder.sequenceEncodingOffset();
    private static final long U32_MAX = 0xFFFF_FFFFL;
    private static final int MAGIC = 'V' | 'M' << 8 | 'R' << 16 | 'K' << 24;

    @Test
    void shouldReadLayoutVersion1() throws IOException
    {
        final UnsafeBuffer buffer = OffHeap.copyOf(HexText.read("/golden/watermark-v1.hex"));
        final WatermarkDecoder watermark = new WatermarkDecoder().wrap(buffer, 0, WatermarkDecoder.BLOCK_LENGTH, 1);

        assertEquals(88, buffer.capacity());
        assertEquals(MAGIC, (int)watermark.magic());
        assertEquals(
            Crc.crc32c(buffer, CHECKED_OFFSET, buffer.capacity() - CHECKED_OFFSET), (int)watermark.crc());
        assertEquals(9, watermark.sequence());
        assertEquals(0x1111_1111_1111_1111L, watermark.journalIdHigh());
        assertEquals(0x2222_2222_2222_2222L, watermark.journalIdLow());
        assertEquals(7, watermark.number());
        assertEquals(106, watermark.nextPosition());
        assertEquals(0x13D5_14CE_134D_1DE0L, watermark.chain());
        assertEquals(0x4444_4444_4444_4444L, watermark.bootIdHigh());
        assertEquals(0x5555_5555_5555_5555L, watermark.bootIdLow());
        assertEquals(2, watermark.epoch());
        assertEquals(1, watermark.layoutVersion());
        assertEquals(1, watermark.clean());
        assertEquals(3, watermark.segment());
    }

    @Test
    void shouldStillWriteLayoutVersion1() throws IOException
    {
        final UnsafeBuffer buffer = OffHeap.allocate(WatermarkEncoder.BLOCK_LENGTH);
        final WatermarkEncoder watermark = new WatermarkEncoder().wrap(buffer, 0)
            .magic(MAGIC & U32_MAX)
            .sequence(9)
            .journalIdHigh(0x1111_1111_1111_1111L)
            .journalIdLow(0x2222_2222_2222_2222L)
            .number(7)
            .nextPosition(106)
            .chain(0x13D5_14CE_134D_1DE0L)
            .bootIdHigh(0x4444_4444_4444_4444L)
            .bootIdLow(0x5555_5555_5555_5555L)
            .epoch(2)
            .layoutVersion(1)
            .clean((short)1)
            .reserved1((short)0)
            .segment(3);
        watermark.crc(Crc.crc32c(buffer, CHECKED_OFFSET, buffer.capacity() - CHECKED_OFFSET) & U32_MAX);

        assertArrayEquals(HexText.read("/golden/watermark-v1.hex"), OffHeap.bytes(buffer, 0, buffer.capacity()));
    }
}
