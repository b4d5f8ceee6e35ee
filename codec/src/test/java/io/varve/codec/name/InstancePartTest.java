package io.varve.codec.name;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class InstancePartTest
{
    @ParameterizedTest
    @CsvSource({"0, 1", "2, 1", "1, 0", "-1, 4", "5, 4", "1, 1025", "1025, 1025"})
    void shouldRefuseAPartThatThereIsNot(final int number, final int parts)
    {
        assertThrows(IllegalArgumentException.class, () -> InstancePart.of(number, parts));
    }

    @Test
    void shouldTakeEveryPartUpToTheHighest()
    {
        assertEquals("1024/1024", InstancePart.of(1_024, InstancePart.MAX_PARTS).toString());
        assertTrue(InstancePart.of(1, 1).isWhole());
        assertFalse(InstancePart.of(1, 2).isWhole());
    }

    @Test
    void shouldDealEveryInstanceToExactlyOnePart()
    {
        for (int parts = 1; parts <= 7; parts++)
        {
            for (int id = -50; id < 50; id++)
            {
                int holders = 0;
                for (int number = 1; number <= parts; number++)
                {
                    holders += InstancePart.of(number, parts).contains(1, 2, id % 2 == 0, id) ? 1 : 0;
                }
                assertEquals(1, holders, "id=" + id + ", parts=" + parts);
            }
        }
    }

    /** Named cursors of before would skip events if it changed. */
    @ParameterizedTest
    @CsvSource({
        "0, 0, false, 0, 4, 1", "1, 2, false, 7, 4, 1", "1, 2, true, 7, 4, 4", "1, 2, false, -1, 1024, 133",
        "81985529216486895, 255, false, 9223372036854775807, 1000, 471"})
    void shouldNeverDealInAnotherWay(
        final long high, final long low, final boolean isKeyed, final long id, final int parts, final int part)
    {
        assertEquals(part, InstancePart.numberOf(high, low, isKeyed, id, parts));
    }

    @Test
    void shouldDealEvenly()
    {
        final Identity identity = Identity.of("shop", 1);
        final int parts = 8;
        final int ids = 80_000;
        final int[] counts = new int[parts + 1];
        for (int id = 0; id < ids; id++)
        {
            counts[InstancePart.numberOf(identity.high(), identity.low(), false, id, parts)]++;
        }
        for (int number = 1; number <= parts; number++)
        {
            assertEquals(ids / parts, counts[number], ids / parts * 0.05, "part=" + number);
        }
    }
}
