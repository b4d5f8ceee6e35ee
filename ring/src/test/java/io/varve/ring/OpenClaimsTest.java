package io.varve.ring;

import com.lmax.disruptor.BusySpinWaitStrategy;
import io.varve.codec.dictionary.Name;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Threads that die, or hang, with a claim open. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OpenClaimsTest
{
    private static final byte[] DATA = {1, 2, 3};

    private TestRing ring;

    private void open(final StageMode mode)
    {
        ring = new TestRing(mode).writeNames();
    }

    @AfterEach
    void close()
    {
        if (ring != null)
        {
            ring.close();
        }
    }

    private void claim(final RecordPublisher publisher, final int events, final int bytes)
    {
        ring.claim(publisher, ring.aggregate("a"), null, 1, events, bytes, TestRing.NO_METADATA);
    }

    private void fill(final RecordPublisher publisher, final int length)
    {
        final Name type = ring.type("t");
        publisher.event((int)type.number(), length, false).setMemory(0, length, (byte)3);
    }

    @ParameterizedTest
    @EnumSource(StageMode.class)
    void shouldGoOnWhenAnOwnerDiedRightAfterItsClaim(final StageMode mode)
    {
        open(mode);
        final RecordPublisher dying = ring.publisher();
        final RecordPublisher publisher = ring.publisher();
        TestThread.runToEnd("dying", () -> claim(dying, 3, 1_000));

        final long ticket = ring.publish(publisher, 1, DATA);

        TestRing.assertAdmitted(publisher, ticket, 1, 0);
        ring.seal();
        assertEquals(1, ring.ring().claimsTakenBack());
        assertEquals(2, ring.batches().size());
    }

    @ParameterizedTest
    @EnumSource(StageMode.class)
    void shouldGoOnWhenAnOwnerDiedInTheMiddleOfFilling(final StageMode mode)
    {
        open(mode);
        final RecordPublisher dying = ring.publisher();
        final RecordPublisher publisher = ring.publisher();
        final long before = ring.publish(publisher, 1, DATA);
        TestThread.runToEnd("dying", () ->
        {
            claim(dying, 3, 10_000);
            fill(dying, 4_000);
            fill(dying, 100);
        });

        final long behind = ring.publish(publisher, 1, DATA);

        TestRing.assertAdmitted(publisher, before, 1, 0);
        TestRing.assertAdmitted(publisher, behind, 2, 1);
        ring.seal();
        assertEquals(3, ring.batches().size());
    }

    @ParameterizedTest
    @EnumSource(StageMode.class)
    void shouldTakeClaimsOfTwoDeadOwnersBackAtOnce(final StageMode mode)
    {
        open(mode);
        final RecordPublisher publisher = ring.publisher();
        final RecordPublisher[] dying = {ring.publisher(), ring.publisher()};
        final List<TestThread> threads = new ArrayList<>();
        final CountDownLatch claimed = new CountDownLatch(2);
        for (int i = 0; i < 2; i++)
        {
            final int number = i;
            threads.add(TestThread.start("dying-" + i, () ->
            {
                claim(dying[number], 1, 500);
                claimed.countDown();
                assertTrue(claimed.await(20, TimeUnit.SECONDS));
            }));
        }
        threads.forEach(TestThread::end);

        TestRing.assertAdmitted(publisher, ring.publish(publisher, 1, DATA), 1, 0);

        assertEquals(2, ring.ring().claimsTakenBack());
    }

    @ParameterizedTest
    @EnumSource(StageMode.class)
    void shouldTakeDeadClaimsBackBetweenCommittedOnesWithoutAnyCall(final StageMode mode)
    {
        open(mode);
        final int dead = 50;
        final RecordPublisher publisher = ring.publisher();
        final List<Long> tickets = new ArrayList<>();
        for (int i = 0; i < dead; i++)
        {
            final RecordPublisher dying = ring.publisher();
            TestThread.runToEnd("dying", () -> claim(dying, 1, 5));
            tickets.add(ring.publish(publisher, 1, DATA));
        }

        for (int i = 0; i < dead; i++)
        {
            TestRing.assertAdmitted(publisher, tickets.get(i), 1 + i, i);
        }
        assertEquals(dead, ring.ring().claimsTakenBack());
    }

    @ParameterizedTest
    @EnumSource(StageMode.class)
    void shouldNameALiveStuckOwnerAndNeverTakeItsClaimBack(final StageMode mode)
    {
        open(mode);
        final RecordPublisher stuck = ring.publisher();
        final RecordPublisher publisher = ring.publisher();
        final CountDownLatch isClaimed = new CountDownLatch(1);
        final CountDownLatch mayCommit = new CountDownLatch(1);
        final TestThread owner = TestThread.start("the stuck one", () ->
        {
            claim(stuck, 1, 4);
            isClaimed.countDown();
            mayCommit.await();
            fill(stuck, 4);
            stuck.commit();
        });
        assertTrue(awaitLatch(isClaimed));

        final long ticket = ring.publish(publisher, 1, DATA);
        for (int i = 0; i < 10_000; i++)
        {
            assertSame(owner.thread(), ring.ring().stuckOwner());
            ring.ring().assist();
        }
        assertFalse(publisher.isCompleted(ticket));
        assertEquals(0, ring.ring().claimsTakenBack());

        mayCommit.countDown();
        TestRing.assertAdmitted(publisher, ticket, 2, 1);
        TestRing.assertAdmitted(stuck, 0, 1, 0);
        owner.end();
        assertNull(ring.ring().stuckOwner());
        assertEquals(0, ring.ring().claimsTakenBack());
    }

    private static boolean awaitLatch(final CountDownLatch latch)
    {
        try
        {
            return latch.await(20, TimeUnit.SECONDS);
        }
        catch (final InterruptedException e)
        {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @EnumSource(StageMode.class)
    void shouldNameNobodyWhenNothingIsClaimed(final StageMode mode)
    {
        open(mode);
        assertNull(ring.ring().stuckOwner());
        final RecordPublisher publisher = ring.publisher();
        ring.publish(publisher, 1, DATA);
        assertNull(ring.ring().stuckOwner());
    }

    @ParameterizedTest
    @EnumSource(StageMode.class)
    void shouldLetAnotherThreadUseThePublisherOfADeadOne(final StageMode mode)
    {
        open(mode);
        final RecordPublisher publisher = ring.publisher();
        TestThread.runToEnd("dying", () -> claim(publisher, 2, 100));
        Await.until("the claim is taken back", () -> ring.ring().claimsTakenBack() == 1);

        assertFalse(publisher.isClaimed());
        assertThrows(IllegalStateException.class, publisher::commit);
        TestRing.assertAdmitted(publisher, ring.publish(publisher, 1, DATA), 1, 0);
    }

    @ParameterizedTest
    @EnumSource(StageMode.class)
    void shouldCloseThePublisherOfADeadOwnerWhileItsClaimIsTakenBack(final StageMode mode)
    {
        open(mode);
        final RecordPublisher publisher = ring.publisher();
        for (int i = 0; i < 300; i++)
        {
            final RecordPublisher dying = ring.publisher();
            TestThread.runToEnd("dying", () -> claim(dying, 1, 5));
            dying.close();
            TestRing.assertAdmitted(publisher, ring.publish(publisher, 1, DATA), 1 + i, i);
        }
        assertTrue(ring.ring().claimsTakenBack() <= 300);
    }

    @ParameterizedTest
    @EnumSource(StageMode.class)
    void shouldSealWhatWasCommittedAroundDeadClaimsWhenTheRingIsClosed(final StageMode mode)
    {
        open(mode);
        ring.sink.credit(false);
        final RecordPublisher publisher = ring.publisher();
        ring.publish(publisher, 1, DATA);
        final RecordPublisher dying = ring.publisher();
        TestThread.runToEnd("dying", () -> claim(dying, 1, 5));
        ring.publish(publisher, 1, DATA);

        ring.close();

        assertEquals(3, ring.batches().size());
    }

    /** A record that was committed by a thread on its way out must not be taken for the open claim of a dead one. */
    @ParameterizedTest
    @EnumSource(StageMode.class)
    void shouldLoseNothingOfThreadsThatEndRightAfterTheirCommit(final StageMode mode)
    {
        open(mode);
        final int threads = 4_000;
        final RecordPublisher[] publishers = new RecordPublisher[8];
        for (int i = 0; i < publishers.length; i++)
        {
            publishers[i] = ring.publisher();
        }
        final TestThread[] running = new TestThread[publishers.length];
        for (int i = 0; i < threads; i++)
        {
            final int slot = i % publishers.length;
            if (running[slot] != null)
            {
                running[slot].end();
                publishers[slot].poll((ticket, outcome, position, version) -> { }, 1_000);
            }
            final RecordPublisher publisher = publishers[slot];
            running[slot] = TestThread.start("short-lived", () ->
            {
                claim(publisher, 1, 4);
                fill(publisher, 4);
                publisher.commit();
            });
            assertNotDead(ring.ring().stuckOwner());
            assertNotDead(ring.ring().stuckOwner());
        }
        for (final TestThread thread : running)
        {
            thread.end();
        }

        ring.seal();
        assertEquals(0, ring.ring().claimsTakenBack());
        assertEquals(1 + threads, ring.batches().size());
    }

    private static void assertNotDead(final Thread owner)
    {
        if (owner != null)
        {
            assertEquals("short-lived", owner.getName());
        }
    }

    /** The moments of a claim that no thread can be made to die at by fair means. */
    @Nested
    class ByHand
    {
        private final RecordRing slots = new RecordRing(2 * RecordRing.MAX_RECORD_LENGTH, new BusySpinWaitStrategy());
        private final OpenClaims claims = new OpenClaims(slots);
        private final Thread dead = deadThread();

        private static Thread deadThread()
        {
            final TestThread thread = TestThread.start("dead", () -> { });
            thread.end();
            return thread.thread();
        }

        private OpenClaims.Claim added()
        {
            final OpenClaims.Claim claim = new OpenClaims.Claim();
            claims.add(claim);
            return claim;
        }

        private long taken(final OpenClaims.Claim claim, final Thread owner, final int count)
        {
            claim.open(owner, count);
            final long sequence = slots.tryClaim(count);
            claim.taken(sequence);
            return sequence;
        }

        private void assertPadding(final long sequence, final int count)
        {
            assertTrue(slots.isPublished(sequence));
            final RecordFlyweight record = new RecordFlyweight(slots.arena()).wrap(slots.offset(sequence));
            assertEquals(RecordFlyweight.PADDING, record.state());
            assertEquals(count, record.slots());
        }

        @Test
        void shouldFindTheClaimOfAnOwnerThatDiedBeforeItNotedItsSequence()
        {
            added().open(dead, 3);
            slots.tryClaim(3);

            assertNull(claims.resolve());

            assertPadding(0, 3);
            assertEquals(1, claims.takenBack());
        }

        @Test
        void shouldTakeNothingBackForAnOwnerThatDiedBeforeItTookASequence()
        {
            added().open(dead, 3);

            assertNull(claims.resolve());

            assertEquals(0, claims.takenBack());
        }

        @Test
        void shouldNotTakeTheGapOfALiveOwnerForThatOfADeadOne()
        {
            added().open(dead, 1);
            final OpenClaims.Claim live = added();
            live.open(Thread.currentThread(), 2);
            final long sequence = slots.tryClaim(2);

            assertNull(claims.resolve());
            assertFalse(slots.isPublished(sequence));
            live.taken(sequence);
            assertSame(Thread.currentThread(), claims.resolve());
            assertFalse(slots.isPublished(sequence));
            assertEquals(0, claims.takenBack());
        }

        @Test
        void shouldTakeDeadClaimsBackOneByOneInTheirOrder()
        {
            final OpenClaims.Claim first = added();
            final OpenClaims.Claim second = added();
            assertEquals(0, taken(second, dead, 2));
            assertEquals(2, taken(first, dead, 1));

            assertNull(claims.resolve());
            assertPadding(0, 2);
            assertFalse(slots.isPublished(2));
            assertNull(claims.resolve());
            assertPadding(2, 1);
            assertEquals(2, claims.takenBack());
        }

        @Test
        void shouldNotTouchARecordThatItsOwnerPublishedBeforeItDied()
        {
            final OpenClaims.Claim claim = added();
            final long sequence = taken(claim, dead, 1);
            final RecordFlyweight record = new RecordFlyweight(slots.arena()).wrap(slots.offset(sequence));
            record.putHead(RecordFlyweight.BATCH, 1);
            slots.publish(sequence);

            assertNull(claims.resolve());

            assertEquals(RecordFlyweight.BATCH, record.state());
            assertEquals(0, claims.takenBack());
        }

        @Test
        void shouldGiveAClaimBackOnce()
        {
            final OpenClaims.Claim claim = added();
            taken(claim, dead, 1);

            assertTrue(claim.closeFor(dead));
            assertFalse(claim.closeFor(dead));

            assertNull(claims.resolve());
            assertEquals(0, claims.takenBack());
        }
    }
}
