package io.varve.codec.name;

import io.varve.codec.Limits;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The rules that names keep; each check returns the name or says what is wrong with it. */
public final class Names
{
    private Names()
    {
    }

    /**
     * Checks the name of a domain or an aggregate: 1 to 20 characters of packed ASCII without slashes, not a relative path.
     *
     * @param what the thing that is named, for the error.
     * @throws IllegalArgumentException naming the rule that is broken.
     */
    public static String checkName(final String what, final String name)
    {
        final int length = name.length();
        if (length == 0 || length > Limits.MAX_NAME_LENGTH)
        {
            throw broken(what, name, "it has " + length + " characters");
        }
        for (int i = 0; i < length; i++)
        {
            final char c = name.charAt(i);
            if (c == '/' || c == '\\' || PackedAscii.code(c) < 0)
            {
                throw broken(what, name, "character " + (i + 1) + " is not one of these");
            }
        }
        if (".".equals(name) || "..".equals(name))
        {
            throw broken(what, name, "it must not be a relative path");
        }
        return name;
    }

    /**
     * Checks the name of an event type: 1 to 80 characters of {@code [A-Za-z0-9._:@-]}.
     *
     * @throws IllegalArgumentException naming the rule that is broken.
     */
    public static String checkTypeName(final String name)
    {
        return checkWord("event type", "type", name);
    }

    /**
     * Checks the name of a cursor; the rules are those of an event type.
     *
     * @throws IllegalArgumentException naming the rule that is broken.
     */
    public static String checkCursorName(final String name)
    {
        return checkWord("cursor name", "name", name);
    }

    private static String checkWord(final String what, final String field, final String name)
    {
        final int length = name.length();
        boolean valid = length > 0 && length <= Limits.MAX_TYPE_NAME_LENGTH;
        for (int i = 0; valid && i < length; i++)
        {
            final char c = name.charAt(i);
            valid = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' ||
                c == '.' || c == '_' || c == ':' || c == '@' || c == '-';
        }
        if (!valid)
        {
            throw new IllegalArgumentException(
                what + " must be 1 to " + Limits.MAX_TYPE_NAME_LENGTH + " characters of A-Z a-z 0-9 . _ : @ -: " + field + "=\"" +
                shortened(name) + '"');
        }
        return name;
    }

    /**
     * Checks an instance's key and encodes it.
     *
     * @return its UTF-8 bytes, 1 to 1,024.
     * @throws IllegalArgumentException for an empty or over-long key, or one with half a surrogate pair.
     */
    public static byte[] keyBytes(final String key)
    {
        return utf8("key", key);
    }

    /**
     * Checks a producer's name and encodes it; the rules are a key's.
     *
     * @return its UTF-8 bytes, 1 to 1,024.
     * @throws IllegalArgumentException for an empty or over-long name, or one with half a surrogate pair.
     */
    public static byte[] producerBytes(final String name)
    {
        return utf8("producer", name);
    }

    private static byte[] utf8(final String what, final String text)
    {
        final ByteBuffer utf8;
        try
        {
            utf8 = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
        }
        catch (final CharacterCodingException e)
        {
            throw new IllegalArgumentException(
                what + " is not valid Unicode (half a surrogate pair): " + what + "=\"" + shortened(text) + '"', e);
        }

        final byte[] bytes = new byte[utf8.remaining()];
        utf8.get(bytes);
        if (bytes.length == 0 || bytes.length > Limits.MAX_KEY_LENGTH)
        {
            throw new IllegalArgumentException(
                what + " must have 1 to " + Limits.MAX_KEY_LENGTH + " bytes of UTF-8: bytes=" + bytes.length + ", " + what +
                "=\"" + shortened(text) + '"');
        }
        return bytes;
    }

    private static IllegalArgumentException broken(final String what, final String name, final String why)
    {
        return new IllegalArgumentException(
            what + " name must be 1 to " + Limits.MAX_NAME_LENGTH + " characters of a-z 0-9 - . : @ _, but " + why + ": name=\"" +
            shortened(name) + '"');
    }

    private static String shortened(final String name)
    {
        return name.length() <= 100 ? name : name.substring(0, 100) + "...";
    }
}
