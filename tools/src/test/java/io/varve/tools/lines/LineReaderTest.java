package io.varve.tools.lines;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class LineReaderTest
{
    private static final int ONE_MIB = 1024 * 1024;

    @Test
    void shouldCutIntoLines() throws IOException
    {
        assertEquals(List.of("a", "", "bc"), lines("a\n\nbc\n"));
        assertEquals(List.of("a", "b"), lines("a\nb"));
        assertEquals(List.of(), lines(""));
        assertEquals(List.of(""), lines("\n"));
    }

    @Test
    void shouldCountEveryLine() throws IOException
    {
        final LineReader reader = reader("a\n \t\r\nb");

        assertTrue(reader.next());
        assertFalse(reader.isBlank());
        assertTrue(reader.next());
        assertTrue(reader.isBlank());
        assertTrue(reader.next());
        assertEquals(3, reader.number());
        assertFalse(reader.next());
        assertEquals(3, reader.number());
    }

    @Test
    void shouldLeaveOutAByteOrderMarkAtTheStart() throws IOException
    {
        assertEquals(List.of("a", "\uFEFFb"), lines("\uFEFFa\n\uFEFFb"));
    }

    @ParameterizedTest
    @ValueSource(ints = {65_535, 65_536, 65_537, ONE_MIB - 1, ONE_MIB})
    void shouldTakeLinesUpToTheBound(final int length) throws IOException
    {
        final String line = "x".repeat(length);

        assertEquals(List.of("first", line, "last"), lines("first\n" + line + "\nlast"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", ""})
    void shouldRefuseALongerLineWithItsNumber(final String end) throws IOException
    {
        final LineReader reader = reader("first\n" + "x".repeat(ONE_MIB + 1) + end);
        assertTrue(reader.next());

        final EventLineException e = assertThrows(EventLineException.class, reader::next);

        assertEquals("line 2: event line must have at most 1048576 bytes: it has more", e.getMessage());
    }

    @Test
    void shouldRefuseALineOf100MegabytesWithoutReadingIt()
    {
        final Endless endless = new Endless(100_000_000);

        assertThrows(EventLineException.class, new LineReader(endless)::next);

        assertTrue(endless.given < 3 * ONE_MIB, "given=" + endless.given);
    }

    @Test
    void shouldSkipLinesOfAnyLength() throws IOException
    {
        final LineReader reader = reader("x".repeat(3 * ONE_MIB) + "\nb\nc");

        assertTrue(reader.skip(2));
        assertTrue(reader.next());

        assertEquals(3, reader.number());
        assertEquals("c", text(reader));
        assertFalse(reader.next());
    }

    @Test
    void shouldSayWhenThereAreFewerLinesToSkip() throws IOException
    {
        assertTrue(reader("a\nb").skip(2));
        assertTrue(reader("a\nb\n").skip(2));
        assertFalse(reader("a\nb\n").skip(3));
    }

    @Test
    void shouldTellWhenTheNextLineMayHaveToBeWaitedFor() throws IOException
    {
        final LineReader reader = reader("a\nb\nc");

        assertFalse(reader.mayBlock());
        assertTrue(reader.next());
        assertFalse(reader.mayBlock());
        assertTrue(reader.next());
        assertTrue(reader.mayBlock());
    }

    private static LineReader reader(final String text)
    {
        return new LineReader(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<String> lines(final String text) throws IOException
    {
        final LineReader reader = reader(text);
        final List<String> lines = new ArrayList<>();
        while (reader.next())
        {
            lines.add(text(reader));
        }
        return lines;
    }

    private static String text(final LineReader reader)
    {
        return new String(reader.buffer(), reader.offset(), reader.length(), StandardCharsets.UTF_8);
    }

    private static final class Endless extends InputStream
    {
        private final long length;
        private long given;

        Endless(final long length)
        {
            this.length = length;
        }

        @Override
        public int read()
        {
            return given++ < length ? 'x' : -1;
        }
    }
}
