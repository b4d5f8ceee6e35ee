package io.varve.codec.name;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteOrder;

/**
 * Who an aggregate is in 16 bytes: 15 of packed domain name, 1 of the aggregate's number in that domain.
 *
 * <p>Read as two big-endian longs, so that unsigned comparison orders identities by domain name, then number.
 *
 * @param high bytes 0 to 7.
 * @param low  bytes 8 to 15; the lowest byte is the aggregate's number.
 */
public record Identity(long high, long low)
{
    /** Bytes of an identity. */
    public static final int LENGTH = 16;

    private static final long AGGREGATE_MASK = 0xFFL;

    /** The identity of an aggregate; number 0 stands for the domain itself. */
    public static Identity of(final String domain, final int aggregateNumber)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[LENGTH]);
        PackedAscii.encode(domain, buffer, 0);
        buffer.putByte(PackedAscii.PACKED_LENGTH, (byte)aggregateNumber);
        return read(buffer, 0);
    }

    /** Reads the identity that stands at an offset. */
    public static Identity read(final DirectBuffer buffer, final int offset)
    {
        return new Identity(high(buffer, offset), low(buffer, offset));
    }

    /** The first long of the identity that stands at an offset, without allocating. */
    public static long high(final DirectBuffer buffer, final int offset)
    {
        return buffer.getLong(offset, ByteOrder.BIG_ENDIAN);
    }

    /** The second long of the identity that stands at an offset, without allocating. */
    public static long low(final DirectBuffer buffer, final int offset)
    {
        return buffer.getLong(offset + Long.BYTES, ByteOrder.BIG_ENDIAN);
    }

    /** Writes an identity as its two longs. */
    public static void write(final MutableDirectBuffer buffer, final int offset, final long high, final long low)
    {
        buffer.putLong(offset, high, ByteOrder.BIG_ENDIAN);
        buffer.putLong(offset + Long.BYTES, low, ByteOrder.BIG_ENDIAN);
    }

    /** The domain's name, unpacked. */
    public String domain()
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[LENGTH]);
        write(buffer, 0, high, low);
        return PackedAscii.decode(buffer, 0);
    }

    /** Number of the aggregate in its domain, 1 to 255, or 0 for the domain itself. */
    public int aggregateNumber()
    {
        return (int)(low & AGGREGATE_MASK);
    }

    /** The identity of the domain that this aggregate belongs to. */
    public Identity domainIdentity()
    {
        return withAggregate(0);
    }

    /** The identity of another aggregate of the same domain. */
    public Identity withAggregate(final int aggregateNumber)
    {
        return new Identity(high, low & ~AGGREGATE_MASK | aggregateNumber & AGGREGATE_MASK);
    }
}
