package io.varve.perf.contender;

import io.varve.perf.contender.aeron.AeronArchiveContender;
import io.varve.perf.jvm.ScratchDirectory;
import io.varve.perf.latency.MappedContender;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** All contenders do the same work, so all of them are held to the same. */
class ContenderTest
{
    private static final int EVENTS = 1_600;

    private final ScratchDirectory scratch = ScratchDirectory.create(null);

    @AfterEach
    void deleteData()
    {
        scratch.close();
    }

    static List<Contender> contenders()
    {
        return List.of(new VarveContender(), new ChronicleQueueContender(), new AeronArchiveContender(), new MappedContender());
    }

    @ParameterizedTest
    @MethodSource("contenders")
    void shouldGiveBackWhatWasWritten(final Contender contender)
    {
        for (final Shape shape : List.of(Shape.single(64), new Shape(64, 16, 1), new Shape(64, 1, 100), Shape.single(1_024)))
        {
            final String place = scratch.fresh().toString();
            final UnsafeBuffer event = EventPattern.buffer(shape.length());
            try (EventWriter writer = contender.openWriter(place, shape))
            {
                for (int i = 0; i < EVENTS; i++)
                {
                    EventPattern.fill(event, i, i * 3L);
                    writer.append(event);
                }
                writer.awaitJournaled();
                try (EventReader reader = contender.openReader(place, shape))
                {
                    for (int i = 0; i < EVENTS; i++)
                    {
                        assertTrue(reader.next());
                        EventPattern.check(reader.event(), shape.length(), i);
                    }
                    assertFalse(reader.next());
                }
            }
            contender.sweep(place);
        }
    }

    @Test
    void shouldNoticeEveryBitThatIsNotWhatWasWritten()
    {
        for (final int length : new int[]{16, 64, 256})
        {
            final UnsafeBuffer event = EventPattern.buffer(length);
            EventPattern.fill(event, 7, 11);
            EventPattern.check(event, length, 7);
            assertThrows(IllegalStateException.class, () -> EventPattern.check(event, length, 8));
            assertThrows(IllegalStateException.class, () -> EventPattern.check(event, length + 8, 7));
            // The value is the caller's: of the shortest events nothing follows from it.
            for (int offset = length == 16 ? 0 : Long.BYTES; offset < (length == 16 ? Long.BYTES : length); offset++)
            {
                event.putByte(offset, (byte)(event.getByte(offset) ^ 1));
                assertThrows(IllegalStateException.class, () -> EventPattern.check(event, length, 7));
                event.putByte(offset, (byte)(event.getByte(offset) ^ 1));
            }
        }
    }
}
