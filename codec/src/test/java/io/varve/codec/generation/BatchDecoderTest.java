package io.varve.codec.generation;

import io.varve.codec.OffHeap;
import io.varve.codec.name.Identity;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class BatchDecoderTest
{
    private final GenerationModel model = new GenerationModel();
    private final GenerationDecoder decoder = new GenerationDecoder();
    private final BatchDecoder batch = new BatchDecoder();

    @Test
    void shouldFindNothingInAnEmptyGeneration()
    {
        wrap();

        assertFalse(batch.next());
        assertFalse(batch.next());
        assertFalse(batch.nextEvent());
    }

    @Test
    void shouldFindNothingBesideHoles()
    {
        model.firstPosition = 10;
        model.batches.add(GenerationModel.Batch.hole(1));
        model.batches.add(GenerationModel.Batch.hole(1L << 40));
        wrap();

        assertFalse(batch.next());
        assertEquals(11 + (1L << 40), decoder.nextPosition());
        assertEquals(0, decoder.eventCount());
        assertEquals(2, decoder.batchCount());
    }

    @Test
    void shouldCountThePositionsOfHoles()
    {
        model.firstPosition = 100;
        model.batches.add(GenerationModel.Batch.hole(5));
        put(1, 2);
        model.batches.add(GenerationModel.Batch.hole(7));
        model.batches.add(GenerationModel.Batch.hole(1));
        put(2, 1);
        model.batches.add(GenerationModel.Batch.hole(3));
        wrap();

        assertTrue(batch.next());
        assertEquals(105, batch.firstPosition());
        assertTrue(batch.next());
        assertEquals(115, batch.firstPosition());
        assertFalse(batch.next());
        assertEquals(119, decoder.nextPosition());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 255, 256})
    void shouldHoldAsManyEventsAsTheCountFieldSays(final int count)
    {
        put(7, count);
        put(8, 1);
        wrap();

        assertTrue(batch.next());
        assertEquals(count, batch.count());
        assertTrue(batch.next());
        assertEquals(8, batch.id());
        assertEquals(count, batch.firstPosition());
    }

    @Test
    void shouldReadTheTransactionBit()
    {
        put(1, 1, BatchFlags.MORE);
        put(2, 1, BatchFlags.MORE | BatchFlags.KEYED);
        put(3, 1, 0);
        wrap();

        final List<Boolean> more = new ArrayList<>();
        while (batch.next())
        {
            more.add((batch.flags() & BatchFlags.MORE) != 0);
        }
        assertEquals(List.of(true, true, false), more);
    }

    @Test
    void shouldStartAgainWhenWrappedAgain()
    {
        put(1, 3);
        put(2, 1);
        wrap();
        batch.next();
        batch.nextEvent();

        batch.wrap(decoder);

        assertTrue(batch.next());
        assertEquals(1, batch.id());
        assertTrue(batch.nextEvent());
        assertEquals(0, batch.eventIndex());
    }

    private void put(final long id, final int count)
    {
        put(id, count, 0);
    }

    private void put(final long id, final int count, final int flags)
    {
        final List<GenerationModel.Event> events = new ArrayList<>();
        for (int i = 0; i < count; i++)
        {
            events.add(new GenerationModel.Event(1, new byte[i % 3]));
        }
        model.batches.add(new GenerationModel.Batch(0, flags, 0, id, 0, 0, 0, 0, new byte[0], events));
    }

    private void wrap()
    {
        model.identities.add(Identity.of("a", 1));
        final UnsafeBuffer buffer = OffHeap.allocate(model.length());
        final int length = model.encode(new GenerationEncoder(), buffer, 0);
        assertEquals(GenerationCheck.VALID, decoder.wrap(buffer, 0, length));
        batch.wrap(decoder);
    }
}
