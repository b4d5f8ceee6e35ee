package io.varve.codec;

import org.junit.jupiter.api.Test;

import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The tools of the other tests must be able to fail. */
class TestToolsTest
{
    private Object escaped;

    @Test
    void shouldSeeAnAllocationInEveryCall()
    {
        final long bytes = AllocationMeter.bytesAllocated(100_000, () -> escaped = new byte[1]);

        assertTrue(bytes >= 100_000 * 16L, "bytes=" + bytes + ", last=" + escaped);
    }

    @Test
    void shouldSeeAnAllocationInOneCallOfAHundred()
    {
        final int[] calls = new int[1];

        final long bytes = AllocationMeter.bytesAllocated(100_000, () ->
        {
            if (calls[0]++ % 100 == 0)
            {
                escaped = new byte[1];
            }
        });

        assertTrue(bytes >= 1_000 * 16L, "bytes=" + bytes);
    }

    @Test
    void shouldNameTheSeedOfARoundThatFails()
    {
        final long[] drawn = new long[1];

        final AssertionError e = assertThrows(AssertionError.class, () -> SeededRounds.run(10, random ->
        {
            drawn[0] = random.nextLong();
            throw new IllegalStateException("why");
        }));

        final long seed = Long.parseLong(e.getMessage().replaceAll("seed=(-?\\d+) .*", "$1"));
        assertEquals(drawn[0], new Random(seed).nextLong());
        assertTrue(e.getMessage().endsWith("why"), e.getMessage());
    }
}
