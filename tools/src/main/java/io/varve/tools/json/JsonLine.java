package io.varve.tools.json;

import io.varve.tools.console.Output;

/** One flat JSON object on a line of its own, field by field. */
public final class JsonLine
{
    private final Output out;
    private char separator = '{';

    /** Begins an object. */
    public JsonLine(final Output out)
    {
        this.out = out;
    }

    /** Adds a text. */
    public JsonLine field(final String name, final String value)
    {
        name(name);
        JsonStrings.write(out, value);
        return this;
    }

    /** Adds a whole number. */
    public JsonLine field(final String name, final long value)
    {
        name(name);
        out.writeAscii(Long.toString(value));
        return this;
    }

    /** Adds what is true or not. */
    public JsonLine field(final String name, final boolean value)
    {
        name(name);
        out.writeAscii(Boolean.toString(value));
        return this;
    }

    /** Adds a number that JSON knows: neither infinite nor NaN. */
    public JsonLine field(final String name, final double value)
    {
        name(name);
        out.writeAscii(Double.toString(value));
        return this;
    }

    /** Ends the object and hands it on. */
    public void end()
    {
        out.write('}');
        out.write('\n');
        out.flush();
    }

    private void name(final String name)
    {
        out.write(separator);
        separator = ',';
        JsonStrings.write(out, name);
        out.write(':');
    }
}
