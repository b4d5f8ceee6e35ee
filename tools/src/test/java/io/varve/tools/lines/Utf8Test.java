package io.varve.tools.lines;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

class Utf8Test
{
    private static final int ROUNDS = 200_000;
    private static final int MAX_LENGTH = 8;

    @Test
    void shouldJudgeBytesAsTheStrictDecoderDoes()
    {
        final long seed = System.nanoTime();
        final Random random = new Random(seed);
        final byte[] interesting = {
            0x41, (byte)0x80, (byte)0x8F, (byte)0x90, (byte)0x9F, (byte)0xA0, (byte)0xBF, (byte)0xC1, (byte)0xC2,
            (byte)0xDF, (byte)0xE0, (byte)0xE1, (byte)0xED, (byte)0xEF, (byte)0xF0, (byte)0xF1, (byte)0xF4, (byte)0xF5
        };
        for (int round = 0; round < ROUNDS; round++)
        {
            final byte[] bytes = new byte[random.nextInt(MAX_LENGTH)];
            for (int i = 0; i < bytes.length; i++)
            {
                bytes[i] = interesting[random.nextInt(interesting.length)];
            }

            assertEquals(
                isValid(bytes), Utf8.indexOfMalformed(bytes, 0, bytes.length) < 0, "seed=" + seed + ", round=" + round);
        }
    }

    @Test
    void shouldFindTheFirstMalformedByte()
    {
        final byte[] bytes = {'x', 'a', (byte)0xC3, (byte)0xA4, (byte)0xFF, 'b'};

        assertEquals(4, Utf8.indexOfMalformed(bytes, 1, 5));
        assertEquals(-1, Utf8.indexOfMalformed(bytes, 1, 3));
        assertEquals(2, Utf8.indexOfMalformed(bytes, 1, 2));
    }

    @Test
    void shouldEncodeEveryCharacter()
    {
        for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++)
        {
            if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE)
            {
                continue;
            }
            final char[] chars = ("x" + Character.toString(codePoint)).toCharArray();
            final byte[] encoded = new byte[Utf8.encodedLength(chars, 0, chars.length)];

            Utf8.encode(chars, 0, chars.length, encoded);

            assertArrayEquals(new String(chars).getBytes(StandardCharsets.UTF_8), encoded);
        }
    }

    @Test
    void shouldRefuseHalfAPair()
    {
        assertEquals(Utf8.HALF_PAIR, encodedLength("a\ud83d"));
        assertEquals(Utf8.HALF_PAIR, encodedLength("\ude00a"));
        assertEquals(Utf8.HALF_PAIR, encodedLength("\ud83d\ud83d\ude00"));
        assertEquals(4, encodedLength("\ud83d\ude00"));
    }

    private static int encodedLength(final String text)
    {
        return Utf8.encodedLength(text.toCharArray(), 0, text.length());
    }

    private static boolean isValid(final byte[] bytes)
    {
        try
        {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        }
        catch (final CharacterCodingException e)
        {
            return false;
        }
    }
}
