package io.varve.codec.generation;

import io.varve.codec.AllocationMeter;
import io.varve.codec.Limits;
import io.varve.codec.OffHeap;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class GenerationEncoderTest
{
    private static final long U32_MAX = 0xFFFF_FFFFL;

    private final GenerationEncoder encoder = new GenerationEncoder();
    private final GenerationModel model = SampleGenerations.worked();
    private final UnsafeBuffer buffer = OffHeap.allocate(Limits.MAX_GENERATION_LENGTH);

    @ParameterizedTest
    @CsvSource({"8,0,0", "-8,8,0", "0,8,0", "0,-8,8", "0,0,1", "8,-16,16", "16,-16,0", "8,8,8"})
    void shouldRefuseToSealWhatWasNotPlanned(final int tables, final int headers, final int data)
    {
        encoder.begin(
            buffer, 0, model.tablesLength() + tables, model.headersLength() + headers, model.dataLength() + data,
            model.minTimestamp);

        final IllegalStateException e = assertThrows(IllegalStateException.class, () ->
        {
            model.put(encoder);
            model.seal(encoder);
        });

        assertTrue(e.getMessage().startsWith("generation is not what was planned: tables end=") ||
            e.getMessage().startsWith("generation has no room as planned: headers left="), e.getMessage());
    }

    @Test
    void shouldSayWhatWasPlannedAndWhatWasPut()
    {
        encoder.begin(buffer, 0, 16, 32, 5, 0);
        encoder.putIdentity(1, 1);
        encoder.putBatch(0, 0, 1, 0, 1, 0, 0, 0, buffer, 0, 0);

        assertEquals(
            "generation is not what was planned: tables end=144 of 144, headers end=168 of 176, data end=176 of 181, " +
            "events=0 of 1",
            assertThrows(IllegalStateException.class, () -> model.seal(encoder)).getMessage());
    }

    @ParameterizedTest
    @CsvSource({"1,2", "2,1", "256,1", "3,2"})
    void shouldRefuseToSealABatchWithAnotherNumberOfEventsThanItSays(final int said, final int put)
    {
        encoder.begin(buffer, 0, 0, GenerationLayout.batchHeadersLength(0, put), 0, 0);
        encoder.putBatch(0, 0, 1, 0, said, 0, 0, 0, buffer, 0, 0);
        for (int i = 0; i < put; i++)
        {
            encoder.putEvent(1, 0, buffer, 0, 0);
        }

        assertThrows(IllegalStateException.class, () -> model.seal(encoder));
    }

    @Test
    void shouldNotWriteBehindTheGenerationWhenMoreIsPutThanPlanned()
    {
        encoder.begin(buffer, 0, 0, GenerationLayout.batchHeadersLength(0, 1), 4, 0);
        encoder.putBatch(0, 0, 1, 0, 1, 0, 0, 0, buffer, 0, 0);

        assertThrows(IllegalStateException.class, () -> encoder.putEvent(1, 0, buffer, 0, 5));

        assertEquals(0, buffer.getByte(GenerationLayout.HEADER_LENGTH + 32 + 4));
    }

    @Test
    void shouldStartAnewAfterARefusedSeal()
    {
        encoder.begin(buffer, 0, 0, 32, 0, 0);
        encoder.putBatch(0, 0, 1, 0, 1, 0, 0, 0, buffer, 0, 0);
        assertThrows(IllegalStateException.class, () -> model.seal(encoder));

        final int length = model.encode(encoder, buffer, 0);

        final GenerationDecoder decoder = new GenerationDecoder();
        assertEquals(GenerationCheck.VALID, decoder.wrap(buffer, 0, length));
        GenerationAssert.assertReads(model, decoder);
    }

    @ParameterizedTest
    @CsvSource({"0", "257", "-1"})
    void shouldAssertTheBoundsOfABatch(final int count)
    {
        encoder.begin(buffer, 0, 0, 10_000, 0, 0);

        assertThrows(AssertionError.class, () -> encoder.putBatch(0, 0, 1, 0, count, 0, 0, 0, buffer, 0, 0));
    }

    @Test
    void shouldAssertTheBoundsOfAnEvent()
    {
        encoder.begin(buffer, 0, 0, 10_000, 100_000, 0);

        assertThrows(AssertionError.class, () -> encoder.putEvent(1, 0, buffer, 0, Limits.MAX_EVENT_LENGTH + 1));
        assertThrows(AssertionError.class, () -> encoder.putEvent(Limits.MAX_TYPES + 1, 0, buffer, 0, 0));
    }

    @Test
    void shouldWidenTimesThatADeltaCannotSay()
    {
        assertEquals(0, wideFlags(100, 100, 0));
        assertEquals(0, wideFlags(100 + U32_MAX, 100, 0));
        assertEquals(BatchFlags.WIDE_TIME, wideFlags(101 + U32_MAX, 100, 0));
        assertEquals(BatchFlags.WIDE_TIME, wideFlags(99, 100, 0));
        assertEquals(BatchFlags.WIDE_TIME, wideFlags(Long.MAX_VALUE, Long.MIN_VALUE, 0));
        assertEquals(BatchFlags.WIDE_TIME, wideFlags(0, Long.MIN_VALUE, 0));
    }

    @Test
    void shouldWidenSequencesThat32BitsCannotSay()
    {
        assertEquals(0, wideFlags(0, 0, U32_MAX));
        assertEquals(BatchFlags.WIDE_SEQUENCE, wideFlags(0, 0, U32_MAX + 1));
        assertEquals(BatchFlags.WIDE_SEQUENCE, wideFlags(0, 0, Long.MAX_VALUE));
        assertEquals(BatchFlags.WIDE_SEQUENCE, wideFlags(0, 0, -1));
    }

    @Test
    void shouldKeepTheFlagsOfTheCallerWhenWidening()
    {
        final int flags = BatchFlags.KEYED | BatchFlags.MORE | BatchFlags.METADATA;

        assertEquals(
            flags | BatchFlags.WIDE_TIME | BatchFlags.WIDE_SEQUENCE,
            GenerationEncoder.withWideFlags(flags, -1, 0, Long.MAX_VALUE));
    }

    @Test
    void shouldNotAllocateWhenEncoding()
    {
        final JournalIdentity journal = model.journal;
        final byte[] name = {'n', 'a', 'm', 'e'};
        final UnsafeBuffer data = OffHeap.allocate(64);
        final int flags = BatchFlags.METADATA | BatchFlags.WIDE_TIME | BatchFlags.WIDE_SEQUENCE;
        final int tablesLength = 32 + GenerationLayout.entryLength(name.length);
        final int headersLength = 10 * GenerationLayout.batchHeadersLength(flags, 3) + GenerationLayout.BATCH_LENGTH;

        final long bytes = AllocationMeter.bytesAllocated(20_000, () ->
        {
            encoder.begin(buffer, 0, tablesLength, headersLength, 10 * (8 + 3 * 64), 0);
            encoder.putIdentity(1, 2);
            encoder.putProducer(1, 1);
            encoder.putEntry(EntryKind.TYPE, 0, 1, name);
            encoder.putHole(5);
            for (int i = 0; i < 10; i++)
            {
                encoder.putBatch(flags, 0, i, i, 3, -1, 1, i, data, 0, 8);
                encoder.putEvent(1, 2, data, 0, 64);
                encoder.putEvent(1, 2, data, 0, 64);
                encoder.putEvent(1, 2, data, 0, 64);
            }
            encoder.seal(journal, 1, 2, 3, 4, 5, encoder.chain());
        });

        assertTrue(bytes <= 4_096, "bytes=" + bytes);
    }

    private static int wideFlags(final long timestamp, final long minTimestamp, final long sequence)
    {
        return GenerationEncoder.withWideFlags(0, timestamp, minTimestamp, sequence);
    }
}
