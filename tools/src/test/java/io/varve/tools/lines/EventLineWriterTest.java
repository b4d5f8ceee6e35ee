package io.varve.tools.lines;

import io.varve.tools.console.Output;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

class EventLineWriterTest
{
    private static final int ROUNDS = 5_000;

    private final StubCursor event = new StubCursor();

    @Test
    void shouldPrintFieldsInTheirOrder()
    {
        event.bytes = "x".getBytes(StandardCharsets.UTF_8);
        event.metadata = Map.of("user", "me");

        assertEquals("{\"domain\":\"d\",\"aggregate\":\"a\",\"id\":7,\"type\":\"T\",\"time\":1391793418000000000," +
            "\"data\":\"x\",\"meta\":{\"user\":\"me\"},\"position\":3,\"version\":2,\"generation\":1}\n", printed());
    }

    @Test
    void shouldPrintKeyAndEmptyData()
    {
        event.key = "a\"b/\u00e4";

        assertEquals("{\"domain\":\"d\",\"aggregate\":\"a\",\"key\":\"a\\\"b/\u00e4\",\"type\":\"T\"," +
            "\"time\":1391793418000000000,\"data\":\"\",\"position\":3,\"version\":2,\"generation\":1}\n", printed());
    }

    @Test
    void shouldEscapeWhatJsonWantsEscaped()
    {
        event.bytes = "\"\\\n\r\t\b\f\u0000\u001f\u007f/\u20ac\ud83d\ude00".getBytes(StandardCharsets.UTF_8);

        assertEquals("\"data\":\"\\\"\\\\\\n\\r\\t\\b\\f\\u0000\\u001f\u007f/\u20ac\ud83d\ude00\"", field(printed()));
    }

    @Test
    void shouldPrintBytesThatAreNotUtf8AsBase64()
    {
        event.bytes = new byte[]{-1, 0};

        assertEquals("\"data64\":\"/wA=\"", field(printed()));
    }

    @Test
    void shouldReadBackWhatItPrints()
    {
        final long seed = System.nanoTime();
        final Random random = new Random(seed);
        final EventLine line = new EventLine();
        final EventLineParser parser = new EventLineParser(line);
        for (int round = 0; round < ROUNDS; round++)
        {
            shuffle(random);

            final byte[] bytes = printed().getBytes(StandardCharsets.UTF_8);
            parser.parse(1, bytes, 0, bytes.length - 1);

            final String where = "seed=" + seed + ", round=" + round;
            assertEquals(event.key, line.key(), where);
            assertEquals(event.key == null ? event.id : 0, line.id(), where);
            assertEquals(event.timestampNs, line.timestampNs(), where);
            assertEquals(event.position, line.position(), where);
            assertEquals(event.metadata, line.metadata(), where);
            assertArrayEquals(event.bytes, Arrays.copyOf(line.data(), line.length()), where);
        }
    }

    private void shuffle(final Random random)
    {
        event.key = random.nextBoolean() ? null : "k" + text(random, 20);
        event.id = random.nextLong();
        event.timestampNs = Math.max(Long.MIN_VALUE + 1, random.nextLong());
        event.position = random.nextInt(Integer.MAX_VALUE);
        event.metadata = new LinkedHashMap<>();
        for (int i = random.nextInt(3); i > 0; i--)
        {
            event.metadata.put(i + text(random, 5), text(random, 10));
        }
        if (random.nextBoolean())
        {
            event.bytes = text(random, 300).getBytes(StandardCharsets.UTF_8);
        }
        else
        {
            event.bytes = new byte[random.nextInt(300)];
            random.nextBytes(event.bytes);
        }
    }

    private static String text(final Random random, final int highest)
    {
        final StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(highest); i > 0; i--)
        {
            final int kind = random.nextInt(4);
            final int codePoint = random.nextInt(kind == 0 ? 0x80 : kind == 1 ? 0x20 : kind == 2 ? 0xD800 : 0x110000);
            text.appendCodePoint(codePoint >= 0xD800 && codePoint < 0xE000 ? 'x' : codePoint);
        }
        return text.toString();
    }

    private String printed()
    {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        final Output out = new Output(bytes, "test");
        new EventLineWriter(out).write(event);
        out.flush();
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static String field(final String line)
    {
        return line.substring(line.indexOf("\"data"), line.indexOf(",\"position\""));
    }
}
