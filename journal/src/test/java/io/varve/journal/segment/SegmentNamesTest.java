package io.varve.journal.segment;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SegmentNamesTest
{
    /** Hours from 1970 to the last that a name of four-digit years can say. */
    private static final int LAST = 70_389_527;

    @Test
    void shouldGiveTheNamesThatChronicleGives()
    {
        assertEquals("19700101-00F.cq4", SegmentNames.file(0));
        assertEquals("19700101-01F.cq4", SegmentNames.file(1));
        assertEquals("19700102-00F", SegmentNames.base(24));
        assertEquals("20240229-23F.cq4", SegmentNames.file(474_791));
        assertEquals("99991231-23F.cq4", SegmentNames.file(LAST));
    }

    @Test
    void shouldReadBackEveryNameInOrder()
    {
        final Random random = new Random(1);
        String before = "";
        for (long number = 0; number <= LAST; number += number < 100_000 ? 1 : 1 + random.nextInt(2_000))
        {
            final String name = SegmentNames.file(number);
            assertEquals(number, SegmentNames.number(name));
            assertTrue(name.compareTo(before) > 0, name);
            before = name;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".cq4", "19700101-00F", "19700101-00F.cq4x", "19700101-00F.precreated", "19700101-0F.cq4", "19700101-24F.cq4",
        "19700230-00F.cq4", "19700101-00.cq4", "metadata.cq4t", "19700101-00F.cq4.new", "x19700101-00F.cq4", "1970010100F.cq4"})
    void shouldTakeNothingElseForASegment(final String name)
    {
        assertEquals(-1, SegmentNames.number(name));
    }
}
