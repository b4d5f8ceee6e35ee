package io.varve.ring;

import com.lmax.disruptor.BusySpinWaitStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayDeque;
import java.util.Queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class RecordRingTest
{
    private static final int SLOTS = 4_096;
    private static final int MAX_RECORD_SLOTS = RecordRing.slots(RecordRing.MAX_RECORD_LENGTH);

    private final RecordRing ring = new RecordRing(SLOTS * RecordRing.SLOT_LENGTH, new BusySpinWaitStrategy());

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2 * RecordRing.MAX_RECORD_LENGTH - 1})
    void shouldRefuseAnArenaWithoutRoomForTwoLargestBatches(final int length)
    {
        final IllegalArgumentException e = assertThrows(
            IllegalArgumentException.class, () -> new RecordRing(length, new BusySpinWaitStrategy()));

        assertEquals("ring must have at least " + 2 * RecordRing.MAX_RECORD_LENGTH +
            " bytes, room for two batches of the highest length: ringLength=" + length, e.getMessage());
    }

    @Test
    void shouldHandOutNeighbouringRecordsInAnArenaOfLowestLength()
    {
        final RecordRing smallest = new RecordRing(2 * RecordRing.MAX_RECORD_LENGTH, new BusySpinWaitStrategy());

        assertEquals(0, smallest.tryClaim(MAX_RECORD_SLOTS));
        assertEquals(MAX_RECORD_SLOTS, smallest.tryClaim(MAX_RECORD_SLOTS));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 63, 64, 65, 127, 128, 129, 4_096})
    void shouldTakeAsManySlotsAsTheBytesNeed(final int length)
    {
        final int slots = RecordRing.slots(length);

        assertTrue(slots * RecordRing.SLOT_LENGTH >= length);
        assertTrue((slots - 1) * RecordRing.SLOT_LENGTH < length);
    }

    @Test
    void shouldBeFullToTheLastSlot()
    {
        assertEquals(0, ring.tryClaim(SLOTS - 1));

        assertEquals(RecordRing.NO_ROOM, ring.tryClaim(2));
        assertEquals(SLOTS - 1, ring.tryClaim(1));
        assertEquals(RecordRing.NO_ROOM, ring.tryClaim(1));
        assertEquals(SLOTS - 1, ring.claimedUpTo(), "a refused claim takes no sequence");
    }

    @Test
    void shouldRefuseMoreThanTheWholeRingForEver()
    {
        assertEquals(RecordRing.NO_ROOM, ring.tryClaim(SLOTS + 1));
        assertEquals(0, ring.tryClaim(SLOTS));
    }

    @Test
    void shouldHaveRoomAgainForExactlyWhatWasGivenBack()
    {
        ring.tryClaim(SLOTS);

        ring.release(2);

        assertEquals(RecordRing.NO_ROOM, ring.tryClaim(4));
        assertEquals(SLOTS, ring.tryClaim(3));
        assertEquals(RecordRing.NO_ROOM, ring.tryClaim(1));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 100})
    void shouldRunOnIntoSlackWhenARecordCrossesTheEnd(final int slotsAheadOfTheEnd)
    {
        final int first = SLOTS - slotsAheadOfTheEnd;
        ring.tryClaim(first);
        ring.publish(0);
        ring.release(first - 1);

        final long sequence = ring.tryClaim(MAX_RECORD_SLOTS);
        final int offset = ring.offset(sequence);
        ring.arena().setMemory(offset, RecordRing.MAX_RECORD_LENGTH, (byte)1);

        assertEquals(first * RecordRing.SLOT_LENGTH, offset);
        assertTrue(offset + MAX_RECORD_SLOTS * RecordRing.SLOT_LENGTH <= ring.arena().capacity());
        ring.publish(sequence);
        assertTrue(ring.isPublished(sequence));
        assertEquals((MAX_RECORD_SLOTS - slotsAheadOfTheEnd) * RecordRing.SLOT_LENGTH,
            ring.offset(sequence + MAX_RECORD_SLOTS), "what follows stands behind the slots that were taken");
    }

    @Test
    void shouldShowARecordOnlyWhenItIsPublishedWhateverIsBehindIt()
    {
        final long first = ring.tryClaim(2);
        final long second = ring.tryClaim(3);

        ring.publish(second);
        assertFalse(ring.isPublished(first));
        assertTrue(ring.isPublished(second));
        ring.publish(first);
        assertTrue(ring.isPublished(first));
    }

    @Test
    void shouldNotTakeARecordOfALaterRoundForAnEarlierOne()
    {
        assertFalse(ring.isPublished(0));
        ring.tryClaim(SLOTS);
        ring.publish(0);
        ring.release(SLOTS - 1);

        assertFalse(ring.isPublished(SLOTS));
        ring.tryClaim(1);
        ring.publish(SLOTS);
        assertTrue(ring.isPublished(SLOTS));
        assertFalse(ring.isPublished(0));
    }

    @Test
    void shouldNotTakeASlotInTheMiddleOfARecordForOneThatStartsThere()
    {
        for (long sequence = 0; sequence < SLOTS; sequence++)
        {
            assertEquals(sequence, ring.tryClaim(1));
            ring.publish(sequence);
        }
        ring.release(SLOTS - 1);

        assertEquals(SLOTS, ring.tryClaim(10));
        ring.publish(SLOTS);

        for (int i = 1; i < 10; i++)
        {
            assertFalse(ring.isPublished(SLOTS + i));
        }
    }

    @Test
    void shouldNeverOverlapOpenRecordsOfAnySize()
    {
        record Open(long sequence, int slots, byte mark)
        {
        }
        SeededRounds.run(20, random ->
        {
            final RecordRing tried = new RecordRing(SLOTS * RecordRing.SLOT_LENGTH, new BusySpinWaitStrategy());
            final Queue<Open> open = new ArrayDeque<>();
            for (int i = 0; i < 2_000; i++)
            {
                final int slots = random.nextInt(10) == 0 ? 1 + random.nextInt(MAX_RECORD_SLOTS) : 1 + random.nextInt(20);
                final long sequence = tried.tryClaim(slots);
                if (sequence != RecordRing.NO_ROOM)
                {
                    final byte mark = (byte)random.nextInt();
                    tried.arena().setMemory(tried.offset(sequence), slots * RecordRing.SLOT_LENGTH, mark);
                    open.add(new Open(sequence, slots, mark));
                }
                if (sequence == RecordRing.NO_ROOM || random.nextInt(3) == 0)
                {
                    final Open oldest = open.remove();
                    final int offset = tried.offset(oldest.sequence);
                    for (int at = 0; at < oldest.slots * RecordRing.SLOT_LENGTH; at += 8)
                    {
                        assertEquals(oldest.mark, tried.arena().getByte(offset + at));
                    }
                    tried.publish(oldest.sequence);
                    tried.release(oldest.sequence + oldest.slots - 1);
                }
            }
        });
    }
}
