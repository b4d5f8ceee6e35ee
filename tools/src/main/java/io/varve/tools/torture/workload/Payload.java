package io.varve.tools.torture.workload;

import org.agrona.DirectBuffer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Data of an event that says who wrote it and which one it is; every byte behind that follows from it. */
public final class Payload
{
    /** Least bytes. */
    public static final int MIN_LENGTH = 2 * Integer.BYTES;

    private Payload()
    {
    }

    /** The data of a writer's event. */
    public static byte[] of(final int writer, final int number, final int lengthBytes)
    {
        final ByteBuffer bytes = ByteBuffer.allocate(lengthBytes).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(writer).putInt(number);
        long state = start(writer, number, lengthBytes);
        while (bytes.hasRemaining())
        {
            state = next(state);
            bytes.put((byte)(state >>> 56));
        }
        return bytes.array();
    }

    private static long start(final int writer, final int number, final int lengthBytes)
    {
        return ((long)writer << 32 | number & 0xFFFF_FFFFL) * 31 + lengthBytes;
    }

    private static long next(final long state)
    {
        return state * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L;
    }

    /** Whether the bytes are those of the event that they say they are. */
    public static boolean isWhole(final DirectBuffer data, final int length)
    {
        if (length < MIN_LENGTH)
        {
            return false;
        }
        long state = start(writer(data), number(data), length);
        for (int i = MIN_LENGTH; i < length; i++)
        {
            state = next(state);
            if (data.getByte(i) != (byte)(state >>> 56))
            {
                return false;
            }
        }
        return true;
    }

    static int writer(final DirectBuffer data)
    {
        return data.getInt(0, ByteOrder.LITTLE_ENDIAN);
    }

    static int number(final DirectBuffer data)
    {
        return data.getInt(Integer.BYTES, ByteOrder.LITTLE_ENDIAN);
    }
}
