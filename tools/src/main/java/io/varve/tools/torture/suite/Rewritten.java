package io.varve.tools.torture.suite;

import io.varve.codec.checksum.Crc;
import io.varve.tools.torture.damage.DamagedFile;
import io.varve.tools.torture.damage.GenerationMap.Place;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A generation with other data that is valid by itself, as one of another history at the same place would be. */
final class Rewritten
{
    private static final int CRC_OFFSET = 4;
    private static final int CHECKED_OFFSET = 8;

    private Rewritten()
    {
    }

    static void data(final DamagedFile file, final Place place) throws IOException
    {
        final byte[] bytes = DamagedFile.read(place.file(), place.offset(), place.length());
        bytes[bytes.length - 1] ^= 1;
        final ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length).order(ByteOrder.LITTLE_ENDIAN);
        direct.put(bytes);
        direct.putInt(CRC_OFFSET, Crc.crc32c(new UnsafeBuffer(direct), CHECKED_OFFSET, bytes.length - CHECKED_OFFSET));
        direct.get(0, bytes);
        file.put(place.offset(), bytes);
    }
}
