package io.varve.codec.generation;

import io.varve.codec.OffHeap;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Compares what a decoder reads with a model, field by field. */
final class GenerationAssert
{
    private GenerationAssert()
    {
    }

    static void assertReads(final GenerationModel model, final GenerationDecoder decoder)
    {
        assertHeader(model, decoder);
        assertTables(model, decoder);

        final BatchDecoder batch = new BatchDecoder();
        batch.wrap(decoder);
        assertFalse(batch.nextEvent(), "no event ahead of the first batch");
        long position = model.firstPosition;
        for (final GenerationModel.Batch expected : model.batches)
        {
            if (!expected.isHole())
            {
                assertTrue(batch.next());
                assertBatch(model, expected, position, batch);
                assertEvents(expected, decoder, batch);
            }
            position += expected.removed() + expected.events().size();
        }
        assertFalse(batch.next());
        assertFalse(batch.nextEvent());
        assertEquals(position, decoder.nextPosition());
    }

    private static void assertHeader(final GenerationModel model, final GenerationDecoder decoder)
    {
        assertEquals(model.length(), decoder.length());
        assertEquals(model.number, decoder.number());
        assertEquals(model.firstPosition, decoder.firstPosition());
        assertEquals(model.nextPosition(), decoder.nextPosition());
        assertEquals(model.minTimestamp, decoder.minTimestamp());
        assertEquals(model.maxTimestamp, decoder.maxTimestamp());
        assertEquals(model.recordedAt, decoder.recordedAt());
        assertEquals(model.journal.folded(), decoder.journalId());
        assertEquals(model.journal.term(), decoder.term());
        assertEquals(model.journal.epoch(), decoder.epoch());
        assertEquals(model.syncedUpTo, decoder.syncedUpTo());
        assertEquals(model.previousChain, decoder.previousChain());
        assertEquals(model.eventCount(), decoder.eventCount());
        assertEquals(model.batches.size(), decoder.batchCount());
    }

    private static void assertTables(final GenerationModel model, final GenerationDecoder decoder)
    {
        assertEquals(model.identities.size(), decoder.identityCount());
        for (int i = 0; i < model.identities.size(); i++)
        {
            assertEquals(model.identities.get(i).high(), decoder.identityHigh(i));
            assertEquals(model.identities.get(i).low(), decoder.identityLow(i));
        }
        assertEquals(model.producers.size(), decoder.producerCount());
        for (int i = 0; i < model.producers.size(); i++)
        {
            assertEquals(model.producers.get(i).number(), decoder.producerNumber(i));
            assertEquals(model.producers.get(i).session(), decoder.producerSession(i));
        }

        assertEquals(model.entries.size(), decoder.entryCount());
        final List<String> expected = new ArrayList<>();
        for (final GenerationModel.Entry entry : model.entries)
        {
            final boolean hasIdentity = entry.kind() != EntryKind.PRODUCER;
            expected.add(entry.kind() + " " +
                (hasIdentity ? model.identities.get(entry.identityIndex()).high() : 0) + " " +
                (hasIdentity ? model.identities.get(entry.identityIndex()).low() : 0) + " " +
                entry.number() + " " + entry.name());
        }
        final List<String> actual = new ArrayList<>();
        decoder.forEachEntry((kind, high, low, number, utf8) ->
            actual.add(kind + " " + high + " " + low + " " + number + " " +
                new String(utf8, StandardCharsets.UTF_8)));
        assertEquals(expected, actual);
    }

    static void assertBatch(
        final GenerationModel model,
        final GenerationModel.Batch expected,
        final long position,
        final BatchDecoder batch)
    {
        assertEquals(expected.allFlags(model.minTimestamp), batch.flags());
        assertEquals((expected.flags() & BatchFlags.KEYED) != 0, batch.isKeyed());
        assertEquals(expected.identityIndex(), batch.identityIndex());
        assertEquals(expected.id(), batch.id());
        assertEquals(expected.firstVersion(), batch.firstVersion());
        assertEquals(expected.timestamp(), batch.timestamp());
        assertEquals(expected.producerIndex(), batch.producerIndex());
        assertEquals(expected.sequence(), batch.sequence());
        assertEquals(expected.events().size(), batch.count());
        assertEquals(position, batch.firstPosition());
        assertEquals(expected.metadata().length, batch.metadataLength());
    }

    private static void assertEvents(
        final GenerationModel.Batch expected, final GenerationDecoder decoder, final BatchDecoder batch)
    {
        final UnsafeBuffer bytes = (UnsafeBuffer)decoder.buffer();
        assertArrayEquals(expected.metadata(), OffHeap.bytes(bytes, batch.metadataOffset(), batch.metadataLength()));
        for (int i = 0; i < expected.events().size(); i++)
        {
            assertTrue(batch.nextEvent());
            assertEvent(expected.events().get(i), i, bytes, batch);
        }
        assertFalse(batch.nextEvent());
    }

    static void assertEvent(
        final GenerationModel.Event expected, final int index, final UnsafeBuffer bytes, final BatchDecoder batch)
    {
        assertEquals(index, batch.eventIndex());
        assertEquals(expected.type(), batch.eventType());
        assertEquals(expected.crc(), batch.eventCrc());
        assertEquals(expected.data().length, batch.eventLength());
        assertArrayEquals(expected.data(), OffHeap.bytes(bytes, batch.eventDataOffset(), batch.eventLength()));
    }
}
