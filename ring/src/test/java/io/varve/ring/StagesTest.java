package io.varve.ring;

import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Who seals, and when: the same promises in both modes. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StagesTest
{
    private static final byte[] DATA = {1, 2, 3};

    private TestRing ring;
    private boolean isFailing;

    private RecordPublisher open(final StageMode mode)
    {
        ring = new TestRing(mode).writeNames();
        return ring.publisher();
    }

    @AfterEach
    void close()
    {
        if (ring != null && !isFailing)
        {
            ring.close();
        }
    }

    @ParameterizedTest
    @EnumSource(StageMode.class)
    void shouldSealASinglePublishAtOnceWhenTheSinkHasCredit(final StageMode mode)
    {
        final RecordPublisher publisher = open(mode);

        for (int i = 0; i < 1_000; i++)
        {
            ring.publish(publisher, 1, DATA);
            ring.sink.awaitGenerations(2 + i);
            TestRing.assertAdmitted(publisher, i, 1 + i, i);
            publisher.poll((ticket, outcome, position, version) -> { }, 1);
        }
    }

    @Test
    void shouldSealInThePublishersOwnThreadInline()
    {
        final RecordPublisher publisher = open(StageMode.INLINE);

        Await.until("a publish that nobody else drained", () ->
        {
            final int before = ring.sink.generationCount();
            ring.publish(publisher, 1, DATA);
            return ring.sink.generationCount() == before + 1;
        });
    }

    @ParameterizedTest
    @EnumSource(StageMode.class)
    void shouldAnswerButNotSealASinglePublishWithoutCredit(final StageMode mode)
    {
        final RecordPublisher publisher = open(mode);
        ring.publish(publisher, 1, DATA);
        ring.sink.awaitGenerations(2); // nobody who waited before is waiting any more
        ring.sink.credit(false);

        TestRing.assertAdmitted(publisher, ring.publish(publisher, 1, DATA), 2, 1);

        assertEquals(2, ring.sink.generationCount());
        assertFalse(ring.ring().isDrained());
    }

    /** However far the stages have gone to sleep in the meantime. */
    @ParameterizedTest
    @EnumSource(StageMode.class)
    void shouldSealASinglePublishWithoutAnyFurtherCallWhenCreditComesBack(final StageMode mode)
    {
        final RecordPublisher publisher = open(mode);
        SeededRounds.run(40, random ->
        {
            final int before = ring.sink.generationCount();
            spin(random.nextInt(random.nextInt(4) == 0 ? 30_000_000 : 500_000));
            ring.sink.credit(false);
            ring.publish(publisher, 1, DATA);
            publisher.poll((ticket, outcome, position, version) -> { }, 10);
            spin(random.nextInt(100_000));

            ring.sink.credit(true);

            ring.sink.awaitGenerations(before + 1);
        });
    }

    private static void spin(final long ns)
    {
        final long startNs = System.nanoTime();
        while (System.nanoTime() - startNs < ns)
        {
            Thread.onSpinWait();
        }
    }

    @ParameterizedTest
    @EnumSource(StageMode.class)
    void shouldSealWhatIsLeftForSomebodyWhoWaitsEvenWithoutCredit(final StageMode mode)
    {
        final RecordPublisher publisher = open(mode);
        ring.sink.credit(false);
        ring.publish(publisher, 1, DATA);

        ring.seal();

        assertEquals(2, ring.sink.generationCount());
        assertTrue(ring.ring().isDrained());
    }

    @ParameterizedTest
    @EnumSource(StageMode.class)
    void shouldFillGenerationsUnderLoadWhileTheSinkGivesNoCredit(final StageMode mode)
    {
        open(mode).close();
        ring.sink.credit(false);
        final List<TestThread> writers = new ArrayList<>();
        for (int t = 0; t < 3; t++)
        {
            final int stream = t;
            writers.add(TestThread.start("writer-" + t, () ->
            {
                try (RecordPublisher publisher = ring.publisher())
                {
                    for (int i = 0; i < 30_000; i++)
                    {
                        ring.publish(publisher, stream, new byte[i % 100]);
                        while (publisher.unpolled() > 1_000)
                        {
                            publisher.poll((ticket, outcome, position, version) -> { }, 1_000);
                        }
                    }
                }
            }));
        }
        writers.forEach(TestThread::end);
        ring.seal();

        assertEquals(90_001, ring.batches().size());
        assertTrue(ring.sink.meanLength() > 3_500, "mean length=" + ring.sink.meanLength());
    }

    @ParameterizedTest
    @EnumSource(StageMode.class)
    void shouldNotHoldAWriterWhileTheSinkHasNoRoom(final StageMode mode)
    {
        final RecordPublisher publisher = open(mode);
        ring.sink.room(GenerationSink.Room.SOON);
        final int before = ring.sink.roomCalls();

        final long ticket = ring.publish(publisher, 1, DATA);
        for (int i = 0; i < 100; i++)
        {
            ring.ring().assist();
        }
        Await.until("a look for room", () -> ring.sink.roomCalls() > before);
        assertFalse(publisher.isCompleted(ticket));

        ring.sink.room(GenerationSink.Room.READY);
        TestRing.assertAdmitted(publisher, ticket, 1, 0);
        ring.sink.awaitGenerations(2);
    }

    @ParameterizedTest
    @EnumSource(StageMode.class)
    void shouldSealWhatWasCommittedWhenItIsClosed(final StageMode mode)
    {
        final RecordPublisher publisher = open(mode);
        ring.sink.credit(false);
        for (int i = 0; i < 100; i++)
        {
            ring.publish(publisher, 1, DATA);
        }

        ring.close();

        assertEquals(101, ring.batches().size());
        TestRing.assertAdmitted(publisher, 99, 100, 99);
    }

    @ParameterizedTest
    @EnumSource(StageMode.class)
    void shouldWaitAtMostItsTimeOutForRoomWhenItIsClosed(final StageMode mode)
    {
        ring = new TestRing(mode);
        ring.context.publishTimeoutNs(TimeUnit.MILLISECONDS.toNanos(20));
        final RecordPublisher publisher = ring.publisher();
        ring.sink.room(GenerationSink.Room.SOON);
        ring.publish(publisher, 1, DATA);

        ring.close();
        publisher.close();

        assertEquals(0, ring.sink.generationCount());
    }

    @ParameterizedTest
    @EnumSource(StageMode.class)
    void shouldSealWhatWasCommittedWithATimeOutForEver(final StageMode mode)
    {
        ring = new TestRing(mode);
        ring.context.publishTimeoutNs(Long.MAX_VALUE);
        ring.sink.credit(false);
        final RecordPublisher publisher = ring.publisher();
        ring.publish(publisher, 1, DATA);
        ring.publish(publisher, 1, DATA);
        publisher.close();
        ring.publish(ring.publisher(), 1, DATA);

        ring.close();

        assertEquals(3, ring.batches().size());
    }

    /** Whoever got a ticket finds the record sealed, and nothing reaches the sink behind the close. */
    @ParameterizedTest
    @EnumSource(StageMode.class)
    void shouldSealEverythingThatGotATicketWhileItWasClosed(final StageMode mode)
    {
        SeededRounds.run(100, random ->
        {
            ring = new TestRing(mode).writeNames();
            final AtomicLong tickets = new AtomicLong();
            final List<TestThread> writers = new ArrayList<>();
            final CyclicBarrier start = new CyclicBarrier(3);
            for (int t = 0; t < 2; t++)
            {
                final RecordPublisher publisher = ring.publisher();
                writers.add(TestThread.start("writer-" + t, () ->
                {
                    start.await();
                    try
                    {
                        for (int i = 0; i < 1_000_000; i++)
                        {
                            ring.publish(publisher, 1, DATA);
                            tickets.incrementAndGet();
                            publisher.poll((ticket, outcome, position, version) ->
                                assertEquals(Outcome.ADMITTED, outcome), 1_000);
                            while (publisher.unpolled() > 900)
                            {
                                publisher.poll((ticket, outcome, position, version) -> { }, 1_000);
                            }
                        }
                    }
                    catch (final EventLogException e)
                    {
                        assertEquals(ErrorCode.CLOSED, e.code());
                    }
                }));
            }
            start.await();
            spin(random.nextInt(300_000));

            ring.close();
            final int generations = ring.sink.generationCount();

            writers.forEach(TestThread::end);
            assertEquals(generations, ring.sink.generationCount());
            assertEquals(1 + tickets.get(), ring.batches().size());
        });
    }

    /** However long somebody drains without a pause: what comes meanwhile does not get the time at which that began. */
    @ParameterizedTest
    @EnumSource(StageMode.class)
    void shouldStampNoBatchWithATimeAheadOfItsPublish(final StageMode mode)
    {
        final int batches = 1_000;
        ring = new TestRing(mode);
        final AtomicLong clock = new AtomicLong();
        ring.context.epochNanoClock(clock::incrementAndGet);
        final RecordPublisher publisher = ring.publisher();
        final AtomicLong published = new AtomicLong();
        ring.admission.onAdmit(() ->
        {
            if (published.getAndIncrement() < batches)
            {
                ring.publish(publisher, 1, Long.toString(clock.incrementAndGet()).getBytes(StandardCharsets.US_ASCII));
            }
        });

        ring.publish(ring.publisher(), 2, "0".getBytes(StandardCharsets.US_ASCII));

        Await.until("the last of them", () -> publisher.isCompleted(batches - 1));
        ring.seal();
        assertEquals(1 + batches, ring.batches().size());
        for (final SealedLog.SealedBatch batch : ring.batches())
        {
            final long publishedAt = Long.parseLong(new String(batch.events().get(0).data(), StandardCharsets.US_ASCII));
            assertTrue(batch.timestamp() >= publishedAt, "published=" + publishedAt + ", stamped=" + batch.timestamp());
        }
    }

    @ParameterizedTest
    @EnumSource(StageMode.class)
    void shouldLeaveTheSinkAloneWhenAClaimIsCommittedAfterTheRingWasClosed(final StageMode mode)
    {
        ring = new TestRing(mode);
        ring.context.publishTimeoutNs(TimeUnit.MILLISECONDS.toNanos(20));
        final RecordPublisher publisher = ring.publisher();
        ring.claim(publisher, ring.aggregate("a"), null, 1, 1, 3, TestRing.NO_METADATA);
        publisher.event((int)ring.type("t").number(), 3, true).putBytes(0, DATA);
        ring.close();
        final int before = ring.sink.roomCalls();

        final long ticket = publisher.commit();
        ring.ring().assist();
        publisher.close();

        assertFalse(publisher.isCompleted(ticket));
        assertEquals(before, ring.sink.roomCalls());
        assertEquals(0, ring.sink.generationCount());
    }

    @ParameterizedTest
    @EnumSource(StageMode.class)
    void shouldKeepTheInterruptFlagAndHideItFromTheSink(final StageMode mode)
    {
        final RecordPublisher publisher = open(mode);
        Thread.currentThread().interrupt();
        long ticket = -1;
        for (int i = 0; i < 100; i++)
        {
            ticket = ring.publish(publisher, 1, DATA);
            ring.ring().assist();
        }
        while (!publisher.isCompleted(ticket))
        {
            ring.ring().assist();
        }
        publisher.close();
        ring.ring().close();

        assertTrue(Thread.interrupted(), "the flag was lost");
        assertFalse(ring.sink.wasInterrupted());
        assertEquals(101, ring.batches().size());
    }

    @ParameterizedTest
    @EnumSource(StageMode.class)
    void shouldEndWritingWhenTheSinkFailsInItsCommit(final StageMode mode)
    {
        final RecordPublisher publisher = open(mode);
        final RuntimeException failure = new IllegalStateException("commit");
        ring.sink.failInCommit(failure);

        assertEndsWriting(publisher, failure);
    }

    @ParameterizedTest
    @EnumSource(StageMode.class)
    void shouldEndWritingWhenTheSinkFailsInItsClaim(final StageMode mode)
    {
        final RecordPublisher publisher = open(mode);
        final RuntimeException failure = new IllegalStateException("claim");
        ring.sink.failInClaim(failure);

        assertEndsWriting(publisher, failure);
    }

    @ParameterizedTest
    @EnumSource(StageMode.class)
    void shouldEndWritingWhenAdmissionFails(final StageMode mode)
    {
        final RecordPublisher publisher = open(mode);
        final RuntimeException failure = new IllegalStateException("admission");
        ring.admission.fail(failure);

        isFailing = true;
        ring.publish(publisher, 1, DATA);
        Await.until("the end of writing", () -> ring.sink.failure() == failure);
        assertRefusesEverything(publisher);
    }

    private void assertEndsWriting(final RecordPublisher publisher, final RuntimeException failure)
    {
        isFailing = true;
        final long lost = ring.publish(publisher, 1, DATA);
        Await.until("the end of writing", () -> ring.sink.failure() == failure);
        TestRing.await(publisher, lost);
        ring.sink.failInClaim(null).failInCommit(null);

        assertRefusesEverything(publisher);
    }

    /** Nobody hangs, whoever looks after the records: nothing is sealed behind a failure. */
    private void assertRefusesEverything(final RecordPublisher publisher)
    {
        for (int i = 0; i < 10; i++)
        {
            ring.sink.credit(i % 2 == 0);
            TestRing.assertRefused(publisher, ring.publish(publisher, 1, DATA), Outcome.WRITING_ENDED, -1);
        }
        final RecordPublisher other = ring.publisher();
        TestRing.assertRefused(other, ring.publish(other, 1, new byte[10_000]), Outcome.WRITING_ENDED, -1);
        final long startNs = System.nanoTime();
        publisher.close();
        ring.ring().close();

        assertTrue(System.nanoTime() - startNs < ring.context.publishTimeoutNs(), "close waited for what never comes");
        assertEquals(1, ring.sink.generationCount());
        assertEquals(1, ring.batches().size());
    }

    /**
     * The race for the drain flag: who commits while another drains may not rely on anybody's later call. Both outcomes must
     * come although nobody helps.
     */
    @Test
    void shouldLeaveNoRecordThatNobodyLooksAfter()
    {
        open(StageMode.INLINE).close();
        final int rounds = 20_000;
        final CyclicBarrier barrier = new CyclicBarrier(2);
        final List<TestThread> writers = new ArrayList<>();
        for (int t = 0; t < 2; t++)
        {
            writers.add(TestThread.start("writer-" + t, () ->
            {
                try (RecordPublisher publisher = ring.publisher())
                {
                    for (int i = 0; i < rounds; i++)
                    {
                        barrier.await(20, TimeUnit.SECONDS);
                        final long ticket = ring.publish(publisher, 1, DATA);
                        final long startNs = System.nanoTime();
                        while (!publisher.isCompleted(ticket))
                        {
                            Thread.onSpinWait();
                            assertTrue(System.nanoTime() - startNs < Await.BOUND_NS, "nobody looks after round " + ticket);
                        }
                        publisher.poll((polled, outcome, position, version) -> { }, 1);
                    }
                }
            }));
        }
        writers.forEach(TestThread::end);

        assertEquals(1 + 2 * rounds, ring.batches().size());
    }

    @ParameterizedTest
    @EnumSource(StageMode.class)
    void shouldEndItsThreadWhenItIsClosed(final StageMode mode)
    {
        final RecordPublisher publisher = open(mode);
        ring.publish(publisher, 1, DATA);
        final List<Thread> threads = Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().startsWith("varve-")).toList();
        assertEquals(1, threads.size());
        assertTrue(threads.get(0).isDaemon());

        ring.close();

        assertSame(Thread.State.TERMINATED, threads.get(0).getState());
        assertNull(ring.ring().stuckOwner());
    }
}
