package io.varve.ring;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Batches that are taken straight from their publisher's memory while the ring is empty. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DirectPublishTest
{
    private static final byte[] DATA = {1, 2, 3};

    private TestRing ring;
    private boolean isFailing;

    @BeforeEach
    void open()
    {
        ring = new TestRing(StageMode.INLINE).writeNames();
        ring.sink.credit(false);
    }

    @AfterEach
    void close()
    {
        if (!isFailing)
        {
            ring.close();
        }
    }

    private long ringClaims()
    {
        return ring.ring().ring().claimedUpTo();
    }

    /** Publishes until a batch went past the ring, whoever holds the drain flag now and then. */
    private long publishDirectly(final RecordPublisher publisher, final long id, final byte[] data)
    {
        ring.seal();
        while (true)
        {
            final long before = ringClaims();
            final long ticket = ring.publish(publisher, id, data);
            if (ringClaims() == before)
            {
                assertTrue(publisher.isCompleted(ticket), "a direct batch has its outcome at once");
                return ticket;
            }
            ring.seal();
        }
    }

    @Test
    void shouldTakeNoSlotAndAnswerAtOnce()
    {
        final RecordPublisher publisher = ring.publisher();

        final long ticket = publishDirectly(publisher, 1, DATA);

        assertEquals(Outcome.ADMITTED, publisher.outcome(ticket));
        assertFalse(ring.ring().isDrained());
        ring.seal();
        final List<SealedLog.SealedBatch> batches = ring.batches();
        assertArrayEquals(DATA, batches.get(batches.size() - 1).events().get(0).data());
    }

    @Test
    void shouldSealEventsOfEveryLengthFromTheHeapAndFromOutsideOfIt()
    {
        final RecordPublisher publisher = ring.publisher();
        final int ordinal = ring.aggregate("a").ordinal();
        final int type = (int)ring.type("t").number();
        final List<byte[]> expected = new ArrayList<>();
        for (int length = 0; length < 600; length++)
        {
            final byte[] data = new byte[length];
            Arrays.fill(data, (byte)length);
            final UnsafeBuffer source = length % 2 == 0 ? TestRing.direct(data) : new UnsafeBuffer(data.clone());
            long ticket;
            while ((ticket = publisher.tryPublish(ordinal, 1, 0, StreamVersions.ANY, TestRing.NOW, type, source, 0, length)) < 0)
            {
                ring.ring().assist();
            }
            source.setMemory(0, length, (byte)0);
            TestRing.await(publisher, ticket);
            publisher.poll((t, outcome, position, version) -> assertEquals(Outcome.ADMITTED, outcome), 10);
            expected.add(data);
        }

        ring.seal();
        final List<SealedLog.SealedBatch> batches = ring.batches();
        assertEquals(1 + expected.size(), batches.size());
        for (int i = 0; i < expected.size(); i++)
        {
            assertArrayEquals(expected.get(i), batches.get(1 + i).events().get(0).data());
        }
    }

    @Test
    void shouldNotOvertakeAClaimOfAnotherPublisherThatIsStillOpen()
    {
        final RecordPublisher claiming = ring.publisher();
        final RecordPublisher publisher = ring.publisher();
        ring.claim(claiming, ring.aggregate("a"), null, 1, 1, 3, TestRing.NO_METADATA);

        final long behind = ring.publish(publisher, 1, DATA);
        assertFalse(publisher.isCompleted(behind));
        claiming.event((int)ring.type("t").number(), 3, false).putBytes(0, DATA);
        final long ahead = claiming.commit();
        ring.seal();

        TestRing.assertAdmitted(claiming, ahead, 1, 0);
        TestRing.assertAdmitted(publisher, behind, 2, 1);
    }

    @Test
    void shouldNotPublishWhileItsOwnClaimIsOpen()
    {
        final RecordPublisher publisher = ring.publisher();
        ring.claim(publisher, ring.aggregate("a"), null, 1, 1, 3, TestRing.NO_METADATA);

        assertThrows(IllegalStateException.class, () -> ring.publish(publisher, 1, DATA));

        publisher.abort();
    }

    @Test
    void shouldKeepTheOrderOfClaimsAndDirectBatchesOfManyPublishers()
    {
        final List<TestThread> writers = new ArrayList<>();
        for (int t = 0; t < 3; t++)
        {
            final int stream = 10 + t;
            writers.add(TestThread.start("writer-" + t, () ->
            {
                try (RecordPublisher publisher = ring.publisher())
                {
                    for (int i = 0; i < 20_000; i++)
                    {
                        final byte[] data = Integer.toString(i).getBytes();
                        if (i % 7 == 0)
                        {
                            ring.publishBatch(publisher, stream, List.of(data), TestRing.NO_METADATA);
                        }
                        else
                        {
                            ring.publish(publisher, stream, data);
                        }
                        if (i % 1_000 == 0)
                        {
                            ring.seal();
                            ring.sink.credit(i % 3_000 == 0);
                        }
                        while (publisher.unpolled() > 500)
                        {
                            publisher.poll((ticket, outcome, position, version) ->
                            {
                                assertEquals(Outcome.ADMITTED, outcome);
                                assertEquals(ticket, version);
                            }, 1_000);
                        }
                    }
                }
            }));
        }
        writers.forEach(TestThread::end);
        ring.seal();

        final Map<Long, Integer> next = new HashMap<>();
        for (final SealedLog.SealedBatch batch : ring.batches())
        {
            if (batch.id() < 20)
            {
                final int number = Integer.parseInt(new String(batch.events().get(0).data()));
                assertEquals(next.getOrDefault(batch.id(), 0), number);
                next.put(batch.id(), number + 1);
            }
        }
        assertEquals(Map.of(10L, 20_000, 11L, 20_000, 12L, 20_000), next);
    }

    @Test
    void shouldRefuseAnotherVersionWithoutATrace()
    {
        final RecordPublisher publisher = ring.publisher();
        publishDirectly(publisher, 1, DATA);
        final long last = publisher.version(publisher.unpolled() - 1L);

        TestRing.assertRefused(publisher, ring.publish(publisher, 1, last + 1, TestRing.NOW, DATA),
            Outcome.WRONG_EXPECTED_VERSION, last);
        TestRing.assertAdmitted(publisher, ring.publish(publisher, 1, last, TestRing.NOW, DATA), last + 2, last + 1);
    }

    @Test
    void shouldGoThroughTheRingWhileTheSinkHasNoRoom()
    {
        final RecordPublisher publisher = ring.publisher();
        ring.sink.room(GenerationSink.Room.SOON);
        final long before = ringClaims();

        final long ticket = ring.publish(publisher, 1, DATA);

        assertTrue(ringClaims() > before);
        assertFalse(publisher.isCompleted(ticket));
        ring.sink.room(GenerationSink.Room.READY);
        TestRing.assertAdmitted(publisher, ticket, 1, 0);
    }

    @Test
    void shouldFinishTheOpenGenerationWhenTheDiskIsFull()
    {
        final RecordPublisher publisher = ring.publisher();
        ring.publish(publisher, 1, DATA);
        TestRing.await(publisher, 0);
        ring.sink.room(GenerationSink.Room.DISK_FULL);

        ring.seal();
        TestRing.assertRefused(publisher, ring.publish(publisher, 1, DATA), Outcome.DISK_FULL, -1);

        assertEquals(2, ring.batches().size());
        ring.sink.room(GenerationSink.Room.READY);
    }

    @Test
    void shouldRefuseWhenWritingHasEnded()
    {
        final RecordPublisher publisher = ring.publisher();
        ring.sink.room(GenerationSink.Room.ENDED);

        TestRing.assertRefused(publisher, ring.publish(publisher, 1, DATA), Outcome.WRITING_ENDED, -1);
        ring.sink.room(GenerationSink.Room.READY);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldEndWritingWhenAdmissionFailsWithAndWithoutAnOpenGeneration(final boolean isOpen)
    {
        isFailing = true;
        final RecordPublisher publisher = ring.publisher();
        if (isOpen)
        {
            TestRing.assertAdmitted(publisher, ring.publish(publisher, 1, DATA), 1, 0);
        }
        final RuntimeException failure = new IllegalStateException("admission");
        ring.admission.fail(failure);

        final long ticket = ring.publish(publisher, 1, DATA);

        Await.until("the end of writing", () -> ring.sink.failure() == failure);
        TestRing.assertRefused(publisher, ticket, Outcome.WRITING_ENDED, -1);
        TestRing.assertRefused(publisher, ring.publish(publisher, 1, DATA), Outcome.WRITING_ENDED, -1);
        assertEquals(1, ring.sink.generationCount());
        ring.closeAfterFailure();
    }

    @Test
    void shouldSealWithoutAnyFurtherCallWhenCreditComesBack()
    {
        final RecordPublisher publisher = ring.publisher();
        for (int i = 0; i < 50; i++)
        {
            ring.sink.credit(false);
            publishDirectly(publisher, 1, DATA);
            publisher.poll((ticket, outcome, position, version) -> { }, 100);
            final int before = ring.sink.generationCount();

            ring.sink.credit(true);

            ring.sink.awaitGenerations(before + 1);
        }
    }

    @Test
    void shouldKeepTheInterruptFlag()
    {
        final RecordPublisher publisher = ring.publisher();
        Thread.currentThread().interrupt();
        for (int i = 0; i < 200; i++)
        {
            ring.publish(publisher, 1, new byte[100]);
        }

        assertTrue(Thread.interrupted(), "the flag was lost");
        assertFalse(ring.sink.wasInterrupted());
    }

    @Test
    void shouldSayThatItsWindowIsFull()
    {
        ring.context.windowLength(4);
        final RecordPublisher publisher = ring.publisher();
        for (int i = 0; i < 4; i++)
        {
            ring.publish(publisher, 1, DATA);
        }

        assertEquals(RecordPublisher.WINDOW_FULL, ring.tryPublish(publisher, 1, StreamVersions.ANY, TestRing.NOW, DATA));
    }

    @Test
    void shouldGoThroughTheRingWhenDecisionsAreBetterTouchedAhead()
    {
        final RecordPublisher publisher = ring.publisher();
        ring.admission.far(true);
        final long before = ringClaims();

        ring.publish(publisher, 1, DATA);

        assertTrue(ringClaims() > before);
    }

    @Test
    void shouldStampNoBatchWithATimeAheadOfItsPublishNorBehindItsSeal()
    {
        ring.close();
        ring = new TestRing(StageMode.INLINE);
        final AtomicLong clock = new AtomicLong();
        ring.context.epochNanoClock(clock::incrementAndGet);
        ring.writeNames();
        ring.sink.credit(false);
        final RecordPublisher publisher = ring.publisher();
        for (int i = 0; i < 2_000; i++)
        {
            ring.publish(
                publisher, 1, StreamVersions.ANY, i % 11 == 0 ? clock.get() : TestRing.NOW, Long.toString(clock.get()).getBytes());
            publisher.poll((ticket, outcome, position, version) -> { }, 100);
        }
        ring.seal();

        for (final SealedLog.SealedBatch batch : ring.batches().subList(1, 2_001))
        {
            final long publishedAt = Long.parseLong(new String(batch.events().get(0).data()));
            assertTrue(batch.timestamp() >= publishedAt, "published=" + publishedAt + ", stamped=" + batch.timestamp());
            assertTrue(batch.timestamp() <= clock.get());
        }
    }
}
