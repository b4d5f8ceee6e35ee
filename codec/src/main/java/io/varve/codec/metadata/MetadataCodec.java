package io.varve.codec.metadata;

import io.varve.codec.Limits;
import org.agrona.DirectBuffer;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Metadata in bytes: entries one behind the other, each {@code u8 name code | (u8 length, name) | u16 length | value}.
 *
 * <p>The names that most systems carry have a code of one byte; any other name is code 0 and spelled out. Text is
 * UTF-8, numbers are little-endian. Entries keep their order. Not for the hot path: both directions allocate.
 */
public final class MetadataCodec
{
    /** Names with a code of their own: code 1 first. Only ever extended at the end. */
    public static final List<String> CODED_NAMES =
        List.of("correlation", "causation", "content-type", "traceparent", "user");

    private static final int MAX_SPELLED_NAME_LENGTH = 255;

    private MetadataCodec()
    {
    }

    /**
     * Encodes names and values.
     *
     * @return the bytes, none for an empty map.
     * @throws IllegalArgumentException for an empty or over-long name, a text with half a surrogate pair, or more than
     *                                  {@link Limits#MAX_METADATA_LENGTH} bytes altogether.
     */
    public static byte[] encode(final Map<String, String> metadata)
    {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        metadata.forEach((name, value) ->
        {
            final byte[] nameBytes = utf8(name);
            if (nameBytes.length == 0 || nameBytes.length > MAX_SPELLED_NAME_LENGTH)
            {
                throw new IllegalArgumentException("metadata name must have 1 to " + MAX_SPELLED_NAME_LENGTH +
                    " bytes: bytes=" + nameBytes.length);
            }
            final byte[] valueBytes = utf8(value);
            if (out.size() + nameBytes.length + valueBytes.length + 4 > 2 * Limits.MAX_METADATA_LENGTH)
            {
                throw tooLong(out.size() + nameBytes.length + valueBytes.length);
            }
            final int code = CODED_NAMES.indexOf(name) + 1;
            out.write(code);
            if (code == 0)
            {
                out.write(nameBytes.length);
                out.writeBytes(nameBytes);
            }
            out.write(valueBytes.length);
            out.write(valueBytes.length >>> 8);
            out.writeBytes(valueBytes);
        });
        if (out.size() > Limits.MAX_METADATA_LENGTH)
        {
            throw tooLong(out.size());
        }
        return out.toByteArray();
    }

    /**
     * Decodes the bytes at an offset.
     *
     * @throws IllegalArgumentException when they are not what {@link #encode} writes.
     */
    public static Map<String, String> decode(final DirectBuffer buffer, final int offset, final int length)
    {
        final Map<String, String> metadata = new LinkedHashMap<>();
        final int end = offset + length;
        int at = offset;
        while (at < end)
        {
            final int code = buffer.getByte(at++) & 0xFF;
            final String name;
            if (code == 0)
            {
                final int nameLength = at < end ? buffer.getByte(at++) & 0xFF : 0;
                if (nameLength == 0)
                {
                    throw new IllegalArgumentException("metadata has an entry without a name");
                }
                name = text(buffer, at, nameLength, end);
                at += nameLength;
            }
            else if (code <= CODED_NAMES.size())
            {
                name = CODED_NAMES.get(code - 1);
            }
            else
            {
                throw new IllegalArgumentException(
                    "metadata has an unknown name code=" + code + ", highest=" + CODED_NAMES.size());
            }

            if (at + 2 > end)
            {
                throw new IllegalArgumentException("metadata ends inside the entry name=" + name);
            }
            final int valueLength = buffer.getByte(at) & 0xFF | (buffer.getByte(at + 1) & 0xFF) << 8;
            if (metadata.put(name, text(buffer, at + 2, valueLength, end)) != null)
            {
                throw new IllegalArgumentException("metadata has a name twice: name=" + name);
            }
            at += 2 + valueLength;
        }
        return metadata;
    }

    private static String text(final DirectBuffer buffer, final int offset, final int length, final int end)
    {
        if (offset + length > end)
        {
            throw new IllegalArgumentException(
                "metadata ends inside a text: length=" + length + ", bytes left=" + (end - offset));
        }
        final byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        try
        {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        }
        catch (final CharacterCodingException e)
        {
            throw new IllegalArgumentException("metadata has a text that is not UTF-8: length=" + length, e);
        }
    }

    private static byte[] utf8(final String text)
    {
        try
        {
            final ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            final byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        }
        catch (final CharacterCodingException e)
        {
            throw new IllegalArgumentException("metadata has a text that is not valid Unicode (half a surrogate pair)", e);
        }
    }

    private static IllegalArgumentException tooLong(final int length)
    {
        return new IllegalArgumentException(
            "metadata of a batch must have at most " + Limits.MAX_METADATA_LENGTH + " bytes: bytes=" + length);
    }
}
