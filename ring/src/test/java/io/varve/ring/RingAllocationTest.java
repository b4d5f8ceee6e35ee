package io.varve.ring;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Publishing and polling leave no garbage, nor does sealing in the publisher's thread. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RingAllocationTest
{
    private static final int CALLS = 250_000;

    private final UnsafeBuffer data = TestRing.direct(new byte[64]);
    private TestRing ring;
    private RecordPublisher publisher;
    private int ordinal;
    private int type;
    private long admitted;
    private final OutcomeHandler handler =
        (ticket, outcome, position, version) -> admitted += outcome == Outcome.ADMITTED ? 1 : 0;

    private void open(final StageMode mode)
    {
        ring = new TestRing(mode).writeNames();
        ring.sink.keepNothing();
        publisher = ring.publisher();
        ordinal = ring.aggregate("a").ordinal();
        type = (int)ring.type("t").number();
    }

    @AfterEach
    void close()
    {
        ring.close();
    }

    @ParameterizedTest
    @CsvSource({"INLINE,true", "INLINE,false", "SEALER_THREAD,true", "SEALER_THREAD,false"})
    void shouldNotAllocateWhenAnEventIsPublishedByCopy(final StageMode mode, final boolean hasCredit)
    {
        open(mode);
        ring.sink.credit(hasCredit);

        assertEquals(0, AllocationMeter.bytesAllocated(CALLS, () ->
        {
            while (publisher.tryPublish(ordinal, 1, 0, StreamVersions.ANY, TestRing.NOW, type, data, 0, 64) < 0)
            {
                publisher.poll(handler, 100);
                ring.ring().assist();
            }
            publisher.poll(handler, 100);
        }));
        publisher.close();
        publisher.poll(handler, Integer.MAX_VALUE);
        assertEquals(4 * CALLS, admitted);
    }

    @ParameterizedTest
    @EnumSource(StageMode.class)
    void shouldNotAllocateWhenABatchIsClaimedAndCommittedOrAborted(final StageMode mode)
    {
        open(mode);

        assertEquals(0, AllocationMeter.bytesAllocated(CALLS, () ->
        {
            while (publisher.tryClaim(ordinal, 1, 0, 2, 20, TestRing.NO_METADATA) < 0)
            {
                publisher.poll(handler, 100);
                ring.ring().assist();
            }
            publisher.event(type, 10, false).putLong(0, admitted);
            if ((admitted & 7) == 0)
            {
                publisher.abort();
                admitted++;
            }
            else
            {
                publisher.event(type, 10, false).putLong(0, admitted);
                publisher.commit();
            }
            publisher.poll(handler, 100);
        }));
    }

    @ParameterizedTest
    @EnumSource(StageMode.class)
    void shouldNotAllocateWhenBatchesAreRefused(final StageMode mode)
    {
        open(mode);

        assertEquals(0, AllocationMeter.bytesAllocated(CALLS, () ->
        {
            while (publisher.tryPublish(ordinal, 1, 0, 7, TestRing.NOW, type, data, 0, 64) < 0)
            {
                publisher.poll(handler, 100);
                ring.ring().assist();
            }
            publisher.poll(handler, 100);
        }));
        assertEquals(0, admitted);
    }

    @ParameterizedTest
    @EnumSource(StageMode.class)
    void shouldNotAllocateWhenTheRingOrTheWindowIsFull(final StageMode mode)
    {
        open(mode);
        ring.sink.room(GenerationSink.Room.SOON);

        assertEquals(0, AllocationMeter.bytesAllocated(CALLS, () ->
            publisher.tryPublish(ordinal, 1, 0, StreamVersions.ANY, TestRing.NOW, type, data, 0, 64)));
        ring.sink.room(GenerationSink.Room.READY);
    }
}
