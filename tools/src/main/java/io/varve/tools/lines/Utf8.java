package io.varve.tools.lines;

/** Strict UTF-8: finds what is malformed instead of replacing it. */
final class Utf8
{
    /** Result of {@link #encode}: half a surrogate pair stands alone. */
    static final int HALF_PAIR = -1;

    private Utf8()
    {
    }

    /**
     * Looks for the first sequence that is not UTF-8 (cut off, overlong, half a surrogate pair, above U+10FFFF).
     *
     * @return the index of its first byte in the array, or -1 when all is valid.
     */
    static int indexOfMalformed(final byte[] bytes, final int offset, final int length)
    {
        final int end = offset + length;
        int i = offset;
        while (i < end)
        {
            if (bytes[i] >= 0)
            {
                i++;
                continue;
            }
            final int sequenceLength = sequenceLength(bytes, i, end);
            if (sequenceLength == 0)
            {
                return i;
            }
            i += sequenceLength;
        }
        return -1;
    }

    /**
     * Bytes that characters take in UTF-8.
     *
     * @return how many, or {@link #HALF_PAIR}.
     */
    static int encodedLength(final char[] chars, final int offset, final int length)
    {
        final int end = offset + length;
        int bytes = length;
        for (int i = offset; i < end; i++)
        {
            final char c = chars[i];
            if (c >= 0x80)
            {
                bytes++;
                if (c >= 0x800)
                {
                    bytes++;
                }
                if (Character.isSurrogate(c))
                {
                    if (!isPair(chars, i, end))
                    {
                        return HALF_PAIR;
                    }
                    // Two characters were counted as 3 and 1 bytes: together they take 4.
                    i++;
                }
            }
        }
        return bytes;
    }

    /** Encodes characters of which {@link #encodedLength} was asked; there is room for them. */
    static void encode(final char[] chars, final int offset, final int length, final byte[] target)
    {
        final int end = offset + length;
        int at = 0;
        for (int i = offset; i < end; i++)
        {
            final char c = chars[i];
            if (c < 0x80)
            {
                target[at++] = (byte)c;
            }
            else if (c < 0x800)
            {
                target[at++] = (byte)(0xC0 | c >> 6);
                target[at++] = continuation(c);
            }
            else if (Character.isSurrogate(c))
            {
                final int codePoint = Character.toCodePoint(c, chars[++i]);
                target[at++] = (byte)(0xF0 | codePoint >> 18);
                target[at++] = continuation(codePoint >> 12);
                target[at++] = continuation(codePoint >> 6);
                target[at++] = continuation(codePoint);
            }
            else
            {
                target[at++] = (byte)(0xE0 | c >> 12);
                target[at++] = continuation(c >> 6);
                target[at++] = continuation(c);
            }
        }
    }

    /** True when no surrogate stands alone. */
    static boolean isWellFormed(final String text)
    {
        for (int i = 0; i < text.length(); i++)
        {
            if (Character.isSurrogate(text.charAt(i)))
            {
                if (!Character.isHighSurrogate(text.charAt(i)) || i + 1 == text.length() ||
                    !Character.isLowSurrogate(text.charAt(i + 1)))
                {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    private static boolean isPair(final char[] chars, final int index, final int end)
    {
        return Character.isHighSurrogate(chars[index]) && index + 1 < end && Character.isLowSurrogate(chars[index + 1]);
    }

    private static byte continuation(final int bits)
    {
        return (byte)(0x80 | bits & 0x3F);
    }

    /** Length of the sequence of 2 to 4 bytes that starts at an index, 0 when it is malformed; Unicode, table 3-7. */
    private static int sequenceLength(final byte[] bytes, final int index, final int end)
    {
        final int first = bytes[index] & 0xFF;
        if (first < 0xC2 || first > 0xF4)
        {
            return 0;
        }
        final int length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
        if (index + length > end)
        {
            return 0;
        }

        final int lowest = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
        final int highest = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
        final int second = bytes[index + 1] & 0xFF;
        if (second < lowest || second > highest)
        {
            return 0;
        }
        for (int i = index + 2; i < index + length; i++)
        {
            if ((bytes[i] & 0xC0) != 0x80)
            {
                return 0;
            }
        }
        return length;
    }
}
