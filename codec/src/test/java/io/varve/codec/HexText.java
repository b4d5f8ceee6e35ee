package io.varve.codec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Hex dumps that people read: lines of {@code OFFSET  BYTES | REMARK}, the offset in hex, the remark optional; lines
 * that start with # are remarks altogether.
 */
public final class HexText
{
    private static final Pattern LINE = Pattern.compile("([0-9a-f]{4})  ((?:[0-9a-f]{2} )*[0-9a-f]{2}) *(?:\\|.*)?");

    private HexText()
    {
    }

    /** The bytes of a file of the class path. */
    public static byte[] read(final String resource) throws IOException
    {
        try (InputStream in = HexText.class.getResourceAsStream(resource))
        {
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
        }
    }

    /** The bytes of a dump; each line must stand at its offset. */
    public static byte[] parse(final List<String> lines)
    {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (final String line : lines)
        {
            if (!line.isBlank() && !line.startsWith("#"))
            {
                final Matcher matcher = LINE.matcher(line);
                assertTrue(matcher.matches(), "not a line of a hex dump: " + line);
                assertEquals(String.format("%04x", bytes.size()), matcher.group(1), "offset of the line: " + line);
                bytes.writeBytes(HexFormat.ofDelimiter(" ").parseHex(matcher.group(2)));
            }
        }
        return bytes.toByteArray();
    }
}
