package io.varve.codec.checksum;

import org.agrona.DirectBuffer;
import org.agrona.LangUtil;
import org.agrona.checksum.Checksum;
import org.agrona.checksum.Crc32;
import org.agrona.checksum.Crc32c;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.util.zip.CRC32C;

/**
 * The two CRCs of the format over direct memory: CRC-32C (Castagnoli) for everything that is checked, CRC-32 (zlib)
 * as the second opinion in a {@link Chain}. Both are JVM intrinsics; neither allocates.
 */
public final class Crc
{
    private static final Checksum CASTAGNOLI = Crc32c.INSTANCE;
    private static final Checksum ZLIB = Crc32.INSTANCE;

    /** The intrinsic itself, from any state on: what {@link Crc32c} calls with the first. */
    private static final MethodHandle CONTINUE_CASTAGNOLI;

    static
    {
        try
        {
            final Method method = CRC32C.class.getDeclaredMethod(
                "updateDirectByteBuffer", int.class, long.class, int.class, int.class);
            method.setAccessible(true);
            CONTINUE_CASTAGNOLI = MethodHandles.lookup().unreflect(method);
        }
        catch (final ReflectiveOperationException e)
        {
            throw new ExceptionInInitializerError(e);
        }
    }

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

    /**
     * CRC-32C of bytes that follow others, so that one sum over both needs them in one place no more.
     *
     * @param previous sum of what stands ahead, 0 for nothing.
     */
    public static int crc32c(final int previous, final long address, final int length)
    {
        try
        {
            return ~(int)CONTINUE_CASTAGNOLI.invokeExact(~previous, address, 0, length);
        }
        catch (final Throwable e)
        {
            LangUtil.rethrowUnchecked(e);
            return 0;
        }
    }
}
