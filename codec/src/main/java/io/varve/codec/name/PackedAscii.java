package io.varve.codec.name;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.Arrays;

/**
 * Text in 6 bits a character, so that 20 characters take 15 bytes and comparing packed bytes compares the strings.
 *
 * <p>Codes follow ASCII order: 0 is padding, then {@code - . / 0-9 : @ \ _ a-z}; codes 44 to 63 are reserved, refused
 * when decoding. Four characters make three bytes, big-endian, the first character in the top bits; the rest is
 * padded with 0. Nothing here allocates except the methods that return a {@link String}.
 *
 * <pre>
 *   byte 0           byte 1           byte 2
 *  +-----------+----+-------+--------+----+-----------+
 *  | char 0    | char 1     | char 2      | char 3    |
 *  +-----------+----+-------+--------+----+-----------+
 *    6 bits      2    4       4        2    6
 * </pre>
 */
public final class PackedAscii
{
    /** Most characters that a packed field holds. */
    public static final int MAX_LENGTH = 20;

    /** Bytes of a packed field. */
    public static final int PACKED_LENGTH = 15;

    /** The characters in the order of their codes, code 1 first. */
    public static final String ALPHABET = "-./0123456789:@\\_abcdefghijklmnopqrstuvwxyz";

    private static final int BITS = 6;
    private static final int CHARS_A_GROUP = 4;
    private static final int BYTES_A_GROUP = 3;
    private static final int PAD = 0;
    private static final int RESERVED = -1;

    private static final byte[] CODE_BY_CHAR = new byte[128];
    private static final byte[] CHAR_BY_CODE = new byte[1 << BITS];

    static
    {
        Arrays.fill(CODE_BY_CHAR, (byte)RESERVED);
        Arrays.fill(CHAR_BY_CODE, (byte)RESERVED);
        for (int i = 0; i < ALPHABET.length(); i++)
        {
            CODE_BY_CHAR[ALPHABET.charAt(i)] = (byte)(i + 1);
            CHAR_BY_CODE[i + 1] = (byte)ALPHABET.charAt(i);
        }
    }

    private PackedAscii()
    {
    }

    /**
     * The 6-bit code of a character.
     *
     * @return the code, 1 to 43, or -1 for a character that has none.
     */
    public static int code(final char character)
    {
        return character < CODE_BY_CHAR.length ? CODE_BY_CHAR[character] : RESERVED;
    }

    /**
     * Packs text into the {@value #PACKED_LENGTH} bytes at an offset.
     *
     * @throws IllegalArgumentException for empty text, text longer than {@value #MAX_LENGTH}, or a character without a
     *                                  code; nothing is written then.
     */
    public static void encode(final CharSequence text, final MutableDirectBuffer buffer, final int offset)
    {
        checkEncodable(text);

        final int length = text.length();
        for (int group = 0; group < PACKED_LENGTH / BYTES_A_GROUP; group++)
        {
            int bits = 0;
            for (int i = 0; i < CHARS_A_GROUP; i++)
            {
                final int index = group * CHARS_A_GROUP + i;
                bits = bits << BITS | (index < length ? code(text.charAt(index)) : PAD);
            }

            final int at = offset + group * BYTES_A_GROUP;
            buffer.putByte(at, (byte)(bits >>> 16));
            buffer.putByte(at + 1, (byte)(bits >>> 8));
            buffer.putByte(at + 2, (byte)bits);
        }
    }

    /**
     * Unpacks the field at an offset into ASCII bytes.
     *
     * @param ascii       receives up to {@value #MAX_LENGTH} bytes at {@code asciiOffset}.
     * @return the number of characters.
     * @throws IllegalArgumentException for a reserved code, for padding before a character, or an empty field.
     */
    public static int decode(
        final DirectBuffer buffer, final int offset, final MutableDirectBuffer ascii, final int asciiOffset)
    {
        int length = 0;
        for (int index = 0; index < MAX_LENGTH; index++)
        {
            final int code = codeAt(buffer, offset, index);
            if (code == PAD)
            {
                continue;
            }
            if (index != length)
            {
                throw new IllegalArgumentException("packed name has padding before character index=" + index);
            }
            if (CHAR_BY_CODE[code] == RESERVED)
            {
                throw new IllegalArgumentException(
                    "packed name has the reserved code=" + code + " at character index=" + index + ", highest code=" +
                    ALPHABET.length());
            }
            ascii.putByte(asciiOffset + length++, CHAR_BY_CODE[code]);
        }

        if (length == 0)
        {
            throw new IllegalArgumentException("packed name is empty");
        }
        return length;
    }

    /**
     * Unpacks the field at an offset.
     *
     * @return the text, allocated.
     */
    public static String decode(final DirectBuffer buffer, final int offset)
    {
        final UnsafeBuffer ascii = new UnsafeBuffer(new byte[MAX_LENGTH]);
        return ascii.getStringWithoutLengthAscii(0, decode(buffer, offset, ascii, 0));
    }

    private static int codeAt(final DirectBuffer buffer, final int offset, final int index)
    {
        final int at = offset + index / CHARS_A_GROUP * BYTES_A_GROUP;
        final int bits =
            (buffer.getByte(at) & 0xFF) << 16 | (buffer.getByte(at + 1) & 0xFF) << 8 | buffer.getByte(at + 2) & 0xFF;
        return bits >>> BITS * (CHARS_A_GROUP - 1 - index % CHARS_A_GROUP) & (1 << BITS) - 1;
    }

    private static void checkEncodable(final CharSequence text)
    {
        final int length = text.length();
        if (length == 0 || length > MAX_LENGTH)
        {
            throw new IllegalArgumentException(
                "name must have 1 to " + MAX_LENGTH + " characters: length=" + length + ", name=\"" + text + '"');
        }
        for (int i = 0; i < length; i++)
        {
            if (code(text.charAt(i)) == RESERVED)
            {
                throw new IllegalArgumentException(
                    "name has a character outside \"" + ALPHABET + "\": index=" + i + ", name=\"" + text + '"');
            }
        }
    }
}
