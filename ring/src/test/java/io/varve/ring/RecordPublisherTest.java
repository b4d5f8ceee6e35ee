package io.varve.ring;

import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import io.varve.codec.Limits;
import io.varve.codec.generation.GenerationLayout;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What one publisher sees of an inline ring. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RecordPublisherTest
{
    private static final byte[] DATA = {1, 2, 3};

    private final TestRing ring = new TestRing(StageMode.INLINE);

    @AfterEach
    void close()
    {
        ring.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 56, 57, 64, 4_000, 65_535})
    void shouldPublishOneEventByCopy(final int length)
    {
        final byte[] data = new byte[length];
        for (int i = 0; i < length; i++)
        {
            data[i] = (byte)(i * 7);
        }
        final RecordPublisher publisher = ring.publisher();

        final long ticket = ring.publish(publisher, 42, StreamVersions.ANY, 1_234, data);

        TestRing.assertAdmitted(publisher, ticket, 0, 0);
        final SealedLog.SealedBatch batch = onlyBatch();
        assertEquals("test/a", batch.aggregate());
        assertEquals(42, batch.id());
        assertEquals(1_234, batch.timestamp());
        assertEquals(0, batch.metadata().length);
        assertEquals(1, batch.events().size());
        assertEquals("t", batch.events().get(0).type());
        assertArrayEquals(data, batch.events().get(0).data());
    }

    private SealedLog.SealedBatch onlyBatch()
    {
        ring.seal();
        final List<SealedLog.SealedBatch> batches = ring.batches();
        assertEquals(1, batches.size());
        return batches.get(0);
    }

    @Test
    void shouldCopyFromWhereTheSourceStands()
    {
        final RecordPublisher publisher = ring.publisher();
        final UnsafeBuffer heap = new UnsafeBuffer(new byte[]{9, 9, 1, 2, 3, 9});
        final int type = (int)ring.type("t").number();

        publisher.tryPublish(
            ring.aggregate("a").ordinal(), 1, RecordFlyweight.NEW_NAMES, StreamVersions.ANY, TestRing.NOW, type, heap, 2, 3);

        assertArrayEquals(DATA, onlyBatch().events().get(0).data());
    }

    @Test
    void shouldRefuseASourceThatIsTooShortAndClaimNothing()
    {
        final RecordPublisher publisher = ring.publisher();
        final UnsafeBuffer source = new UnsafeBuffer(new byte[4]);

        assertThrows(IndexOutOfBoundsException.class, () -> publisher.tryPublish(
            ring.aggregate("a").ordinal(), 1, 0, StreamVersions.ANY, TestRing.NOW, 1, source, 2, 3));

        assertFalse(publisher.isClaimed());
        assertEquals(-1, ring.ring().claimedUpTo());
    }

    @Test
    void shouldStampWhatHasNoTimestampWithTheClock()
    {
        ring.context.epochNanoClock(() -> 777);
        final RecordPublisher publisher = ring.publisher();

        ring.publish(publisher, 1, DATA);
        ring.publishBatch(publisher, 1, List.of(DATA), TestRing.NO_METADATA);

        ring.seal();
        assertEquals(List.of(777L, 777L), ring.batches().stream().map(SealedLog.SealedBatch::timestamp).toList());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 255, 256})
    void shouldPublishABatchByClaim(final int count)
    {
        final List<byte[]> events = new ArrayList<>();
        for (int i = 0; i < count; i++)
        {
            events.add(new byte[i % 50]);
        }
        final RecordPublisher publisher = ring.publisher();

        final long ticket = ring.publishBatch(publisher, 7, events, new byte[]{5, 6, 7});

        TestRing.assertAdmitted(publisher, ticket, 0, 0);
        final SealedLog.SealedBatch batch = onlyBatch();
        assertArrayEquals(new byte[]{5, 6, 7}, batch.metadata());
        assertEquals(count, batch.events().size());
        for (int i = 0; i < count; i++)
        {
            assertEquals(i % 50, batch.events().get(i).data().length);
        }
    }

    @Test
    void shouldPublishTheLargestBatchInAGenerationOfItsOwn()
    {
        ring.writeNames();
        final RecordPublisher publisher = ring.publisher();
        final int room = Limits.MAX_GENERATION_LENGTH - GenerationLayout.loneBatchLength(3, 0, Limits.MAX_METADATA_LENGTH, 0);
        final List<byte[]> events =
            List.of(new byte[Limits.MAX_EVENT_LENGTH], new byte[0], new byte[room - Limits.MAX_EVENT_LENGTH]);
        final int before = ring.sink.generationCount();
        ring.sink.credit(false);

        for (int i = 0; i < 20; i++) // some of them cross the end of the arena
        {
            ring.publish(publisher, 1, DATA);
            ring.publishBatch(publisher, 1, events, new byte[Limits.MAX_METADATA_LENGTH]);
        }

        ring.seal();
        assertEquals(before + 40, ring.sink.generationCount());
        final List<SealedLog.SealedBatch> batches = ring.batches();
        assertEquals(Limits.MAX_METADATA_LENGTH, batches.get(40).metadata().length);
        assertTrue(ring.sink.length(before + 1) > Limits.MAX_GENERATION_LENGTH - 100);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1_000, -65, Limits.MAX_GENERATION_LENGTH, Integer.MAX_VALUE})
    void shouldRefuseARecordThatFitsNoRingAndStayUsable(final int bytes)
    {
        final RecordPublisher publisher = ring.publisher();
        final int ordinal = ring.aggregate("a").ordinal();

        assertThrows(
            IllegalArgumentException.class, () -> publisher.tryClaim(ordinal, 1, 0, 1, bytes, TestRing.NO_METADATA));

        assertFalse(publisher.isClaimed());
        TestRing.assertAdmitted(publisher, ring.publish(publisher, 1, DATA), 0, 0);
    }

    @Test
    void shouldLeaveRoomUnusedThatABatchDidNotNeed()
    {
        final RecordPublisher publisher = ring.publisher();
        ring.claim(publisher, ring.aggregate("a"), null, 1, 2, 10_000, TestRing.NO_METADATA);
        final int type = (int)ring.type("t").number();
        publisher.event(type, 1, true).putByte(0, (byte)1);
        publisher.event(type, 2, true).putShort(0, (short)2);

        publisher.commit();
        ring.publish(publisher, 1, DATA);

        ring.seal();
        assertEquals(2, ring.batches().size());
        assertEquals(List.of(1, 2), ring.batches().get(0).events().stream().map(event -> event.data().length).toList());
    }

    @Test
    void shouldRefuseEventsThatWereNotClaimedAndKeepTheClaim()
    {
        final RecordPublisher publisher = ring.publisher();
        final int type = (int)ring.type("t").number();
        ring.claim(publisher, ring.aggregate("a"), null, 1, 1, 10, TestRing.NO_METADATA);

        assertEquals("event does not fit the claim: length=11, bytes left=10",
            assertThrows(IllegalStateException.class, () -> publisher.event(type, 11, true)).getMessage());
        assertThrows(IllegalStateException.class, () -> publisher.event(type, -1, true));
        assertEquals("claim has events that were not filled in: missing=1, events=1",
            assertThrows(IllegalStateException.class, publisher::commit).getMessage());
        final UnsafeBuffer event = publisher.event(type, 10, true);
        event.setMemory(0, 10, (byte)4);
        assertThrows(IndexOutOfBoundsException.class, () -> event.putByte(10, (byte)1));
        assertEquals("claim has no event left: events=1",
            assertThrows(IllegalStateException.class, () -> publisher.event(type, 0, true)).getMessage());

        TestRing.assertAdmitted(publisher, publisher.commit(), 0, 0);
        assertArrayEquals(new byte[]{4, 4, 4, 4, 4, 4, 4, 4, 4, 4}, onlyBatch().events().get(0).data());
    }

    @Test
    void shouldTakeTheViewOfAnEventAwayWithTheCommit()
    {
        final RecordPublisher publisher = ring.publisher();
        ring.claim(publisher, ring.aggregate("a"), null, 1, 1, 8, TestRing.NO_METADATA);
        final UnsafeBuffer event = publisher.event((int)ring.type("t").number(), 8, true);
        event.putLong(0, 5);
        publisher.commit();

        assertThrows(IndexOutOfBoundsException.class, () -> event.putLong(0, 6));
    }

    @Test
    void shouldHaveOneOpenClaimAtMost()
    {
        final RecordPublisher publisher = ring.publisher();
        ring.claim(publisher, ring.aggregate("a"), null, 1, 1, 8, TestRing.NO_METADATA);

        assertEquals("the last claim is neither committed nor aborted",
            assertThrows(IllegalStateException.class, () -> ring.publish(publisher, 1, DATA)).getMessage());

        publisher.abort();
        ring.publish(publisher, 1, DATA);
        assertEquals("no claim is open", assertThrows(IllegalStateException.class, publisher::commit).getMessage());
        assertThrows(IllegalStateException.class, publisher::abort);
        assertThrows(IllegalStateException.class, () -> publisher.event(1, 0, false));
        assertThrows(IllegalStateException.class, () -> publisher.expect(0));
        assertThrows(IllegalStateException.class, () -> publisher.timestamp(0));
    }

    @Test
    void shouldLeaveNoTraceOfAnAbortedClaim()
    {
        ring.sink.credit(false);
        final RecordPublisher publisher = ring.publisher();
        ring.publish(publisher, 1, DATA);
        for (int i = 0; i < 3; i++)
        {
            ring.claim(publisher, ring.aggregate("unused"), null, 1, 1, 5_000 * i, TestRing.NO_METADATA);
            if (i > 0)
            {
                publisher.event((int)ring.type("Unused").number(), 100, true).setMemory(0, 100, (byte)1);
            }
            publisher.abort();
        }
        final long ticket = ring.publish(publisher, 1, DATA);

        ring.seal();
        assertEquals(1, ticket, "tickets are of commits");
        TestRing.assertAdmitted(publisher, ticket, 1, 1);
        assertEquals(2, ring.batches().size());
        assertEquals(List.of("a", "t"),
            SealedLog.entries(ring.sink, ring.start).stream().map(SealedLog.Entry::text).toList());
    }

    @Test
    void shouldSealNothingWhenAllIsAborted()
    {
        final RecordPublisher publisher = ring.publisher();
        for (int i = 0; i < 100_000; i++)
        {
            ring.claim(publisher, ring.aggregate("a"), null, 1, 1, 100, TestRing.NO_METADATA);
            publisher.abort();
        }

        ring.seal();
        assertEquals(0, ring.sink.generationCount());
    }

    @Test
    void shouldCarryWhatTheClaimExpectsAndItsTime()
    {
        final RecordPublisher publisher = ring.publisher();
        final int type = (int)ring.type("t").number();
        ring.claim(publisher, ring.aggregate("a"), null, 1, 1, 0, TestRing.NO_METADATA);
        publisher.event(type, 0, true);
        publisher.expect(5);
        final long refused = publisher.commit();
        ring.claim(publisher, ring.aggregate("a"), null, 1, 1, 0, TestRing.NO_METADATA);
        publisher.timestamp(Long.MIN_VALUE);
        publisher.event(type, 0, true);
        publisher.expect(StreamVersions.NONE);
        final long admitted = publisher.commit();

        TestRing.assertRefused(publisher, refused, Outcome.WRONG_EXPECTED_VERSION, -1);
        TestRing.assertAdmitted(publisher, admitted, 0, 0);
        assertEquals(Long.MIN_VALUE, onlyBatch().timestamp());
    }

    @Test
    void shouldSayThatItsWindowIsFullUntilItPolls()
    {
        ring.context.windowLength(4);
        final RecordPublisher publisher = ring.publisher();
        for (int i = 0; i < 4; i++)
        {
            assertEquals(i, ring.publish(publisher, 1, DATA));
        }
        final long claimed = ring.ring().claimedUpTo();

        assertEquals(RecordPublisher.WINDOW_FULL, ring.tryPublish(publisher, 1, StreamVersions.ANY, TestRing.NOW, DATA));
        assertEquals(RecordPublisher.WINDOW_FULL,
            publisher.tryClaim(ring.aggregate("a").ordinal(), 1, 0, 1, 0, TestRing.NO_METADATA));
        assertEquals(claimed, ring.ring().claimedUpTo());
        assertFalse(publisher.isClaimed());
        assertEquals(4, publisher.unpolled());

        assertEquals(1, publisher.poll((ticket, outcome, position, version) -> assertEquals(0, ticket), 1));
        assertEquals(4, ring.publish(publisher, 1, DATA));
        assertEquals(RecordPublisher.WINDOW_FULL, ring.tryPublish(publisher, 1, StreamVersions.ANY, TestRing.NOW, DATA));
    }

    @Test
    void shouldNotLetAFullWindowStopOthers()
    {
        ring.context.windowLength(2);
        final RecordPublisher full = ring.publisher();
        ring.publish(full, 1, DATA);
        ring.publish(full, 1, DATA);
        assertEquals(RecordPublisher.WINDOW_FULL, ring.tryPublish(full, 1, StreamVersions.ANY, TestRing.NOW, DATA));

        final RecordPublisher other = ring.publisher();
        TestRing.assertAdmitted(other, ring.publish(other, 1, DATA), 2, 2);
    }

    @Test
    void shouldSayThatTheRingIsFullAndGoOnWhenThereIsRoom()
    {
        ring.context.ringLength(2 * RecordRing.MAX_RECORD_LENGTH).windowLength(1 << 16);
        ring.sink.room(GenerationSink.Room.SOON);
        final RecordPublisher publisher = ring.publisher();
        final byte[] data = new byte[100];

        int count = 0;
        while (ring.tryPublish(publisher, 1, StreamVersions.ANY, TestRing.NOW, data) >= 0)
        {
            count++;
        }
        assertEquals(RecordPublisher.BACK_PRESSURED, ring.tryPublish(publisher, 1, StreamVersions.ANY, TestRing.NOW, data));
        assertFalse(publisher.isClaimed());
        assertFalse(publisher.isCompleted(0));
        assertTrue(count * 3 + 3 > 2 * RecordRing.MAX_RECORD_LENGTH / RecordRing.SLOT_LENGTH, "count=" + count);

        ring.sink.room(GenerationSink.Room.READY);
        assertEquals(count, ring.publish(publisher, 1, data));
        ring.seal();
        assertEquals(count + 1, ring.batches().size());
        TestRing.assertAdmitted(publisher, count, count, count);
    }

    @Test
    void shouldHandOutOutcomesOnceAndInTheOrderOfTickets()
    {
        final RecordPublisher publisher = ring.publisher();
        ring.publish(publisher, 1, DATA);
        ring.publish(publisher, 1, 7, TestRing.NOW, DATA);
        ring.publish(publisher, 1, 0, TestRing.NOW, DATA);
        TestRing.await(publisher, 2);

        final List<String> outcomes = new ArrayList<>();
        final OutcomeHandler handler = (ticket, outcome, position, version) ->
            outcomes.add(ticket + ":" + outcome + ":" + position + ":" + version);
        assertEquals(2, publisher.poll(handler, 2));
        assertEquals(1, publisher.poll(handler, Integer.MAX_VALUE));
        assertEquals(0, publisher.poll(handler, Integer.MAX_VALUE));

        assertEquals(List.of("0:" + Outcome.ADMITTED + ":0:0", "1:" + Outcome.WRONG_EXPECTED_VERSION + ":-1:0",
            "2:" + Outcome.ADMITTED + ":1:1"), outcomes);
        assertEquals(0, publisher.unpolled());
    }

    @Test
    void shouldNotHandAnOutcomeOutAgainThatItsHandlerThrewAt()
    {
        final RecordPublisher publisher = ring.publisher();
        TestRing.await(publisher, ring.publish(publisher, 1, DATA));

        assertThrows(IllegalStateException.class, () -> publisher.poll((ticket, outcome, position, version) ->
        {
            throw new IllegalStateException();
        }, 1));

        assertEquals(0, publisher.unpolled());
    }

    @Test
    void shouldNotAnswerForTicketsThatArePolledOrNotGivenYet()
    {
        final RecordPublisher publisher = ring.publisher();
        TestRing.await(publisher, ring.publish(publisher, 1, DATA));
        publisher.poll((ticket, outcome, position, version) -> { }, 1);
        ring.publish(publisher, 1, DATA);

        assertEquals("ticket is not of an unpolled record: ticket=0, unpolled=1 to 1",
            assertThrows(IllegalArgumentException.class, () -> publisher.outcome(0)).getMessage());
        assertThrows(IllegalArgumentException.class, () -> publisher.position(2));
        assertThrows(IllegalArgumentException.class, () -> publisher.version(2));
    }

    @Test
    void shouldStillHandOutOutcomesAfterItIsClosed()
    {
        ring.sink.credit(false);
        final RecordPublisher publisher = ring.publisher();
        ring.publish(publisher, 1, DATA);
        ring.publish(publisher, 1, DATA);

        publisher.close();

        assertEquals(2, publisher.unpolled());
        TestRing.assertAdmitted(publisher, 1, 1, 1);
        assertEquals(2, publisher.poll((ticket, outcome, position, version) -> assertEquals(ticket, position), 9));
    }

    @Test
    void shouldGiveAnOpenClaimBackWhenItIsClosed()
    {
        final RecordPublisher publisher = ring.publisher();
        final RecordPublisher other = ring.publisher();
        ring.claim(publisher, ring.aggregate("a"), null, 1, 1, 100, TestRing.NO_METADATA);
        final long ticket = ring.publish(other, 1, DATA);
        assertFalse(other.isCompleted(ticket));

        publisher.close();
        publisher.close();

        TestRing.assertAdmitted(other, ticket, 0, 0);
        assertEquals(0, ring.ring().claimsTakenBack());
    }

    @Test
    void shouldRefuseClaimsWhenItIsClosed()
    {
        final RecordPublisher publisher = ring.publisher();
        publisher.close();

        assertClosed(publisher);
    }

    @Test
    void shouldRefuseClaimsWhenTheRingIsClosed()
    {
        final RecordPublisher publisher = ring.publisher();
        ring.publish(publisher, 1, DATA);
        ring.close();
        ring.ring().close();

        assertClosed(publisher);
        assertEquals(1, publisher.poll((ticket, outcome, position, version) -> assertEquals(0, position), 9));
        publisher.close();
        assertFalse(ring.ring().assist());
    }

    private void assertClosed(final RecordPublisher publisher)
    {
        final EventLogException byCopy =
            assertThrows(EventLogException.class, () -> ring.publish(publisher, 1, DATA));
        final EventLogException byClaim = assertThrows(EventLogException.class, () -> publisher.tryClaim(
            ring.aggregate("a").ordinal(), 1, 0, 1, 0, TestRing.NO_METADATA));
        assertEquals(ErrorCode.CLOSED, byCopy.code());
        assertEquals(ErrorCode.CLOSED, byClaim.code());
        assertEquals("publisher is closed", byCopy.getMessage());
        assertFalse(publisher.isClaimed());
    }

    @Test
    void shouldGiveThePlaceOfAClosedPublisherToTheNext()
    {
        for (int i = 0; i < 1_000; i++)
        {
            final RecordPublisher publisher = ring.publisher();
            TestRing.assertAdmitted(publisher, ring.publish(publisher, 1, DATA), i, i);
            publisher.close();
        }
        assertEquals(1_000, ring.batches().size());
    }
}
