package io.varve.ring;

import io.varve.codec.Limits;
import io.varve.codec.dictionary.AggregateNames;
import io.varve.codec.dictionary.Dictionary;
import io.varve.codec.dictionary.Name;
import io.varve.codec.generation.BatchFlags;
import io.varve.codec.generation.EntryKind;
import io.varve.codec.generation.GenerationEncoder;
import io.varve.codec.generation.GenerationLayout;
import io.varve.codec.generation.HeaderWords;
import io.varve.codec.generation.JournalIdentity;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class OpenGenerationTest
{
    private static final int FIXED = GenerationLayout.HEADER_LENGTH + GenerationLayout.IDENTITY_LENGTH;
    private static final int BATCH_OF_ONE = GenerationLayout.BATCH_LENGTH + GenerationLayout.EVENT_LENGTH;
    private static final long U32_MAX = 0xFFFF_FFFFL;

    private final UnsafeBuffer arena =
        new UnsafeBuffer(BufferUtil.allocateDirectAligned(4 * RecordRing.MAX_RECORD_LENGTH, RecordRing.SLOT_LENGTH));
    private final Dictionary dictionary = new Dictionary();
    private final OpenGeneration open = new OpenGeneration(dictionary);
    private final AggregateNames a = dictionary.aggregate(dictionary.domain("d"), "a");
    private final Name type = dictionary.domain("d").type("T");
    private final UnsafeBuffer sealed =
        new UnsafeBuffer(BufferUtil.allocateDirectAligned(2 * Limits.MAX_GENERATION_LENGTH, 8));
    private int nextOffset;

    @BeforeEach
    void writeNames()
    {
        a.name().markWritten();
        type.markWritten();
    }

    private RecordFlyweight record(final long timestamp, final int... eventLengths)
    {
        return record(a, 0, 0, timestamp, 0, eventLengths);
    }

    private RecordFlyweight record(
        final AggregateNames aggregate,
        final long id,
        final int flags,
        final long timestamp,
        final int metadataLength,
        final int... eventLengths)
    {
        int dataLength = 0;
        for (final int length : eventLengths)
        {
            dataLength += length;
        }
        final int recordLength = RecordFlyweight.length(eventLengths.length, dataLength, metadataLength);
        if (nextOffset + recordLength > arena.capacity())
        {
            nextOffset = 0;
        }
        final RecordFlyweight record = new RecordFlyweight(arena).wrap(nextOffset);
        nextOffset += RecordRing.slots(recordLength) * RecordRing.SLOT_LENGTH;
        record.putStream(aggregate.ordinal(), id);
        record.putTimestamp(timestamp);
        record.putShape(flags, eventLengths.length, dataLength, metadataLength);
        int offset = record.firstEventOffset();
        for (final int length : eventLengths)
        {
            RecordFlyweight.sealEvent(arena, offset, (int)type.number(), length);
            offset += RecordFlyweight.EVENT_HEADER_LENGTH + length;
        }
        return record;
    }

    /** @return bytes of the generation, sealed, which is what the encoder checks its parts against. */
    private int seal()
    {
        final GenerationEncoder encoder = new GenerationEncoder();
        open.encode(encoder, sealed, 0);
        return encoder.seal(new JournalIdentity(1, 2, 3, 0), 1, 1, open.maxTimestamp(), 1, -1, 0);
    }

    private boolean add(final RecordFlyweight record)
    {
        if (!open.fits(record))
        {
            return false;
        }
        open.add(record, 0);
        return true;
    }

    @Test
    void shouldBeEmptyAtFirstAndAfterAReset()
    {
        assertTrue(open.isEmpty());
        add(record(1, 10));
        assertFalse(open.isEmpty());

        open.reset();

        assertTrue(open.isEmpty());
        assertEquals(0, open.names().identityCount());
        assertEquals(0, open.eventCount());
        assertTrue(add(record(1, 10)));
        assertEquals(FIXED + BATCH_OF_ONE + 10, open.length());
    }

    @ParameterizedTest
    @CsvSource({"4095,true", "4096,true", "4097,false"})
    void shouldFillUpToTheTargetLengthAndNotBeyond(final int length, final boolean fits)
    {
        final int data = length - FIXED - 2 * BATCH_OF_ONE;
        assertTrue(add(record(5, 1_000)));

        assertEquals(fits, add(record(5, data - 1_000)));

        assertEquals(fits ? length : FIXED + BATCH_OF_ONE + 1_000, open.length());
    }

    @ParameterizedTest
    @CsvSource({"4095,true", "4096,true", "4097,false"})
    void shouldCountWideTimesOfAllBatchesBeforeItSaysThatOneFits(final int length, final boolean fits)
    {
        final int data = length - FIXED - 2 * (BATCH_OF_ONE + BatchFlags.WIDE_FIELD_LENGTH);
        assertTrue(add(record(5, 1_000)));

        assertEquals(fits, add(record(6 + U32_MAX, data - 1_000)));

        assertEquals(fits, open.isWide());
    }

    @Test
    void shouldTakeALoneBatchOfAnyLength()
    {
        final int left = Limits.MAX_GENERATION_LENGTH - FIXED - BATCH_OF_ONE - GenerationLayout.EVENT_LENGTH -
            Limits.MAX_EVENT_LENGTH;
        final RecordFlyweight largest = record(1, Limits.MAX_EVENT_LENGTH, left);

        assertTrue(add(largest));
        assertEquals(Limits.MAX_GENERATION_LENGTH, open.lengthToReserve());
        assertEquals(Limits.MAX_GENERATION_LENGTH, open.length());
        assertFalse(open.fits(record(1, 0)));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 4294967295, false",
        "4294967295, 0, false",
        "0, 4294967296, true",
        "4294967296, 0, true",
        "-4294967295, 0, false",
        "-4294967296, 0, true",
        "-1, 4294967294, false",
        "-1, 4294967295, true",
        "-9223372036854775807, 9223372036854775807, true",
        "9223372036854775807, -9223372036854775807, true",
        "-9223372036854775808, 9223372036854775807, true",
        "-9223372036854775808, -9223372036854775807, false",
        "9223372036854775807, 9223372036854775807, false",
        "-9223372036854775808, 0, true",
        "0, 9223372036854775807, true"})
    void shouldBeWideWhenTimesAreFurtherApartThan32Bits(final long first, final long second, final boolean isWide)
    {
        add(record(first, 1));
        assertFalse(open.isWide(), "a lone batch is never wide");

        add(record(second, 1));

        assertEquals(isWide, open.isWide());
        assertEquals(Math.min(first, second), open.minTimestamp());
        assertEquals(Math.max(first, second), open.maxTimestamp());
        assertEquals(FIXED + 2 * (BATCH_OF_ONE + 1) + (isWide ? 2 * BatchFlags.WIDE_FIELD_LENGTH : 0), open.length());
    }

    @Test
    void shouldBeWideWhenOnlyTheEndsOfThreeAreFarApart()
    {
        add(record(0, 1));
        add(record(U32_MAX, 1));
        assertFalse(open.isWide());

        add(record(-1, 1));

        assertTrue(open.isWide());
    }

    @Test
    void shouldNameAnIdentityOnce()
    {
        final AggregateNames b = dictionary.aggregate(dictionary.domain("d"), "b");
        add(record(a, 1, 0, 1, 0, 1));
        add(record(b, 1, 0, 1, 0, 1));
        add(record(a, 2, 0, 1, 0, 1));

        assertEquals(2, open.names().identityCount());
        assertEquals(0, open.names().indexOf(a.ordinal()));
        assertEquals(1, open.names().indexOf(b.ordinal()));
        assertEquals(b.ordinal(), open.names().ordinalAt(1));
    }

    @Test
    void shouldForgetIdentitiesWithAReset()
    {
        final AggregateNames b = dictionary.aggregate(dictionary.domain("d"), "b");
        add(record(a, 1, 0, 1, 0, 1));
        add(record(b, 1, 0, 1, 0, 1));

        open.reset();
        add(record(b, 1, 0, 1, 0, 1));

        assertEquals(1, open.names().identityCount());
        assertEquals(0, open.names().indexOf(b.ordinal()));
    }

    @Test
    void shouldNeverPlanMoreIdentitiesThanAGenerationCanName()
    {
        final List<AggregateNames> aggregates = new ArrayList<>();
        for (int i = 0; i < 600; i++)
        {
            aggregates.add(dictionary.aggregate(dictionary.domain("many" + i / 200), "g" + i));
        }

        int generations = 1;
        for (final AggregateNames aggregate : aggregates)
        {
            if (!add(record(aggregate, 1, 0, 1, 0, 0)))
            {
                assertTrue(open.length() <= Limits.TARGET_GENERATION_LENGTH);
                assertTrue(open.length() > Limits.TARGET_GENERATION_LENGTH - 100);
                generations++;
                open.reset();
                assertTrue(add(record(aggregate, 1, 0, 1, 0, 0)));
            }
            assertTrue(open.names().identityCount() <= Limits.MAX_GENERATION_IDENTITIES);
            assertEquals(aggregate.ordinal(), open.names().ordinalAt(open.names().indexOf(aggregate.ordinal())));
        }

        assertTrue(generations >= 600 * 48 / 4_096, "generations=" + generations);
    }

    @Test
    void shouldPlanEntriesOfNewNamesOnceAndAggregatesAheadOfTheirKeys()
    {
        final AggregateNames fresh = dictionary.aggregate(dictionary.domain("e"), "fresh");
        final Name key = dictionary.key(fresh, "the key");
        assertEquals(type.number(), dictionary.domain("e").type("T").number(), "records here have one type");
        final int flags = RecordFlyweight.NEW_NAMES | RecordFlyweight.KEYED;

        assertTrue(add(record(fresh, key.number(), flags, 1, 0, 1, 2, 3)));
        final int length = open.length();
        assertTrue(add(record(fresh, key.number(), flags, 1, 0, 4)));

        assertEquals(List.of(EntryKind.AGGREGATE, EntryKind.KEY, EntryKind.TYPE),
            open.names().entries().stream().map(GenerationNames.Entry::kind).toList());
        assertEquals(length + BATCH_OF_ONE + 4, open.length());
    }

    @Test
    void shouldTakeNoEntryOverFromABatchThatDidNotFit()
    {
        final AggregateNames fresh = dictionary.aggregate(dictionary.domain("d"), "fresh");
        add(record(1, 3_800));

        assertFalse(open.fits(record(fresh, 1, RecordFlyweight.NEW_NAMES, 1, 0, 200)));
        assertTrue(add(record(1, 10)));

        assertEquals(0, open.names().entries().size());
        assertEquals(1, open.names().identityCount());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldReserveAnUpperBoundAndPredictTheExactLength(final boolean isFarApart)
    {
        SeededRounds.run(500, random ->
        {
            open.reset();
            long min = Long.MAX_VALUE;
            long max = Long.MIN_VALUE;
            int batches = 0;
            int rest = GenerationLayout.HEADER_LENGTH;
            int reserved = 0;
            final List<Integer> ordinals = new ArrayList<>();
            while (true)
            {
                final AggregateNames aggregate = dictionary.aggregate(dictionary.domain("r"), "g" + random.nextInt(20));
                final long time = isFarApart ? random.nextLong() : random.nextInt();
                final int metadata = random.nextInt(3) == 0 ? 1 + random.nextInt(100) : 0;
                final int[] lengths = random.ints(1 + random.nextInt(5), 0, random.nextInt(20) == 0 ? 3_000 : 100).toArray();
                final RecordFlyweight record = record(aggregate, 1, 0, time, metadata, lengths);
                if (!add(record))
                {
                    break;
                }
                if (batches == 0)
                {
                    reserved = open.lengthToReserve();
                }
                batches++;
                min = Math.min(min, time);
                max = Math.max(max, time);
                if (!ordinals.contains(aggregate.ordinal()))
                {
                    ordinals.add(aggregate.ordinal());
                }
                rest += 24 + 8 * lengths.length + (metadata == 0 ? 0 : 8) + metadata + Arrays.stream(lengths).sum();
                final boolean wide = BigInteger.valueOf(max).subtract(BigInteger.valueOf(min))
                    .bitLength() > 32;
                assertEquals(wide, open.isWide());
                assertEquals(rest + 16 * ordinals.size() + (wide ? 8 * batches : 0), open.length());
                assertTrue(open.length() <= reserved);
                assertTrue(batches == 1 || open.length() <= Limits.TARGET_GENERATION_LENGTH);
                assertEquals(open.length(), seal());
            }
        });
    }

    private void addUnstamped(final long timestamp)
    {
        final RecordFlyweight record = record(timestamp, 0);
        assertTrue(open.isWithin(timestamp));
        assertTrue(open.fits(record));
        open.add(record, 0, true, new byte[0], 0);
    }

    private List<Long> sealedTimes()
    {
        seal();
        final List<Long> times = new ArrayList<>();
        long header = sealed.addressOffset() + FIXED;
        for (int i = 0; i < open.eventCount(); i++)
        {
            times.add(open.isWide() ?
                HeaderWords.get(header + GenerationLayout.BATCH_LENGTH) :
                open.minTimestamp() + (HeaderWords.get(header + HeaderWords.TIME_OFFSET) & U32_MAX));
            header += BATCH_OF_ONE + (open.isWide() ? BatchFlags.WIDE_FIELD_LENGTH : 0);
        }
        return times;
    }

    @Test
    void shouldStampOnlyBatchesThatWaitForIt()
    {
        add(record(100, 0));
        add(record(90, 0));
        addUnstamped(100);
        addUnstamped(95);

        open.stamp(120);
        open.stamp(200);
        addUnstamped(120);

        assertTrue(open.hasUnstamped());
        assertEquals(List.of(100L, 90L, 120L, 120L, 120L), sealedTimes());
        assertEquals(90, open.minTimestamp());
        assertEquals(120, open.maxTimestamp());
    }

    @ParameterizedTest
    @ValueSource(longs = {99, Long.MIN_VALUE})
    void shouldKeepATimeWhenTheClockWentBack(final long stamp)
    {
        add(record(100, 0));
        addUnstamped(100);

        open.stamp(stamp);

        assertEquals(List.of(100L, 100L), sealedTimes());
        assertFalse(open.isWide());
        assertFalse(open.hasUnstamped());
        assertEquals(100, open.maxTimestamp());
    }

    @ParameterizedTest
    @CsvSource({"4294967395,false", "4294967396,true", "9223372036854775807,true"})
    void shouldWidenWhenTheStampComesLate(final long stamp, final boolean isWide)
    {
        add(record(100, 0));
        add(record(101, 0));
        addUnstamped(100);
        addUnstamped(101);
        final int narrow = open.length();

        open.stamp(stamp);

        assertEquals(isWide, open.isWide());
        assertEquals(List.of(100L, 101L, stamp, stamp), sealedTimes());
        assertEquals(narrow + (isWide ? 4 * BatchFlags.WIDE_FIELD_LENGTH : 0), open.length());
        assertEquals(stamp, open.maxTimestamp());
    }

    @Test
    void shouldReserveWhatAFullGenerationGrowsByWhenItsStampsComeLate()
    {
        add(record(100, 0));
        final int reserved = open.lengthToReserve();
        while (open.fits(record(100, 0)))
        {
            addUnstamped(100);
        }

        open.stamp(Long.MAX_VALUE);

        assertTrue(open.length() <= reserved, "length=" + open.length() + ", reserved=" + reserved);
        assertEquals(open.length(), seal());
    }
}
