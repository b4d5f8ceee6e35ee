package io.varve.journal;

import io.varve.api.Durability;
import io.varve.api.Event;
import io.varve.api.Publisher;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;

/** Data that a test can tell from any other. */
final class TestEvents
{
    private TestEvents()
    {
    }

    /** Bytes that depend on a seed and the length. */
    static byte[] bytes(final long seed, final int length)
    {
        final byte[] bytes = new byte[length];
        new Random(seed * 31 + length).nextBytes(bytes);
        return bytes;
    }

    /** Events of three types whose data is {@link #bytes} of their number. */
    static Event[] events(final int count, final int lengthEach)
    {
        return IntStream.range(0, count)
            .mapToObj(i -> Event.of("type" + i % 3, bytes(i, lengthEach)))
            .toArray(Event[]::new);
    }

    /** The checksum that an event of a type number must have. */
    static int crc(final int type, final byte[] data)
    {
        final CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putShort((short)data.length).putShort((short)type).flip());
        crc.update(data);
        return (int)crc.getValue();
    }

    /** Takes the acks of a publisher whose window is nearly used up. */
    static void makeRoom(final Publisher publisher, final long lastTicket)
    {
        if (publisher.unpolled() > 900)
        {
            publisher.await(lastTicket, Durability.JOURNALED);
            publisher.poll((ticket, status, position, version) -> { }, Integer.MAX_VALUE);
        }
    }
}
