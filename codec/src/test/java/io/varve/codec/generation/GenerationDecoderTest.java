package io.varve.codec.generation;

import io.varve.codec.AllocationMeter;
import io.varve.codec.Limits;
import io.varve.codec.OffHeap;
import io.varve.codec.SeededRounds;
import io.varve.codec.sbe.GenerationHeaderDecoder;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class GenerationDecoderTest
{
    private static final int U16 = 2;
    private static final int U32 = 4;

    private final GenerationDecoder decoder = new GenerationDecoder();
    private final BatchDecoder batch = new BatchDecoder();
    private byte[] sample;
    private UnsafeBuffer buffer;

    @BeforeEach
    void encodeSample()
    {
        final GenerationModel model = SampleGenerations.worked();
        buffer = OffHeap.allocate(model.length());
        model.encode(new GenerationEncoder(), buffer, 0);
        sample = OffHeap.bytes(buffer, 0, buffer.capacity());
    }

    @Test
    void shouldDetectEveryFlippedBit()
    {
        for (int bit = 0; bit < sample.length * 8; bit++)
        {
            flip(bit);
            assertNotEquals(GenerationCheck.VALID, decoder.wrap(buffer, 0, sample.length), "bit=" + bit);
            flip(bit);
        }
        assertEquals(GenerationCheck.VALID, decoder.wrap(buffer, 0, sample.length));
    }

    @Test
    void shouldDetectEveryFlippedBitAheadOfTheDataByTheHeadersAlone()
    {
        decoder.wrap(buffer, 0, sample.length);
        final int dataOffset = decoder.dataOffset();
        for (int bit = 0; bit < sample.length * 8; bit++)
        {
            final boolean isOfData = bit / 8 >= dataOffset;
            final boolean isOfWholeCrc = bit / 8 >= 4 && bit / 8 < 8;
            flip(bit);
            final boolean isValid = decoder.wrapHeaders(buffer, 0, sample.length) == GenerationCheck.VALID;
            assertEquals(isOfData || isOfWholeCrc, isValid, "bit=" + bit);
            assertFalse(isValid && decoder.isDataCrcGood(), "bit=" + bit);
            flip(bit);
        }
        assertEquals(GenerationCheck.VALID, decoder.wrapHeaders(buffer, 0, sample.length));
        assertTrue(decoder.isDataCrcGood());
    }

    @Test
    void shouldRefuseAGoodChecksumOverAllWithAnotherOverTheHeaders()
    {
        final UnsafeBuffer edited = OffHeap.copyOf(sample);
        edited.putByte(sample.length - 1, (byte)(sample[sample.length - 1] ^ 1));
        GenerationChecksum.stamp(edited, 0, sample.length);
        assertEquals(GenerationCheck.VALID, decoder.wrap(edited, 0, sample.length));

        edited.putByte(124, (byte)(edited.getByte(124) ^ 1));

        assertEquals(GenerationCheck.BAD_CRC, decoder.wrap(edited, 0, sample.length));
    }

    @Test
    void shouldDetectEveryTruncation()
    {
        for (int available = 0; available < sample.length; available++)
        {
            assertEquals(GenerationCheck.BAD_LENGTH, decoder.wrap(buffer, 0, available), "available=" + available);
        }
        assertEquals(GenerationCheck.BAD_LENGTH, decoder.wrap(buffer, 0, -1));
    }

    @Test
    void shouldDetectATailThatWasNeverWritten()
    {
        for (int written = 0; written < sample.length; written++)
        {
            buffer.putBytes(0, sample);
            buffer.setMemory(written, sample.length - written, (byte)0);

            assertNotEquals(GenerationCheck.VALID, decoder.wrap(buffer, 0, sample.length), "written=" + written);
        }
    }

    @Test
    void shouldIgnoreBytesBehindTheGeneration()
    {
        final UnsafeBuffer longer = OffHeap.copyOf(Arrays.copyOf(sample, sample.length + 100));
        longer.setMemory(sample.length, 100, (byte)0xFF);

        assertEquals(GenerationCheck.VALID, decoder.wrap(longer, 0, longer.capacity()));
        assertEquals(sample.length, decoder.length());
        assertEquals(sample.length, decoder.buffer().capacity());
    }

    @Test
    void shouldSayWhatIsWrong()
    {
        assertEquals(GenerationCheck.NO_MAGIC, decoder.wrap(OffHeap.allocate(4_096), 0, 4_096));
        assertEquals(GenerationCheck.BAD_LENGTH, decoder.wrap(OffHeap.allocate(4_096), 0, 127));
        assertEquals(GenerationCheck.UNKNOWN_LAYOUT,
            checkWith(GenerationHeaderDecoder.layoutVersionEncodingOffset(), U16, 2));
        assertEquals(GenerationCheck.UNKNOWN_LAYOUT,
            checkWith(GenerationHeaderDecoder.layoutVersionEncodingOffset(), U16, 0));
        assertEquals(GenerationCheck.BAD_CRC, checkWith(GenerationHeaderDecoder.crcEncodingOffset(), U32, 0));
    }

    @Test
    void shouldRefuseLengthsThatContradictEachOtherBeforeItTrustsTheChecksum()
    {
        final int headersOffset = GenerationHeaderDecoder.headersOffsetEncodingOffset();
        final int dataOffset = GenerationHeaderDecoder.dataOffsetEncodingOffset();
        final int length = GenerationHeaderDecoder.lengthEncodingOffset();

        for (final long bad : new long[]{0, 127, sample.length + 1L, Limits.MAX_GENERATION_LENGTH + 1L, 0xFFFF_FFFFL})
        {
            assertEquals(GenerationCheck.BAD_LENGTH, checkWith(length, U32, bad), "length=" + bad);
        }
        for (final long bad : new long[]{0, 127, sample.length + 1L, 0x8000_0000L, 0xFFFF_FFFFL})
        {
            assertEquals(GenerationCheck.BAD_LENGTH, checkWith(headersOffset, U32, bad), "headersOffset=" + bad);
            assertEquals(GenerationCheck.BAD_LENGTH, checkWith(dataOffset, U32, bad), "dataOffset=" + bad);
        }
        assertEquals(GenerationCheck.BAD_LENGTH,
            checkWith(GenerationHeaderDecoder.headerLengthEncodingOffset(), U16, 136));
    }

    @Test
    void shouldRefuseCountsThatDoNotFitBetweenTheOffsets()
    {
        assertEquals(GenerationCheck.BAD_LENGTH,
            checkWith(GenerationHeaderDecoder.identityCountEncodingOffset(), U16, 0xFFFF));
        assertEquals(GenerationCheck.BAD_LENGTH,
            checkWith(GenerationHeaderDecoder.producerCountEncodingOffset(), U16, 0xFFFF));
        for (final long bad : new long[]{1_000, 0x7FFF_FFFFL, 0x8000_0000L, 0xFFFF_FFFFL})
        {
            assertEquals(GenerationCheck.BAD_LENGTH,
                checkWith(GenerationHeaderDecoder.entryCountEncodingOffset(), U32, bad), "entryCount=" + bad);
            assertEquals(GenerationCheck.BAD_LENGTH,
                checkWith(GenerationHeaderDecoder.batchCountEncodingOffset(), U32, bad), "batchCount=" + bad);
            assertEquals(GenerationCheck.BAD_LENGTH,
                checkWith(GenerationHeaderDecoder.eventCountEncodingOffset(), U32, bad), "eventCount=" + bad);
        }
    }

    @Test
    void shouldRefuseAGenerationAboveTheLargest()
    {
        final GenerationModel model = new GenerationModel();
        model.batches.add(new GenerationModel.Batch(0, 0, 0, 1, 0, 0, 0, 0, new byte[0], List.of(
            new GenerationModel.Event(1, new byte[65_535]),
            new GenerationModel.Event(1, new byte[Limits.MAX_GENERATION_LENGTH - 128 - 40 - 65_535 + 1]))));
        final UnsafeBuffer large = OffHeap.allocate(Limits.MAX_GENERATION_LENGTH + 1);
        assertEquals(Limits.MAX_GENERATION_LENGTH + 1, model.encode(new GenerationEncoder(), large, 0));

        assertEquals(GenerationCheck.BAD_LENGTH, decoder.wrap(large, 0, large.capacity()));
    }

    @Test
    void shouldAnswerGarbageWithACheck()
    {
        SeededRounds.run(20_000, random ->
        {
            final UnsafeBuffer garbage = OffHeap.allocate(1 + random.nextInt(600));
            final int offset = random.nextInt(garbage.capacity());
            for (int i = 0; i < garbage.capacity(); i++)
            {
                garbage.putByte(i, (byte)(random.nextInt(3) == 0 ? random.nextInt() : 0));
            }
            final int available = garbage.capacity() - offset;
            if (available >= GenerationLayout.HEADER_LENGTH)
            {
                makePlausible(random, garbage, offset, available);
            }

            if (decoder.wrap(garbage, offset, available) == GenerationCheck.VALID)
            {
                walk();
            }
        });
    }

    @Test
    void shouldStayWithinTheGenerationWhateverItsBytesSay()
    {
        SeededRounds.run(20_000, random ->
        {
            buffer.putBytes(0, sample);
            for (int i = 0, count = 1 + random.nextInt(8); i < count; i++)
            {
                final int offset = 8 + random.nextInt(sample.length - 8);
                buffer.putByte(offset, (byte)oneOf(random, 0, 1, 0x7F, 0x80, 0xFF, random.nextInt()));
            }
            signCrc(buffer, 0, sample.length);

            if (decoder.wrap(buffer, 0, sample.length) == GenerationCheck.VALID)
            {
                walk();
            }
        });
    }

    @Test
    void shouldRefuseIndexesThatTheTablesDoNotHave()
    {
        decoder.wrap(buffer, 0, sample.length);

        for (final int bad : new int[]{-1, 1, Integer.MAX_VALUE, Integer.MIN_VALUE})
        {
            assertThrows(IndexOutOfBoundsException.class, () -> decoder.identityHigh(bad));
            assertThrows(IndexOutOfBoundsException.class, () -> decoder.identityLow(bad));
            assertThrows(IndexOutOfBoundsException.class, () -> decoder.producerNumber(bad));
            assertThrows(IndexOutOfBoundsException.class, () -> decoder.producerSession(bad));
        }
        assertEquals("identity index=1, identities=1",
            assertThrows(IndexOutOfBoundsException.class, () -> decoder.identityHigh(1)).getMessage());
    }

    @Test
    void shouldNotAllocateWhenCheckingAndWalking()
    {
        final long[] sum = new long[1];

        final long bytes = AllocationMeter.bytesAllocated(50_000, () ->
        {
            decoder.wrap(buffer, 0, sample.length);
            sum[0] += decoder.computeChain() + decoder.identityHigh(0) + decoder.producerNumber(0);
            batch.wrap(decoder);
            while (batch.next())
            {
                sum[0] += batch.id() + batch.timestamp() + batch.sequence() + batch.metadataLength();
                while (batch.nextEvent())
                {
                    sum[0] += batch.eventType() + decoder.buffer().getByte(batch.eventDataOffset());
                }
            }
        });

        assertTrue(bytes <= 4_096, "bytes=" + bytes + ", sum=" + sum[0]);
    }

    /** Touches everything; what does not fit may throw {@link IndexOutOfBoundsException}, never more. */
    private void walk()
    {
        try
        {
            decoder.forEachEntry((kind, high, low, number, utf8) -> assertTrue(utf8.length <= decoder.length()));
        }
        catch (final IndexOutOfBoundsException | IllegalArgumentException e)
        {
            // A table that lies.
        }
        try
        {
            batch.wrap(decoder);
            for (int steps = 0; batch.next(); steps++)
            {
                assertTrue(steps <= decoder.length(), "a walk must end");
                while (batch.nextEvent())
                {
                    decoder.buffer().getBytes(batch.eventDataOffset(), new byte[batch.eventLength()]);
                }
            }
        }
        catch (final IndexOutOfBoundsException e)
        {
            // Headers that lie.
        }
    }

    private GenerationCheck checkWith(final int offset, final int fieldLength, final long value)
    {
        buffer.putBytes(0, sample);
        if (fieldLength == U16)
        {
            buffer.putShort(offset, (short)value, ByteOrder.LITTLE_ENDIAN);
        }
        else
        {
            buffer.putInt(offset, (int)value, ByteOrder.LITTLE_ENDIAN);
        }
        return decoder.wrap(buffer, 0, sample.length);
    }

    private void flip(final int bit)
    {
        buffer.putByte(bit / 8, (byte)(buffer.getByte(bit / 8) ^ 1 << bit % 8));
    }

    private static void makePlausible(
        final Random random, final UnsafeBuffer garbage, final int offset, final int available)
    {
        final int length = GenerationLayout.HEADER_LENGTH + random.nextInt(available - GenerationLayout.HEADER_LENGTH + 1);
        garbage.putInt(offset, GenerationLayout.MAGIC, ByteOrder.LITTLE_ENDIAN);
        putSometimes(random, garbage, offset + GenerationHeaderDecoder.lengthEncodingOffset(), length);
        garbage.putInt(offset + GenerationHeaderDecoder.layoutVersionEncodingOffset(), 128 << 16 | 1,
            ByteOrder.LITTLE_ENDIAN);
        final int headers = 128 + random.nextInt(length - 127);
        putSometimes(random, garbage, offset + GenerationHeaderDecoder.headersOffsetEncodingOffset(), headers);
        putSometimes(random, garbage, offset + GenerationHeaderDecoder.dataOffsetEncodingOffset(),
            headers + random.nextInt(length - headers + 1));
        putSometimes(random, garbage, offset + GenerationHeaderDecoder.eventCountEncodingOffset(), 0);
        putSometimes(random, garbage, offset + GenerationHeaderDecoder.batchCountEncodingOffset(), random.nextInt(3));
        putSometimes(random, garbage, offset + GenerationHeaderDecoder.identityCountEncodingOffset(), random.nextInt(2));
        putSometimes(random, garbage, offset + GenerationHeaderDecoder.entryCountEncodingOffset(), random.nextInt(2));
        signCrc(garbage, offset, length);
    }

    private static void putSometimes(
        final Random random, final UnsafeBuffer target, final int offset, final int value)
    {
        if (random.nextInt(20) != 0)
        {
            target.putInt(offset, value, ByteOrder.LITTLE_ENDIAN);
        }
    }

    private static void signCrc(final UnsafeBuffer target, final int offset, final int length)
    {
        final int dataOffset =
            target.getInt(offset + GenerationHeaderDecoder.dataOffsetEncodingOffset(), ByteOrder.LITTLE_ENDIAN);
        final byte[] bytes = OffHeap.bytes(target, offset, length);
        target.putInt(offset + 4, GenerationModel.checkedParts(bytes, length), ByteOrder.LITTLE_ENDIAN);
        if (dataOffset >= GenerationLayout.HEADER_LENGTH && dataOffset <= length)
        {
            target.putInt(offset + 124, GenerationModel.checkedParts(bytes, dataOffset), ByteOrder.LITTLE_ENDIAN);
        }
    }

    private static int oneOf(final Random random, final int... values)
    {
        return values[random.nextInt(values.length)];
    }
}
