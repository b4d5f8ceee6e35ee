package io.varve.tools.lines;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.varve.api.Batch;
import io.varve.codec.Limits;
import io.varve.codec.name.Names;
import io.varve.tools.console.Words;

import java.io.IOException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads one event line, strictly: what it does not refuse is exactly one event.
 *
 * <p>The bytes are checked to be UTF-8 before anything else, so that the JSON parser never sees others.
 */
public final class EventLineParser
{
    private static final int SHOWN_LENGTH = 100;

    private static final JsonFactory JSON = JsonFactory.builder()
        .disable(JsonFactory.Feature.CHARSET_DETECTION)
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
        // A line's length is bounded already: whatever fits is looked at, however deep or long.
        .streamReadConstraints(StreamReadConstraints.builder()
            .maxNestingDepth(LineReader.MAX_LINE_LENGTH)
            .maxNameLength(LineReader.MAX_LINE_LENGTH)
            .maxNumberLength(LineReader.MAX_LINE_LENGTH)
            .build())
        .build();

    private final EventLine line;

    /** Fills the same line object again and again. */
    public EventLineParser(final EventLine line)
    {
        this.line = line;
    }

    /**
     * Reads a line.
     *
     * @param number of the line, from 1.
     * @param bytes  hold the line, without its line end, at an offset.
     * @throws EventLineException for anything but one event.
     */
    public void parse(final long number, final byte[] bytes, final int offset, final int length)
    {
        line.clear(number);
        final int malformed = Utf8.indexOfMalformed(bytes, offset, length);
        if (malformed >= 0)
        {
            throw refused("bytes must be UTF-8: byte " + (malformed - offset + 1) + " of the line is 0x" +
                Integer.toHexString(bytes[malformed] & 0xFF));
        }

        try (JsonParser parser = JSON.createParser(bytes, offset, length))
        {
            parseObject(parser, bytes, offset);
        }
        catch (final JsonEOFException e)
        {
            throw refused("JSON object must end on the line: the line ends inside it after " + length + " bytes", e);
        }
        catch (final JsonProcessingException e)
        {
            throw refused("must be a JSON object: " + Words.shortened(e.getOriginalMessage(), 2 * SHOWN_LENGTH) +
                ": byte " + (e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getByteOffset())), e);
        }
        catch (final IOException e)
        {
            throw refused("cannot be read: " + e.getMessage(), e);
        }
        catch (final IllegalArgumentException e)
        {
            // A name that breaks the rules: the message says which.
            throw refused("has a name that is not allowed: " + e.getMessage(), e);
        }
    }

    private void parseObject(final JsonParser parser, final byte[] bytes, final int offset) throws IOException
    {
        final JsonToken first = parser.nextToken();
        if (first != JsonToken.START_OBJECT)
        {
            throw refused("must be a JSON object: it starts with " + shown(parser, first));
        }

        int seen = 0;
        while (parser.nextToken() == JsonToken.FIELD_NAME)
        {
            final LineField field = LineField.of(parser.currentName());
            if (field == null)
            {
                throw refused("unknown field \"" + Words.shortened(parser.currentName(), SHOWN_LENGTH) +
                    "\": fields are domain, aggregate, id or key, type, time, data or data64, meta");
            }
            if ((seen & field.bit()) != 0)
            {
                throw refused("field " + field.text() + " must be there once");
            }
            seen |= field.bit();
            parseValue(parser, field, bytes, offset);
        }
        if (parser.nextToken() != null)
        {
            throw refused("must be one JSON object: there is more behind it at byte " +
                (parser.currentTokenLocation().getByteOffset() + 1));
        }
        checkSeen(seen);
    }

    private void parseValue(final JsonParser parser, final LineField field, final byte[] bytes, final int offset)
        throws IOException
    {
        final JsonToken token = parser.nextToken();
        switch (field)
        {
            case DOMAIN -> line.domain(Names.checkName("domain", text(parser, field, token)));
            case AGGREGATE -> line.aggregate(Names.checkName("aggregate", text(parser, field, token)));
            case TYPE -> line.type(Names.checkTypeName(text(parser, field, token)));
            case KEY -> line.key(key(text(parser, field, token)));
            case ID -> line.id(number(parser, field, token));
            case TIME -> line.timestampNs(time(parser, field, token));
            case DATA -> data(parser, token, bytes, offset);
            case DATA64 -> data64(text(parser, field, token));
            case META -> line.metadata(meta(parser, token));
            case POSITION -> position(parser, token);
            case VERSION, GENERATION -> parser.skipChildren();
        }
    }

    private void checkSeen(final int seen)
    {
        requireSeen(seen, LineField.DOMAIN);
        requireSeen(seen, LineField.AGGREGATE);
        requireSeen(seen, LineField.TYPE);

        final boolean hasId = (seen & LineField.ID.bit()) != 0;
        final boolean hasKey = (seen & LineField.KEY.bit()) != 0;
        if (hasId == hasKey)
        {
            throw refused(hasId ?
                "must have either id or key: it has both" : "must have an id (64-bit integer) or a key (string)");
        }
        if ((seen & LineField.DATA.bit()) != 0 && (seen & LineField.DATA64.bit()) != 0)
        {
            throw refused("must have either data or data64: it has both");
        }
    }

    private void requireSeen(final int seen, final LineField field)
    {
        if ((seen & field.bit()) == 0)
        {
            throw refused("must have the field " + field.text());
        }
    }

    private String text(final JsonParser parser, final LineField field, final JsonToken token) throws IOException
    {
        if (token != JsonToken.VALUE_STRING)
        {
            throw refused(field.text() + " must be a string: it is " + shown(parser, token));
        }
        return parser.getText();
    }

    private static String key(final String text)
    {
        Names.keyBytes(text);
        return text;
    }

    private long number(final JsonParser parser, final LineField field, final JsonToken token) throws IOException
    {
        if (token != JsonToken.VALUE_NUMBER_INT || parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER)
        {
            throw refused(field.text() + " must be a 64-bit integer: it is " + shown(parser, token));
        }
        return parser.getLongValue();
    }

    private long time(final JsonParser parser, final LineField field, final JsonToken token) throws IOException
    {
        final long timestampNs = number(parser, field, token);
        if (timestampNs == Batch.STAMP_AT_PUBLISH)
        {
            throw refused("time must be nanoseconds since the epoch, at least " + (Batch.STAMP_AT_PUBLISH + 1) +
                ": it is " + timestampNs);
        }
        return timestampNs;
    }

    private void position(final JsonParser parser, final JsonToken token) throws IOException
    {
        if (token == JsonToken.VALUE_NUMBER_INT && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER)
        {
            line.position(parser.getLongValue());
        }
        parser.skipChildren();
    }

    private void data(final JsonParser parser, final JsonToken token, final byte[] bytes, final int offset)
        throws IOException
    {
        if (token == JsonToken.VALUE_STRING)
        {
            final char[] chars = parser.getTextCharacters();
            final int length = Utf8.encodedLength(chars, parser.getTextOffset(), parser.getTextLength());
            if (length == Utf8.HALF_PAIR)
            {
                throw refused("data must be valid Unicode: it has half a surrogate pair; give other bytes as data64");
            }
            Utf8.encode(chars, parser.getTextOffset(), parser.getTextLength(), line.data(checkedLength(length)));
            return;
        }

        final int from = (int)parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        if (token.isNumeric())
        {
            // Numbers are read lazily: asking for the text moves to their end.
            parser.getText();
        }
        final int length = checkedLength((int)parser.currentLocation().getByteOffset() - from);
        System.arraycopy(bytes, offset + from, line.data(length), 0, length);
    }

    private void data64(final String text)
    {
        final byte[] decoded;
        try
        {
            decoded = Base64.getDecoder().decode(text);
        }
        catch (final IllegalArgumentException e)
        {
            throw refused("data64 must be base64: " + e.getMessage(), e);
        }
        System.arraycopy(decoded, 0, line.data(checkedLength(decoded.length)), 0, decoded.length);
    }

    private Map<String, String> meta(final JsonParser parser, final JsonToken token) throws IOException
    {
        if (token != JsonToken.START_OBJECT)
        {
            throw refused("meta must be an object of strings: it is " + shown(parser, token));
        }
        final Map<String, String> names = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME)
        {
            final String name = parser.currentName();
            final String value = text(parser, LineField.META, parser.nextToken());
            if (!Utf8.isWellFormed(name) || !Utf8.isWellFormed(value))
            {
                throw refused("meta must be valid Unicode: it has half a surrogate pair");
            }
            if (names.put(name, value) != null)
            {
                throw refused("meta must have each name once: \"" + Words.shortened(name, SHOWN_LENGTH) + '"');
            }
        }
        return names;
    }

    private int checkedLength(final int length)
    {
        if (length > Limits.MAX_EVENT_LENGTH)
        {
            throw refused("has too much data: bytes=" + length + ", highest=" + Limits.MAX_EVENT_LENGTH);
        }
        return length;
    }

    private static String shown(final JsonParser parser, final JsonToken token) throws IOException
    {
        if (token == null)
        {
            return "nothing";
        }
        return switch (token)
        {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> '"' + Words.shortened(parser.getText(), SHOWN_LENGTH) + '"';
            default -> Words.shortened(parser.getText(), SHOWN_LENGTH);
        };
    }

    private EventLineException refused(final String message)
    {
        return refused(message, null);
    }

    private EventLineException refused(final String message, final Throwable cause)
    {
        return new EventLineException(line.number(), "event line " + message, cause);
    }
}
