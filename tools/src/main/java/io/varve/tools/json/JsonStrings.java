package io.varve.tools.json;

import io.varve.tools.console.Output;

import java.nio.charset.StandardCharsets;

/** Quotes text for JSON, bytes to bytes. */
public final class JsonStrings
{
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    /** By byte: 0 = stands for itself, 'u' = spelled as a number, else the letter behind the backslash. */
    private static final byte[] ESCAPES = new byte[128];

    static
    {
        for (int i = 0; i < ' '; i++)
        {
            ESCAPES[i] = 'u';
        }
        ESCAPES['"'] = '"';
        ESCAPES['\\'] = '\\';
        ESCAPES['\n'] = 'n';
        ESCAPES['\r'] = 'r';
        ESCAPES['\t'] = 't';
        ESCAPES['\b'] = 'b';
        ESCAPES['\f'] = 'f';
    }

    private JsonStrings()
    {
    }

    /** Writes text with quotes around it. */
    public static void write(final Output out, final String text)
    {
        final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        write(out, bytes, 0, bytes.length);
    }

    /** Writes bytes that are valid UTF-8 with quotes around them. */
    public static void write(final Output out, final byte[] utf8, final int offset, final int length)
    {
        out.write('"');
        final int end = offset + length;
        int from = offset;
        for (int i = offset; i < end; i++)
        {
            final byte value = utf8[i];
            if (value >= 0 && ESCAPES[value] != 0)
            {
                out.write(utf8, from, i - from);
                escape(out, value);
                from = i + 1;
            }
        }
        out.write(utf8, from, end - from);
        out.write('"');
    }

    private static void escape(final Output out, final byte value)
    {
        out.write('\\');
        out.write(ESCAPES[value]);
        if (ESCAPES[value] == 'u')
        {
            out.write('0');
            out.write('0');
            out.write(HEX[value >> 4]);
            out.write(HEX[value & 0xF]);
        }
    }
}
