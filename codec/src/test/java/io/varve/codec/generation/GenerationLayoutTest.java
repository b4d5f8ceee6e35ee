package io.varve.codec.generation;

import io.varve.codec.SeededRounds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class GenerationLayoutTest
{
    @Test
    void shouldKeepTheLengthsOfTheFormat()
    {
        assertEquals(128, GenerationLayout.HEADER_LENGTH);
        assertEquals(16, GenerationLayout.IDENTITY_LENGTH);
        assertEquals(16, GenerationLayout.PRODUCER_LENGTH);
        assertEquals(16, GenerationLayout.ENTRY_LENGTH);
        assertEquals(24, GenerationLayout.BATCH_LENGTH);
        assertEquals(8, GenerationLayout.EVENT_LENGTH);
        assertEquals(8, GenerationLayout.CHECKED_OFFSET);
        assertEquals(1, GenerationLayout.LAYOUT_VERSION);
        assertEquals(0x56524156, GenerationLayout.MAGIC);
    }

    @ParameterizedTest
    @CsvSource({"0,16", "1,24", "7,24", "8,24", "9,32", "1023,1040", "1024,1040", "65535,65552"})
    void shouldPadNamesToEight(final int nameLength, final int expected)
    {
        assertEquals(expected, GenerationLayout.entryLength(nameLength));
    }

    @Test
    void shouldCountWideFieldsOnlyForTheFlagsThatHaveThem()
    {
        for (int flags = 0; flags < 64; flags++)
        {
            final int wide = (flags >>> 2 & 1) + (flags >>> 3 & 1) + (flags >>> 4 & 1);

            assertEquals(8 * wide, BatchFlags.wideLength(flags), "flags=" + flags);
            assertEquals(24 + 8 * wide + 8, GenerationLayout.batchHeadersLength(flags, 1));
            assertEquals(24 + 8 * wide + 2_048, GenerationLayout.batchHeadersLength(flags, 256));
        }
    }

    @Test
    void shouldBoundEveryLoneBatch()
    {
        SeededRounds.run(2_000, random ->
        {
            final GenerationModel all = RandomGenerations.next(random);
            final GenerationModel.Batch batch = RandomGenerations.batch(all, random);
            final GenerationModel lone = new GenerationModel();
            lone.minTimestamp = random.nextBoolean() ? batch.timestamp() : all.minTimestamp;
            lone.identities.add(all.identities.get(0));
            lone.entries.addAll(all.entries);
            lone.batches.add(batch);
            if (batch.producerIndex() > 0)
            {
                lone.producers.add(all.producers.get(batch.producerIndex() - 1));
            }

            final int bound = GenerationLayout.loneBatchLength(
                batch.events().size(),
                batch.dataLength() - batch.metadata().length,
                batch.metadata().length,
                lone.tablesLength() - 16 - lone.producers.size() * 16);

            final int actual = lone.reference().length;
            assertTrue(actual <= bound, "length=" + actual + ", bound=" + bound);
            assertTrue(bound - actual <= 16 + 3 * 8, "bound is too wide: length=" + actual + ", bound=" + bound);
        });
    }

    @Test
    void shouldNameEveryKindOfEntryByItsCode()
    {
        assertEquals(4, EntryKind.values().length);
        for (final EntryKind kind : EntryKind.values())
        {
            assertEquals(kind, EntryKind.of(kind.code()));
            assertEquals(kind.ordinal() + 1, kind.code());
        }
        for (final int bad : new int[]{0, 5, 255, -1})
        {
            assertEquals("dictionary entry has an unknown kind: kind=" + bad + ", highest=4",
                assertThrows(IllegalArgumentException.class, () -> EntryKind.of(bad)).getMessage());
        }
    }

    @Test
    void shouldFoldAndPrintTheJournalId()
    {
        final JournalIdentity journal = new JournalIdentity(0xAL, 0xFFL << 56, 0xFFFF_FFFFL, 3);

        assertEquals(0xFF00_0000_0000_000AL, journal.folded());
        assertEquals("000000000000000aff00000000000000", journal.idText());
        assertEquals(new JournalIdentity(0xAL, 0xFFL << 56, 7, 3), journal.withEpoch(7));
    }
}
