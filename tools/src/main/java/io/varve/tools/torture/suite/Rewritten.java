package io.varve.tools.torture.suite;

import io.varve.codec.checksum.Crc;
import io.varve.codec.generation.GenerationChecksum;
import io.varve.codec.generation.GenerationLayout;
import io.varve.tools.torture.damage.DamagedFile;
import io.varve.tools.torture.damage.GenerationMap.Place;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A generation with other data that is valid by itself, its events too, as one of another history at the same place would be: only
 * its chain tells.
 */
final class Rewritten
{
    private static final int DATA_OFFSET_OFFSET = 120;

    private Rewritten()
    {
    }

    static void data(final DamagedFile file, final Place place) throws IOException
    {
        final byte[] bytes = DamagedFile.read(place.file(), place.offset(), place.length());
        bytes[bytes.length - 1] ^= 1;
        final ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length).order(ByteOrder.LITTLE_ENDIAN);
        direct.put(bytes);
        restampLastEvent(direct);
        GenerationChecksum.stamp(new UnsafeBuffer(direct), 0, bytes.length);
        direct.get(0, bytes);
        file.put(place.offset(), bytes);
    }

    /** The header of the last event stands right ahead of all data, its data at the end. */
    private static void restampLastEvent(final ByteBuffer generation)
    {
        final int header = generation.getInt(DATA_OFFSET_OFFSET) - GenerationLayout.EVENT_LENGTH;
        final int length = generation.getShort(header) & 0xFFFF;
        final ByteBuffer checked = ByteBuffer.allocateDirect(Integer.BYTES + length).order(ByteOrder.LITTLE_ENDIAN);
        checked.putInt(generation.getInt(header));
        checked.put(generation.slice(generation.capacity() - length, length));
        generation.putInt(header + Integer.BYTES, Crc.crc32c(new UnsafeBuffer(checked), 0, checked.capacity()));
    }
}
