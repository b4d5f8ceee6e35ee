package io.varve.replication.message;

import org.agrona.DirectBuffer;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Text from outside: UTF-8 or refused, since a replaced character would be another name. */
public final class Texts
{
    private static final int MAX_SENT_LENGTH = 1_000;

    private Texts()
    {
    }

    /**
     * Reads a text.
     *
     * @param what it is, for the refusal.
     * @throws ProtocolBreach when it is not UTF-8.
     */
    public static String read(final DirectBuffer buffer, final int offset, final int length, final String what)
    {
        final byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        try
        {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        }
        catch (final CharacterCodingException e)
        {
            throw ProtocolBreach.malformed(what + " is not UTF-8: bytes=" + length);
        }
    }

    /** A line for a client: one line, and not a long one. */
    public static String line(final String text)
    {
        final String whole = text == null ? "" : text.replace('\n', ' ').replace('\r', ' ');
        return whole.length() <= MAX_SENT_LENGTH ? whole : whole.substring(0, MAX_SENT_LENGTH) + "...";
    }
}
