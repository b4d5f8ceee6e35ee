package io.varve.journal.index;

import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.Arrays;

/**
 * In which runs of a segment something occurs, ascending, each once: kept as the distances between them, 7 bits a byte, low
 * ones first, the top bit set on all but the last byte of a distance.
 */
final class PostingList
{
    /** Bytes of the list are distances. */
    static final int DISTANCES = 0;

    /** Bytes of the list are bits, one a run, lowest first: shorter where nearly every run is in it. */
    static final int BITS = 1;

    private static final int INITIAL_LENGTH = 16;

    private byte[] bytes = new byte[INITIAL_LENGTH];
    private int length;
    private int count;
    private int last = -1;

    /** Adds a run, not below the last one. */
    void add(final int run)
    {
        if (run == last)
        {
            return;
        }
        int distance = run - last - 1;
        if (length + Integer.BYTES >= bytes.length)
        {
            bytes = Arrays.copyOf(bytes, 2 * bytes.length);
        }
        while (distance >= 0x80)
        {
            bytes[length++] = (byte)(distance | 0x80);
            distance >>>= 7;
        }
        bytes[length++] = (byte)distance;
        last = run;
        count++;
    }

    int count()
    {
        return count;
    }

    /** The shorter way to write the list. */
    int encoding(final int runs)
    {
        return length <= bitsLength(runs) ? DISTANCES : BITS;
    }

    int encodedLength(final int runs)
    {
        return Math.min(length, bitsLength(runs));
    }

    private static int bitsLength(final int runs)
    {
        return BitUtil.align(runs, Byte.SIZE) / Byte.SIZE;
    }

    byte[] encoded(final int runs)
    {
        if (encoding(runs) == DISTANCES)
        {
            return Arrays.copyOf(bytes, length);
        }
        final byte[] bits = new byte[bitsLength(runs)];
        forEach(new UnsafeBuffer(bytes), 0, length, DISTANCES, run -> bits[run >>> 3] |= (byte)(1 << (run & 7)));
        return bits;
    }

    void forEach(final RunConsumer consumer)
    {
        forEach(new UnsafeBuffer(bytes), 0, length, DISTANCES, consumer);
    }

    /** Takes runs. */
    @FunctionalInterface
    interface RunConsumer
    {
        void onRun(int run);
    }

    /** Hands out the runs of a list. */
    static void forEach(
        final DirectBuffer buffer,
        final int offset,
        final int length,
        final int encoding,
        final RunConsumer consumer)
    {
        final int end = offset + length;
        if (encoding == BITS)
        {
            for (int at = offset; at < end; at++)
            {
                for (int bits = buffer.getByte(at) & 0xFF; bits != 0; bits &= bits - 1)
                {
                    consumer.onRun((at - offset) * Byte.SIZE + Integer.numberOfTrailingZeros(bits));
                }
            }
            return;
        }
        int run = -1;
        int at = offset;
        while (at < end)
        {
            int distance = 0;
            int shift = 0;
            byte next;
            do
            {
                next = buffer.getByte(at++);
                distance |= (next & 0x7F) << shift;
                shift += 7;
            }
            while (next < 0 && at < end);
            run += distance + 1;
            consumer.onRun(run);
        }
    }
}
