package io.varve.journal.write;

import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class StreamHeadsTest
{
    private record Stream(int aggregate, boolean isKeyed, long id)
    {
    }

    private static Stream stream(final Random random, final int spread)
    {
        // Neighbours, multiples of powers of two, extremes: what a weak hash would put together.
        final long id = switch (random.nextInt(5))
        {
            case 0 -> (long)random.nextInt(spread) << 32;
            case 1 -> (long)random.nextInt(spread) << 7;
            case 2 -> Long.MIN_VALUE + random.nextInt(spread);
            case 3 -> Long.MAX_VALUE - random.nextInt(spread);
            default -> random.nextInt(spread);
        };
        return new Stream(random.nextInt(3) == 0 ? random.nextInt(50_000) % (spread / 100 + 1) : 0, random.nextBoolean(), id);
    }

    @Test
    void shouldAnswerAsAMapWould()
    {
        final long seed = Long.getLong("varve.test.seed", System.nanoTime());
        final Random random = new Random(seed);
        final Map<Stream, Long> expected = new HashMap<>();
        final StreamHeads heads = new StreamHeads();
        for (int i = 0; i < 1_000_000; i++)
        {
            final Stream stream = stream(random, 1 + i / 8);
            heads.touch(stream.aggregate, stream.isKeyed, stream.id);
            assertEquals(expected.getOrDefault(stream, StreamHeads.EMPTY),
                heads.nextVersion(stream.aggregate, stream.isKeyed, stream.id), () -> "seed=" + seed);
            if (random.nextInt(3) != 0)
            {
                final long version = 1 + (random.nextLong() >>> 33);
                heads.nextVersion(stream.aggregate, stream.isKeyed, stream.id, version);
                expected.put(stream, version);
            }
        }

        assertEquals(expected.size(), heads.size(), () -> "seed=" + seed);
        expected.forEach((stream, version) ->
            assertEquals(version, heads.nextVersion(stream.aggregate, stream.isKeyed, stream.id), () -> "seed=" + seed));
        assertTrue(heads.memoryLength() < 150L * expected.size() + 4 * 1024 * 1024,
            () -> "bytes=" + heads.memoryLength() + ", streams=" + expected.size());
    }

    @Test
    void shouldGrowOverDenseIds()
    {
        final StreamHeads heads = new StreamHeads();
        final int count = 300_000;
        for (int i = 0; i < count; i++)
        {
            heads.nextVersion(7, false, i, i + 1);
        }

        assertEquals(count, heads.size());
        for (int i = 0; i < count; i++)
        {
            assertEquals(i + 1, heads.nextVersion(7, false, i));
            assertEquals(StreamHeads.EMPTY, heads.nextVersion(7, true, i));
            assertEquals(StreamHeads.EMPTY, heads.nextVersion(8, false, i));
        }
    }
}
