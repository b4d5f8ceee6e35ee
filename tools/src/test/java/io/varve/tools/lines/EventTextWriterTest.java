package io.varve.tools.lines;

import io.varve.tools.console.Output;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

import static org.junit.jupiter.api.Assertions.assertEquals;

class EventTextWriterTest
{
    private final StubCursor event = new StubCursor();

    @Test
    void shouldPrintALineForPeople()
    {
        event.bytes = "hello \u00e4".getBytes(StandardCharsets.UTF_8);

        assertEquals("3 d/a/7 v2 2014-02-07T17:16:58Z T hello \u00e4\n", printed());
    }

    @Test
    void shouldCountBytesThatCannotBeShown()
    {
        event.bytes = new byte[]{'a', '\n'};
        assertEquals("3 d/a/7 v2 2014-02-07T17:16:58Z T 2 bytes\n", printed());

        event.bytes = new byte[]{-1};
        assertEquals("3 d/a/7 v2 2014-02-07T17:16:58Z T 1 bytes\n", printed());
    }

    @Test
    void shouldLeaveOutNoData()
    {
        assertEquals("3 d/a/7 v2 2014-02-07T17:16:58Z T\n", printed());
    }

    @Test
    void shouldShortenLongData()
    {
        event.bytes = "x".repeat(65_535).getBytes(StandardCharsets.UTF_8);

        assertEquals("3 d/a/7 v2 2014-02-07T17:16:58Z T " + "x".repeat(120) + "...\n", printed());
    }

    @Test
    void shouldSpellControlCharactersOfKeys()
    {
        event.key = "a\u001b[2J\nb";

        assertEquals("3 d/a/a\\u001b[2J\\u000ab v2 2014-02-07T17:16:58Z T\n", printed());
    }

    @Test
    void shouldPrintEveryTime()
    {
        event.timestampNs = -1;
        assertEquals("3 d/a/7 v2 1969-12-31T23:59:59.999999999Z T\n", printed());

        event.timestampNs = Long.MAX_VALUE;
        assertEquals("3 d/a/7 v2 2262-04-11T23:47:16.854775807Z T\n", printed());
    }

    private String printed()
    {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        final Output out = new Output(bytes, "test");
        new EventTextWriter(out).write(event);
        out.flush();
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
