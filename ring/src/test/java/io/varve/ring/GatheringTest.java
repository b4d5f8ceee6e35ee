package io.varve.ring;

import com.lmax.disruptor.BusySpinWaitStrategy;
import io.varve.codec.Limits;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.List;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Batches of a publisher that gathers: sealed by the page, and the rest when somebody assists. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GatheringTest
{
    private static final int BATCHES = 500;
    private static final byte[] DATA = new byte[64];

    private final TestRing names = new TestRing(StageMode.INLINE);
    private final Sealer sealer = new Sealer(
        new RecordRing(new RingContext().ringLength(), new BusySpinWaitStrategy()), names.dictionary, names.admission, names.sink,
        names.start, SystemEpochNanoClock.INSTANCE);
    private final RecordFlyweight direct = new RecordFlyweight(TestRing.direct(new byte[RecordFlyweight.HEADER_LENGTH + 16])).wrap(0);
    private final CompletionRing completion = new CompletionRing(BATCHES);
    private final int ordinal = sealer.completions().register(completion);
    private final UnsafeBuffer data = TestRing.direct(DATA);

    private void publish(final int ticket, final boolean isGathered)
    {
        direct.putStream(names.aggregate("a").ordinal(), 1);
        direct.putVersion(StreamVersions.ANY);
        direct.putTimestamp(TestRing.NOW);
        direct.putShape(RecordFlyweight.STAMP | (ticket == 0 ? RecordFlyweight.NEW_NAMES : 0), 1, DATA.length, 0);
        direct.putOrigin(ordinal, ticket);
        direct.putLoneEvent((int)names.type("t").number(), DATA.length);
        assertTrue(sealer.publish(direct, null, data.addressOffset(), isGathered));
        assertEquals(ticket + 1L, completion.completed());
    }

    @Test
    void shouldSealFullPagesAndTheRestWhenSomebodyWaitsWhateverCreditThereIs()
    {
        names.sink.credit(true);
        for (int i = 0; i < BATCHES; i++)
        {
            publish(i, true);
        }

        final int full = names.sink.generationCount();
        assertTrue(full > 1, "generations=" + full);
        for (int i = 0; i < full; i++)
        {
            assertTrue(names.sink.length(i) > Limits.TARGET_GENERATION_LENGTH - 2 * DATA.length, "length=" + names.sink.length(i));
        }
        assertTrue(sealer.isOpen());
        sealer.doWork(true);
        assertFalse(sealer.isOpen());
        assertEquals(full + 1, names.sink.generationCount());
        final List<SealedLog.SealedBatch> batches = names.batches();
        assertEquals(BATCHES, batches.size());
        assertArrayEquals(DATA, batches.get(BATCHES - 1).events().get(0).data());
    }

    @Test
    void shouldNotGatherForOthers()
    {
        names.sink.credit(true);
        publish(0, true);
        assertEquals(0, names.sink.generationCount());
        sealer.doWork(true);

        publish(1, false);

        assertEquals(2, names.sink.generationCount());
    }

    @Test
    void shouldSealWhatIsLeftWhenThePublisherIsClosed()
    {
        try (TestRing ring = new TestRing(StageMode.INLINE))
        {
            ring.writeNames();
            ring.sink.credit(false);
            final RecordPublisher publisher = ring.publisher();
            publisher.gather();
            ring.publish(publisher, 1, DATA);
            publisher.poll((ticket, outcome, position, version) -> assertEquals(Outcome.ADMITTED, outcome), 1);

            publisher.close();

            assertTrue(ring.ring().isDrained());
        }
    }
}
