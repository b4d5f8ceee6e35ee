package io.varve.perf.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A JSON value that was read, and where it stands, so that whoever expects something else can be told. */
final class JsonTree
{
    private final String path;
    private final Object value;

    private JsonTree(final String path, final Object value)
    {
        this.path = path;
        this.value = value;
    }

    static JsonTree read(final Path file) throws IOException
    {
        try (JsonParser parser = new JsonFactory().createParser(file.toFile()))
        {
            parser.nextToken();
            return new JsonTree(file.toString(), value(parser));
        }
    }

    private static Object value(final JsonParser parser) throws IOException
    {
        if (parser.currentToken() == JsonToken.START_OBJECT)
        {
            final Map<String, Object> fields = new LinkedHashMap<>();
            while (parser.nextToken() == JsonToken.FIELD_NAME)
            {
                final String name = parser.currentName();
                parser.nextToken();
                fields.put(name, value(parser));
            }
            return fields;
        }
        if (parser.currentToken() == JsonToken.START_ARRAY)
        {
            final List<Object> items = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY)
            {
                items.add(value(parser));
            }
            return items;
        }
        if (parser.currentToken() == null)
        {
            throw new IOException("no JSON value where one should be: " + parser.currentLocation());
        }
        return parser.currentToken().isNumeric() ? parser.getDoubleValue() :
            parser.currentToken() == JsonToken.VALUE_NULL ? null : parser.getText();
    }

    /** A field; null when it has none or JSON's null. */
    JsonTree at(final String name) throws IOException
    {
        return new JsonTree(path + '.' + name, map().get(name));
    }

    Map<String, JsonTree> fields() throws IOException
    {
        final Map<String, JsonTree> fields = new LinkedHashMap<>();
        map().forEach((name, field) -> fields.put((String)name, new JsonTree(path + '.' + name, field)));
        return fields;
    }

    private Map<?, ?> map() throws IOException
    {
        if (value instanceof Map<?, ?> map)
        {
            return map;
        }
        throw new IOException("not an object: " + path);
    }

    Map<String, String> texts() throws IOException
    {
        final Map<String, String> texts = new LinkedHashMap<>();
        for (final Map.Entry<String, JsonTree> field : fields().entrySet())
        {
            texts.put(field.getKey(), field.getValue().text());
        }
        return texts;
    }

    List<JsonTree> items() throws IOException
    {
        if (value instanceof List<?> list)
        {
            final List<JsonTree> items = new ArrayList<>();
            list.forEach(item -> items.add(new JsonTree(path + '[' + items.size() + ']', item)));
            return items;
        }
        throw new IOException("not a list: " + path);
    }

    /** Text, or null. */
    String text() throws IOException
    {
        if (value == null || value instanceof String)
        {
            return (String)value;
        }
        throw new IOException("not a text: " + path);
    }

    /** A number; {@link Row#NONE} for null. */
    double number() throws IOException
    {
        if (value == null || value instanceof Double)
        {
            return value == null ? Row.NONE : (Double)value;
        }
        throw new IOException("not a number: " + path);
    }
}
