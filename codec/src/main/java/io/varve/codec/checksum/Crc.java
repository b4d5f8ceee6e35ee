package io.varve.codec.checksum;

import org.agrona.DirectBuffer;
import org.agrona.checksum.Checksum;
import org.agrona.checksum.Crc32;
import org.agrona.checksum.Crc32c;

/**
 * The two CRCs of the format over direct memory: CRC-32C (Castagnoli) for everything that is checked, CRC-32 (zlib)
 * as the second opinion in a {@link Chain}. Both are JVM intrinsics; neither allocates.
 */
public final class Crc
{
    private static final Checksum CASTAGNOLI = Crc32c.INSTANCE;
    private static final Checksum ZLIB = Crc32.INSTANCE;

    private Crc()
    {
    }

    /**
     * CRC-32C of bytes of a direct buffer.
     *
     * @param buffer over off-heap memory: its {@link DirectBuffer#addressOffset()} is an address.
     */
    public static int crc32c(final DirectBuffer buffer, final int offset, final int length)
    {
        assert buffer.byteArray() == null : "checksums are of off-heap memory";
        return CASTAGNOLI.compute(buffer.addressOffset(), offset, length);
    }

    /** CRC-32 as zlib has it, of bytes of a direct buffer. */
    public static int crc32(final DirectBuffer buffer, final int offset, final int length)
    {
        assert buffer.byteArray() == null : "checksums are of off-heap memory";
        return ZLIB.compute(buffer.addressOffset(), offset, length);
    }
}
