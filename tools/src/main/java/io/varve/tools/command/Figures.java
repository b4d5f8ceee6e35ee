package io.varve.tools.command;

import io.varve.tools.console.Output;
import io.varve.tools.json.JsonLine;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Named figures, printed as {@code name=value} for people or as one JSON object. */
final class Figures
{
    private final Map<String, Object> values = new LinkedHashMap<>();
    private final String separator;

    private Figures(final String separator)
    {
        this.separator = separator;
    }

    /** For people, each stands on a line of its own. */
    static Figures oneALine()
    {
        return new Figures("\n");
    }

    /** For people, all stand on one line. */
    static Figures onOneLine()
    {
        return new Figures(" ");
    }

    /** Adds a text. */
    Figures add(final String name, final String value)
    {
        values.put(name, value);
        return this;
    }

    /** Adds what is true or not. */
    Figures add(final String name, final boolean value)
    {
        values.put(name, value);
        return this;
    }

    /** Adds a whole number. */
    Figures add(final String name, final long value)
    {
        values.put(name, value);
        return this;
    }

    /** Adds a number, which is shown to the third place behind the point. */
    Figures add(final String name, final double value)
    {
        values.put(name, Math.round(value * 1000) / 1000.0);
        return this;
    }

    /** Prints and hands on. */
    void print(final Output out, final boolean json)
    {
        if (json)
        {
            printJson(out);
        }
        else
        {
            out.println(values.entrySet().stream()
                .map(entry -> entry.getKey() + '=' + text(entry.getValue()))
                .collect(Collectors.joining(separator)));
        }
    }

    private void printJson(final Output out)
    {
        final JsonLine line = new JsonLine(out);
        values.forEach((name, value) ->
        {
            if (value instanceof Long)
            {
                line.field(name, (long)value);
            }
            else if (value instanceof Double)
            {
                line.field(name, (double)value);
            }
            else if (value instanceof Boolean)
            {
                line.field(name, (boolean)value);
            }
            else
            {
                line.field(name, (String)value);
            }
        });
        line.end();
    }

    private static String text(final Object value)
    {
        return value instanceof Double ? String.format(Locale.ROOT, "%.3f", (double)value) : value.toString();
    }
}
