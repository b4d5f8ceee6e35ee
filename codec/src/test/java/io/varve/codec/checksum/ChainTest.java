package io.varve.codec.checksum;

import io.varve.codec.SeededRounds;
import org.junit.jupiter.api.Test;

import java.util.HashSet;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ChainTest
{
    @Test
    void shouldGiveTheseValuesForEver()
    {
        assertEquals(0, Chain.START);
        assertEquals(0x4821_8226_FF3C_D4BFL, Chain.next(Chain.START, 0, 0));
        assertEquals(0x65B0_288A_284D_583DL, Chain.next(0x4821_8226_FF3C_D4BFL, 0xE306_9283, 0xCBF4_3926));
        assertEquals(0x4800_06E5_365D_8B37L, Chain.next(-1L, -1, Integer.MIN_VALUE));
    }

    @Test
    void shouldChangeWithEveryBitOfItsInput()
    {
        SeededRounds.run(200, random ->
        {
            final long previous = random.nextLong();
            final int crc32c = random.nextInt();
            final int crc32 = random.nextInt();
            final long chain = Chain.next(previous, crc32c, crc32);

            for (int bit = 0; bit < Long.SIZE; bit++)
            {
                assertNotEquals(chain, Chain.next(previous ^ 1L << bit, crc32c, crc32));
            }
            for (int bit = 0; bit < Integer.SIZE; bit++)
            {
                assertNotEquals(chain, Chain.next(previous, crc32c ^ 1 << bit, crc32));
                assertNotEquals(chain, Chain.next(previous, crc32c, crc32 ^ 1 << bit));
            }
        });
    }

    @Test
    void shouldSpreadAFlippedBitOverHalfOfTheOutput()
    {
        SeededRounds.run(200, random ->
        {
            final long previous = random.nextLong();
            final int crc32c = random.nextInt();
            final long chain = Chain.next(previous, crc32c, 0);
            int flipped = 0;
            for (int bit = 0; bit < Integer.SIZE; bit++)
            {
                flipped += Long.bitCount(chain ^ Chain.next(previous, crc32c ^ 1 << bit, 0));
            }

            assertEquals(Long.SIZE / 2.0, flipped / (double)Integer.SIZE, 6.0);
        });
    }

    @Test
    void shouldDependOnTheOrderOfGenerations()
    {
        final long oneTwo = Chain.next(Chain.next(Chain.START, 1, 1), 2, 2);
        final long twoOne = Chain.next(Chain.next(Chain.START, 2, 2), 1, 1);

        assertNotEquals(oneTwo, twoOne);
        assertNotEquals(Chain.next(Chain.START, 1, 2), Chain.next(Chain.START, 2, 1));
    }

    @Test
    void shouldNotRepeatOverEqualGenerations()
    {
        final Set<Long> seen = new HashSet<>();
        long chain = Chain.START;
        for (int i = 0; i < 100_000; i++)
        {
            assertTrue(seen.add(chain), "generation=" + i);
            chain = Chain.next(chain, 0, 0);
        }
    }
}
