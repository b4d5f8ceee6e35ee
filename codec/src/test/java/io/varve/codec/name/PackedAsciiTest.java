package io.varve.codec.name;

import io.varve.codec.AllocationMeter;
import io.varve.codec.OffHeap;
import io.varve.codec.SeededRounds;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class PackedAsciiTest
{
    private static final int CALLS = 100_000;
    private static final int MAX_ALLOCATED_BYTES = 4_096;

    @Test
    void shouldNumberTheAlphabetInAsciiOrderFromOne()
    {
        assertEquals(43, PackedAscii.ALPHABET.length());
        for (int i = 0; i < PackedAscii.ALPHABET.length(); i++)
        {
            assertEquals(i + 1, PackedAscii.code(PackedAscii.ALPHABET.charAt(i)));
            assertTrue(i == 0 || PackedAscii.ALPHABET.charAt(i - 1) < PackedAscii.ALPHABET.charAt(i));
        }
    }

    @Test
    void shouldGiveEveryOtherCharacterNoCode()
    {
        for (int c = 0; c <= Character.MAX_VALUE; c++)
        {
            if (PackedAscii.ALPHABET.indexOf(c) < 0)
            {
                assertEquals(-1, PackedAscii.code((char)c), "character=" + c);
            }
        }
    }

    @Test
    void shouldPackFirstCharacterIntoTopBitsAndPadOnTheRight()
    {
        // - is code 1 = 000001, z is code 43 = 101011, a is code 18 = 010010.
        assertEquals("040000000000000000000000000000", hex(pack("-")));
        assertEquals("ac0000000000000000000000000000", hex(pack("z")));
        assertEquals("06b480000000000000000000000000", hex(pack("-za")));
        assertEquals("8568e481f000000000000000000000", hex(pack("person")));
        assertEquals("492492492492492492492492492492", hex(pack("aaaaaaaaaaaaaaaaaaaa")));
    }

    @Test
    void shouldRoundTripEveryLength()
    {
        SeededRounds.run(20, random ->
        {
            for (int length = 1; length <= PackedAscii.MAX_LENGTH; length++)
            {
                final String text = randomText(random, length);
                assertEquals(text, unpack(pack(text)));
            }
        });
    }

    @Test
    void shouldOrderPackedBytesAsStrings()
    {
        SeededRounds.run(2_000, random ->
        {
            final String left = randomText(random, 1 + random.nextInt(PackedAscii.MAX_LENGTH));
            final String right = random.nextBoolean() ?
                randomText(random, 1 + random.nextInt(PackedAscii.MAX_LENGTH)) :
                neighbour(random, left);

            assertEquals(
                Integer.signum(left.compareTo(right)),
                Integer.signum(Arrays.compareUnsigned(pack(left), pack(right))),
                left + " <> " + right);
        });
    }

    @Test
    void shouldTouchNothingBesideTheField()
    {
        final UnsafeBuffer buffer = OffHeap.allocate(PackedAscii.PACKED_LENGTH + 2);
        buffer.setMemory(0, buffer.capacity(), (byte)0x7F);

        PackedAscii.encode("a", buffer, 1);

        assertEquals(0x7F, buffer.getByte(0));
        assertEquals(0x7F, buffer.getByte(PackedAscii.PACKED_LENGTH + 1));
        assertEquals("a", PackedAscii.decode(buffer, 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "abcdefghijklmnopqrstu", "Abc", "abC", "\uD83D\uDE00", "\u00E9", "caf\u00E9", "a\0", "\0", " ", "a b", "a+b", "{",
        "\u007F", "\u0161", "\uFF41"})
    void shouldRefuseWhatHasNoCodeOrNoRoom(final String text)
    {
        final UnsafeBuffer buffer = OffHeap.allocate(PackedAscii.PACKED_LENGTH);
        buffer.setMemory(0, buffer.capacity(), (byte)0x7F);

        assertThrows(IllegalArgumentException.class, () -> PackedAscii.encode(text, buffer, 0));

        for (int i = 0; i < buffer.capacity(); i++)
        {
            assertEquals(0x7F, buffer.getByte(i), "nothing may be written");
        }
    }

    @Test
    void shouldNameBoundAndPlaceWhenRefusing()
    {
        final UnsafeBuffer buffer = OffHeap.allocate(PackedAscii.PACKED_LENGTH);

        assertEquals(
            "name must have 1 to 20 characters: length=0, name=\"\"",
            assertThrows(IllegalArgumentException.class, () -> PackedAscii.encode("", buffer, 0)).getMessage());
        assertEquals(
            "name has a character outside \"-./0123456789:@\\_abcdefghijklmnopqrstuvwxyz\": index=2, name=\"abC\"",
            assertThrows(IllegalArgumentException.class, () -> PackedAscii.encode("abC", buffer, 0)).getMessage());
    }

    @Test
    void shouldRefuseEveryReservedCodeAtEveryPlace()
    {
        for (int code = 44; code <= 63; code++)
        {
            for (int index = 0; index < PackedAscii.MAX_LENGTH; index++)
            {
                final int[] codes = new int[PackedAscii.MAX_LENGTH];
                Arrays.fill(codes, 0, index, 18);
                codes[index] = code;

                final IllegalArgumentException e =
                    assertThrows(IllegalArgumentException.class, () -> unpack(packCodes(codes)));

                assertEquals("packed name has the reserved code=" + code + " at character index=" + index +
                    ", highest code=43", e.getMessage());
            }
        }
    }

    @Test
    void shouldRefusePaddingBeforeACharacter()
    {
        for (int index = 1; index < PackedAscii.MAX_LENGTH; index++)
        {
            final int[] codes = new int[PackedAscii.MAX_LENGTH];
            codes[index] = 18;

            final IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> unpack(packCodes(codes)));

            assertEquals("packed name has padding before character index=" + index, e.getMessage());
        }
    }

    @Test
    void shouldRefuseAnAllZeroField()
    {
        assertThrows(IllegalArgumentException.class, () -> unpack(new byte[PackedAscii.PACKED_LENGTH]));
    }

    @Test
    void shouldDecodeRandomBytesOnlyToTextThatPacksToThem()
    {
        SeededRounds.run(5_000, random ->
        {
            final byte[] packed = new byte[PackedAscii.PACKED_LENGTH];
            for (int i = 0, filled = 1 + random.nextInt(3); i < filled; i++)
            {
                packed[i] = (byte)random.nextInt();
            }
            final String text;
            try
            {
                text = unpack(packed);
            }
            catch (final IllegalArgumentException e)
            {
                return;
            }
            assertArrayEquals(packed, pack(text));
        });
    }

    @Test
    void shouldNotAllocateWhenEncodingAndDecoding()
    {
        final UnsafeBuffer packed = OffHeap.allocate(PackedAscii.PACKED_LENGTH);
        final UnsafeBuffer ascii = OffHeap.allocate(PackedAscii.MAX_LENGTH);

        final long bytes = AllocationMeter.bytesAllocated(CALLS, () ->
        {
            PackedAscii.encode("abcdefghijklmnopqrst", packed, 0);
            PackedAscii.decode(packed, 0, ascii, 0);
        });

        assertTrue(bytes <= MAX_ALLOCATED_BYTES, "calls=" + CALLS + ", bytes=" + bytes);
    }

    private static String neighbour(final Random random, final String text)
    {
        final int index = random.nextInt(text.length());
        return text.substring(0, index) + randomText(random, 1 + random.nextInt(PackedAscii.MAX_LENGTH - index));
    }

    private static String randomText(final Random random, final int length)
    {
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++)
        {
            text.append(PackedAscii.ALPHABET.charAt(random.nextInt(PackedAscii.ALPHABET.length())));
        }
        return text.toString();
    }

    private static byte[] packCodes(final int[] codes)
    {
        final byte[] packed = new byte[PackedAscii.PACKED_LENGTH];
        for (int bit = 0; bit < codes.length * 6; bit++)
        {
            final int value = codes[bit / 6] >>> 5 - bit % 6 & 1;
            packed[bit / 8] |= (byte)(value << 7 - bit % 8);
        }
        return packed;
    }

    private static byte[] pack(final String text)
    {
        final UnsafeBuffer buffer = OffHeap.allocate(PackedAscii.PACKED_LENGTH);
        PackedAscii.encode(text, buffer, 0);
        return OffHeap.bytes(buffer, 0, PackedAscii.PACKED_LENGTH);
    }

    private static String unpack(final byte[] packed)
    {
        return PackedAscii.decode(OffHeap.copyOf(packed), 0);
    }

    private static String hex(final byte[] bytes)
    {
        return HexFormat.of().formatHex(bytes);
    }
}
