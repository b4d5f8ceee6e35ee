package io.varve.perf.contender;

import com.sun.management.ThreadMXBean;
import io.varve.perf.jvm.ScratchDirectory;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * No allocation an event: what is left, opening segments and the like, must be a hundredth of a byte an event.
 *
 * <p>Inline, one thread publishes, admits, seals and journals, so its allocation is that of the whole way.
 */
class AllocationTest
{
    private static final double MAX_BYTES_AN_EVENT = 0.01;
    private static final int WARMUP_EVENTS = 1_000_000;
    private static final int EVENTS = 1_500_000;

    private final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
    private final ScratchDirectory scratch = ScratchDirectory.create(null);
    private final UnsafeBuffer event = EventPattern.buffer();

    @AfterEach
    void deleteData()
    {
        scratch.close();
    }

    @Test
    void shouldNotAllocateWhenPublishingJournalingAndTailing()
    {
        final Path directory = scratch.fresh();
        try (EventWriter writer = new VarveWriter(directory, 1))
        {
            append(writer, 0, WARMUP_EVENTS);
            final long beforeWriting = allocated();
            append(writer, WARMUP_EVENTS, EVENTS);
            assertNearZero("publish and journal", beforeWriting);

            try (EventReader reader = new VarveReader(directory))
            {
                read(reader, 0, WARMUP_EVENTS);
                final long beforeReading = allocated();
                read(reader, WARMUP_EVENTS, EVENTS);
                assertNearZero("tail", beforeReading);
            }
        }
    }

    private void append(final EventWriter writer, final int first, final int count)
    {
        for (int i = first; i < first + count; i++)
        {
            EventPattern.fill(event, i, 1);
            writer.append(event);
        }
        writer.awaitJournaled();
    }

    private static void read(final EventReader reader, final int first, final int count)
    {
        for (int i = first; i < first + count; i++)
        {
            assertEquals(i, reader.next() ? EventPattern.number(reader.event()) : -1);
        }
    }

    private long allocated()
    {
        return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    }

    private void assertNearZero(final String what, final long before)
    {
        final double bytesAnEvent = (allocated() - before) / (double)EVENTS;
        assertTrue(bytesAnEvent <= MAX_BYTES_AN_EVENT, () -> what + " allocates: bytes an event=" + bytesAnEvent +
            ", highest=" + MAX_BYTES_AN_EVENT);
    }
}
