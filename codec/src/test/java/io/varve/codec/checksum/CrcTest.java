package io.varve.codec.checksum;

import io.varve.codec.AllocationMeter;
import io.varve.codec.OffHeap;
import io.varve.codec.SeededRounds;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class CrcTest
{
    @Test
    void shouldGiveThePublishedCheckValues()
    {
        final UnsafeBuffer buffer = OffHeap.copyOf("123456789".getBytes(StandardCharsets.US_ASCII));

        assertEquals(0xE306_9283, Crc.crc32c(buffer, 0, 9));
        assertEquals(0xCBF4_3926, Crc.crc32(buffer, 0, 9));
        assertEquals(0, Crc.crc32c(buffer, 0, 0));
        assertEquals(0, Crc.crc32(buffer, 0, 0));
    }

    @Test
    void shouldAgreeWithTheJdkAtEveryOffsetAndLength()
    {
        SeededRounds.run(500, random ->
        {
            final byte[] bytes = new byte[1 + random.nextInt(5_000)];
            random.nextBytes(bytes);
            final UnsafeBuffer buffer = OffHeap.copyOf(bytes);
            final int offset = random.nextInt(bytes.length);
            final int length = random.nextInt(bytes.length - offset + 1);

            assertEquals(jdk(new CRC32C(), bytes, offset, length), Crc.crc32c(buffer, offset, length));
            assertEquals(jdk(new CRC32(), bytes, offset, length), Crc.crc32(buffer, offset, length));
        });
    }

    @Test
    void shouldContinueASumOverWhatStandsAhead()
    {
        SeededRounds.run(200, random ->
        {
            final byte[] bytes = new byte[1 + random.nextInt(300)];
            random.nextBytes(bytes);
            final UnsafeBuffer buffer = OffHeap.copyOf(bytes);
            final int split = random.nextInt(bytes.length + 1);

            final int head = Crc.crc32c(0, buffer.addressOffset(), split);

            assertEquals(jdk(new CRC32C(), bytes, 0, bytes.length),
                Crc.crc32c(head, buffer.addressOffset() + split, bytes.length - split));
        });
    }

    @Test
    void shouldRefuseHeapMemoryInsteadOfReadingFromAWildAddress()
    {
        final UnsafeBuffer heap = new UnsafeBuffer(new byte[16]);

        assertThrows(AssertionError.class, () -> Crc.crc32c(heap, 0, 16));
        assertThrows(AssertionError.class, () -> Crc.crc32(heap, 0, 16));
    }

    @Test
    void shouldNotAllocate()
    {
        final UnsafeBuffer buffer = OffHeap.allocate(64);

        final long bytes = AllocationMeter.bytesAllocated(
            100_000, () -> buffer.putInt(0, Crc.crc32c(buffer, 4, 60) ^ Crc.crc32(buffer, 4, 60)));

        assertTrue(bytes <= 4_096, "bytes=" + bytes);
    }

    private static int jdk(final Checksum checksum, final byte[] bytes, final int offset, final int length)
    {
        checksum.update(bytes, offset, length);
        return (int)checksum.getValue();
    }
}
