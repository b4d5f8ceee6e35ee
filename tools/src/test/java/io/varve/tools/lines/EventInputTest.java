package io.varve.tools.lines;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class EventInputTest
{
    private static final String TEXT = "hello\n".repeat(50_000);

    @Test
    void shouldReadPlainInput() throws IOException
    {
        assertEquals(TEXT, read(new ByteArrayInputStream(TEXT.getBytes(StandardCharsets.UTF_8))));
        assertEquals("", read(new ByteArrayInputStream(new byte[0])));
        assertEquals("\u001f", read(new ByteArrayInputStream(new byte[]{0x1F})));
    }

    @Test
    void shouldReadCompressedInput() throws IOException
    {
        assertEquals(TEXT, read(new ByteArrayInputStream(compressed(TEXT))));
    }

    @Test
    void shouldReadEveryMemberAlthoughAPipeIsEmptyBetweenThem() throws IOException
    {
        final InputStream pipe = new SequenceInputStream(
            new ByteArrayInputStream(compressed(TEXT)), new ByteArrayInputStream(compressed("more")));

        assertEquals(TEXT + "more", read(pipe));
    }

    @Test
    void shouldSayThatCompressedInputIsCutOff() throws IOException
    {
        final byte[] whole = compressed(TEXT);
        for (final int length : new int[]{2, 9, 10, 11, whole.length / 2, whole.length - 8, whole.length - 1})
        {
            final byte[] cut = Arrays.copyOf(whole, length);

            final IOException e = assertThrows(
                IOException.class, () -> read(new ByteArrayInputStream(cut)), "length=" + length);

            assertEquals("gzip input is cut off: get the whole file and go on from here", e.getMessage());
        }
    }

    @Test
    void shouldSayThatCompressedInputIsDamaged() throws IOException
    {
        final byte[] damaged = compressed(TEXT);
        damaged[damaged.length - 8] ^= 1;

        final IOException e = assertThrows(IOException.class, () -> read(new ByteArrayInputStream(damaged)));

        assertEquals("gzip input is damaged: Corrupt GZIP trailer", e.getMessage());
    }

    private static String read(final InputStream in) throws IOException
    {
        try (InputStream input = EventInput.open(in))
        {
            return new String(input.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static byte[] compressed(final String text) throws IOException
    {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes))
        {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
