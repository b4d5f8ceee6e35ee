package io.varve.journal.index;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** When a sealed segment gets its index files. */
class IndexPaceTest
{
    private static final long START_NS = Long.MAX_VALUE - 1_000; // the clock may overflow on the way
    private static final long SEGMENT_LENGTH = 64L * 1024 * 1024;

    private final IndexPace pace = new IndexPace(SEGMENT_LENGTH, START_NS);

    @Test
    void shouldBeQuietAtStart()
    {
        assertTrue(pace.isQuiet(START_NS));
        assertTrue(pace.isDue(1, START_NS));
        assertFalse(pace.isDue(0, START_NS));
    }

    @Test
    void shouldWaitUntilWritingPauses()
    {
        pace.rolled(START_NS);
        assertFalse(pace.isDue(1, START_NS));
        assertFalse(pace.isDue(1, START_NS + IndexPace.QUIET_NS - 1));
        assertTrue(pace.isDue(1, START_NS + IndexPace.QUIET_NS));
        assertEquals(1, pace.untilQuietNs(START_NS + IndexPace.QUIET_NS - 1));
    }

    @Test
    void shouldBeginAnewWithEachRoll()
    {
        pace.rolled(START_NS);
        pace.rolled(START_NS + IndexPace.QUIET_NS - 1);
        assertFalse(pace.isDue(2, START_NS + IndexPace.QUIET_NS));
        assertFalse(pace.isQuiet(START_NS + IndexPace.QUIET_NS));
    }

    @Test
    void shouldLetOnlySoManySegmentsWait()
    {
        pace.rolled(START_NS);
        assertFalse(pace.isDue(4, START_NS));
        assertTrue(pace.isDue(5, START_NS));
    }

    @Test
    void shouldLetOnlySoManyBytesWait()
    {
        final IndexPace large = new IndexPace(512L * 1024 * 1024, START_NS);
        large.rolled(START_NS);
        assertFalse(large.isDue(1, START_NS));
        assertTrue(large.isDue(2, START_NS));
    }
}
