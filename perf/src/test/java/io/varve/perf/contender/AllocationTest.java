package io.varve.perf.contender;

import com.sun.management.ThreadMXBean;
import io.varve.api.Batch;
import io.varve.api.Durability;
import io.varve.api.Event;
import io.varve.api.EventStore;
import io.varve.api.Instance;
import io.varve.journal.EmbeddedEventStore;
import io.varve.journal.StoreContext;
import io.varve.perf.jvm.ScratchDirectory;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * No allocation an event: what is left, opening segments and the like, must be a hundredth of a byte an event.
 *
 * <p>Inline, one thread publishes, admits, seals and journals, so its allocation is that of the whole way.
 */
class AllocationTest
{
    private static final Shape SHAPE = Shape.single(64);
    private static final double MAX_BYTES_AN_EVENT = 0.01;
    private static final int WARMUP_EVENTS = 1_000_000;
    private static final int EVENTS = 1_500_000;
    private static final int WINDOWS = 15;

    /** The JDK generates code for what is called by reflection at its 16th call, once in the life of a JVM: 18 KB a method. */
    private static final int ROLLS = 40;
    private static final int SMALL_SEGMENT_LENGTH = 512 * 1024;

    /**
     * What a roll may leave to the thread that rolls, spread over the events of a segment: Chronicle makes its wires anew, some 7 KB
     * for 670,000 events, which no window between rolls shows.
     */
    private static final double MAX_BYTES_AN_EVENT_WITH_ROLLS = 0.02;

    private final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
    private final ScratchDirectory scratch = ScratchDirectory.create(null);
    private final UnsafeBuffer event = EventPattern.buffer(SHAPE.length());

    @AfterEach
    void deleteData()
    {
        scratch.close();
    }

    @Test
    void shouldNotAllocateWhenPublishingJournalingAndTailing()
    {
        rollOften(scratch.fresh());
        final Path directory = scratch.fresh();
        try (EventWriter writer = new VarveContender().openWriter(directory.toString(), SHAPE))
        {
            append(writer, 0, WARMUP_EVENTS);
            final double[] windows = new double[WINDOWS];
            final int windowEvents = EVENTS / WINDOWS;
            final long beforeWriting = allocated();
            for (int i = 0; i < WINDOWS; i++)
            {
                final long before = allocated();
                append(writer, WARMUP_EVENTS + i * windowEvents, windowEvents);
                windows[i] = (allocated() - before) / (double)windowEvents;
            }
            final double withRolls = (allocated() - beforeWriting) / (double)EVENTS;
            Arrays.sort(windows);
            assertAtMost("publish and journal", windows[WINDOWS / 2], MAX_BYTES_AN_EVENT);
            assertAtMost("publish and journal with rolls", withRolls, MAX_BYTES_AN_EVENT_WITH_ROLLS);

            try (EventReader reader = new VarveReader(directory))
            {
                read(reader, 0, WARMUP_EVENTS);
                final long beforeReading = allocated();
                read(reader, WARMUP_EVENTS, EVENTS);
                assertNearZero("tail", beforeReading);
            }
        }
    }

    /** Small segments, so that whatever the JDK and Chronicle make once in the life of a JVM while they roll is made. */
    private static void rollOften(final Path directory)
    {
        final StoreContext small = new StoreContext().directory(directory).segmentLength(SMALL_SEGMENT_LENGTH);
        try (EventStore store = EmbeddedEventStore.open(small))
        {
            final Instance instance = store.domain("d").aggregate("a").instance(1);
            final Event event = Event.of("T", new byte[16 * 1024]);
            for (int i = 0; i < ROLLS * (SMALL_SEGMENT_LENGTH / event.length()); i++)
            {
                instance.put(Batch.of(event), Durability.JOURNALED);
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
        assertAtMost(what, (allocated() - before) / (double)EVENTS, MAX_BYTES_AN_EVENT);
    }

    private static void assertAtMost(final String what, final double bytesAnEvent, final double highest)
    {
        assertTrue(bytesAnEvent <= highest, () -> what + " allocates: bytes an event=" + bytesAnEvent + ", highest=" + highest);
    }
}
