package io.varve.codec.generation;

import io.varve.codec.Limits;
import io.varve.codec.OffHeap;
import io.varve.codec.SeededRounds;
import io.varve.codec.name.Identity;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class GenerationRoundTripTest
{
    private final GenerationEncoder encoder = new GenerationEncoder();
    private final GenerationDecoder decoder = new GenerationDecoder();
    private final BatchDecoder batch = new BatchDecoder();

    @Test
    void shouldReadBackEverythingThatWasPut()
    {
        SeededRounds.run(300, random ->
        {
            final GenerationModel model = RandomGenerations.next(random);
            final int offset = random.nextInt(100);
            final int available = model.length() + random.nextInt(100);
            final UnsafeBuffer buffer = dirty(random, offset + available);

            assertEquals(model.length(), model.encode(encoder, buffer, offset));

            assertEquals(GenerationCheck.VALID, decoder.wrap(buffer, offset, available));
            GenerationAssert.assertReads(model, decoder);
            assertEquals(GenerationCheck.VALID, decoder.wrapUnchecked(buffer, offset, available));
            GenerationAssert.assertReads(model, decoder);
        });
    }

    @Test
    void shouldWriteTheBytesThatTheFormatAsksForAndNoOthers()
    {
        SeededRounds.run(300, random ->
        {
            final GenerationModel model = RandomGenerations.next(random);
            final int offset = random.nextInt(100);
            final UnsafeBuffer buffer = dirty(random, offset + model.length() + random.nextInt(100));
            final byte[] before = OffHeap.bytes(buffer, 0, buffer.capacity());

            final int length = model.encode(encoder, buffer, offset);

            final byte[] after = OffHeap.bytes(buffer, 0, buffer.capacity());
            assertArrayEquals(model.reference(), Arrays.copyOfRange(after, offset, offset + length));
            System.arraycopy(before, offset, after, offset, length);
            assertArrayEquals(before, after, "bytes beside the generation");
        });
    }

    @Test
    void shouldAgreeOnTheChainWhenWritingReadingAndByTheFormula()
    {
        SeededRounds.run(100, random ->
        {
            final GenerationModel model = RandomGenerations.next(random);
            final UnsafeBuffer buffer = OffHeap.allocate(model.length());

            final int length = model.encode(encoder, buffer, 0);
            decoder.wrap(buffer, 0, length);

            assertEquals(GenerationModel.referenceChain(model.previousChain, model.reference()), encoder.chain());
            assertEquals(encoder.chain(), decoder.computeChain());
        });
    }

    @Test
    void shouldReadTheSameWhenEventsAreSkipped()
    {
        SeededRounds.run(300, random ->
        {
            final GenerationModel model = RandomGenerations.next(random);
            final UnsafeBuffer buffer = OffHeap.allocate(model.length());
            model.encode(encoder, buffer, 0);
            decoder.wrap(buffer, 0, model.length());

            batch.wrap(decoder);
            long position = model.firstPosition;
            for (final GenerationModel.Batch expected : model.batches)
            {
                if (!expected.isHole())
                {
                    assertTrue(batch.next());
                    GenerationAssert.assertBatch(model, expected, position, batch);
                    assertArrayEquals(expected.metadata(), OffHeap.bytes(
                        (UnsafeBuffer)decoder.buffer(), batch.metadataOffset(), batch.metadataLength()));
                    final int wanted = random.nextInt(expected.events().size() + 1);
                    for (int i = 0; i < wanted; i++)
                    {
                        assertTrue(batch.nextEvent());
                        GenerationAssert.assertEvent(
                            expected.events().get(i), i, (UnsafeBuffer)decoder.buffer(), batch);
                    }
                }
                position += expected.removed() + expected.events().size();
            }
        });
    }

    @Test
    void shouldFindTheBatchesOfAnIdAsAWalkOverAllDoes()
    {
        SeededRounds.run(300, random ->
        {
            final GenerationModel model = RandomGenerations.next(random);
            final UnsafeBuffer buffer = OffHeap.allocate(model.length());
            model.encode(encoder, buffer, 0);
            decoder.wrap(buffer, 0, model.length());
            for (final GenerationModel.Batch wanted : model.batches)
            {
                final boolean isKeyed = !wanted.isHole() && (wanted.flags() & BatchFlags.KEYED) != 0;
                batch.wrap(decoder);
                long position = model.firstPosition;
                for (final GenerationModel.Batch expected : model.batches)
                {
                    if (!expected.isHole() && expected.id() == wanted.id() &&
                        (expected.flags() & BatchFlags.KEYED) != 0 == isKeyed)
                    {
                        assertTrue(batch.nextOf(wanted.id(), isKeyed));
                        GenerationAssert.assertBatch(model, expected, position, batch);
                        final int read = random.nextInt(expected.events().size() + 1);
                        for (int i = 0; i < read; i++)
                        {
                            assertTrue(batch.nextEvent());
                            GenerationAssert.assertEvent(
                                expected.events().get(i), i, (UnsafeBuffer)decoder.buffer(), batch);
                        }
                    }
                    position += expected.removed() + expected.events().size();
                }
                assertFalse(batch.nextOf(wanted.id(), isKeyed));
                assertFalse(batch.next());
            }
        });
    }

    @Test
    void shouldHoldTheLargestGeneration()
    {
        final GenerationModel model = new GenerationModel();
        model.identities.add(new Identity(1, 1));
        final int headers = GenerationLayout.HEADER_LENGTH + GenerationLayout.IDENTITY_LENGTH +
            GenerationLayout.batchHeadersLength(0, 2);
        final int second = Limits.MAX_GENERATION_LENGTH - headers - Limits.MAX_EVENT_LENGTH;
        model.batches.add(new GenerationModel.Batch(0, 0, 0, 1, 0, 0, 0, 0, new byte[0], List.of(
            new GenerationModel.Event(1, new byte[Limits.MAX_EVENT_LENGTH]),
            new GenerationModel.Event(1, new byte[second]))));
        final UnsafeBuffer buffer = OffHeap.allocate(Limits.MAX_GENERATION_LENGTH);

        assertEquals(Limits.MAX_GENERATION_LENGTH, model.encode(encoder, buffer, 0));

        assertEquals(GenerationCheck.VALID, decoder.wrap(buffer, 0, buffer.capacity()));
        GenerationAssert.assertReads(model, decoder);
    }

    @Test
    void shouldHoldNothingButAHeader()
    {
        final GenerationModel model = new GenerationModel();
        final UnsafeBuffer buffer = OffHeap.allocate(GenerationLayout.HEADER_LENGTH);

        assertEquals(128, model.encode(encoder, buffer, 0));

        assertEquals(GenerationCheck.VALID, decoder.wrap(buffer, 0, 128));
        GenerationAssert.assertReads(model, decoder);
    }

    private static UnsafeBuffer dirty(final Random random, final int capacity)
    {
        final byte[] bytes = new byte[capacity];
        random.nextBytes(bytes);
        return OffHeap.copyOf(bytes);
    }
}
