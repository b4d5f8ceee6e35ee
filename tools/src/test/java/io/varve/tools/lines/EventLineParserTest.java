package io.varve.tools.lines;

import io.varve.api.Batch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class EventLineParserTest
{
    private static final String START = "{\"domain\":\"d\",\"aggregate\":\"a\",\"id\":7,\"type\":\"T\"";

    private final EventLine line = new EventLine();
    private final EventLineParser parser = new EventLineParser(line);

    @Test
    void shouldReadEveryField()
    {
        parse("{\"domain\":\"ssh\",\"aggregate\":\"session\",\"id\":24200,\"type\":\"e27\"," +
            "\"time\":1391793418000000000,\"data\":\"a b\",\"meta\":{\"user\":\"me\",\"x\":\"\"}}");

        assertEquals(17, line.number());
        assertEquals("ssh", line.domain());
        assertEquals("session", line.aggregate());
        assertNull(line.key());
        assertEquals(24_200, line.id());
        assertEquals("e27", line.type());
        assertEquals(1_391_793_418_000_000_000L, line.timestampNs());
        assertEquals("a b", data());
        assertEquals(Map.of("user", "me", "x", ""), line.metadata());
    }

    @Test
    void shouldReadKey()
    {
        parse("{\"key\":\"src/\\u00e4.c\",\"domain\":\"d\",\"aggregate\":\"a\",\"type\":\"T\"}");

        assertEquals("src/\u00e4.c", line.key());
        assertEquals(0, line.id());
    }

    @Test
    void shouldForgetTheLineBefore()
    {
        parse(START + ",\"data\":\"x\",\"time\":5,\"position\":9,\"meta\":{\"a\":\"b\"}}");

        parse("{\"domain\":\"d\",\"aggregate\":\"a\",\"key\":\"k\",\"type\":\"T\"}");

        assertEquals(0, line.length());
        assertEquals(0, line.id());
        assertEquals(Batch.STAMP_AT_PUBLISH, line.timestampNs());
        assertEquals(-1, line.position());
        assertTrue(line.metadata().isEmpty());
    }

    @Test
    void shouldIgnoreWhatOutputAdds()
    {
        parse(START + ",\"position\":3,\"version\":{\"any\":[1]},\"generation\":null}");

        assertEquals(3, line.position());
    }

    @Test
    void shouldReadAtAnOffsetOfTheBuffer()
    {
        final byte[] bytes = ("xx" + START + ",\"data\": [1, 2] }yy").getBytes(StandardCharsets.UTF_8);

        parser.parse(1, bytes, 2, bytes.length - 4);

        assertEquals("[1, 2]", data());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{\"a\": {\"b\" : [ ]}}", "{}", "[]", "[1,2 , 3]", "1", "-1.50e+3", "12345678901234567890123", "true", "false",
        "null", "{\"s\":\"\\ud800 \\u0000 }\"}", "{\"a\":1,\"a\":2}"})
    void shouldTakeOtherValuesAsTheyStand(final String value)
    {
        parse(START + ",\"data\" :  " + value + " ,\"time\":5}");
        assertEquals(value, data());

        parse(START + ",\"data\":" + value + "}");
        assertEquals(value, data());
    }

    @Test
    void shouldTakeStringsAsUtf8()
    {
        parse(START + ",\"data\":\"\u00e4\\u00e4 \u20ac \ud83d\ude00 \\ud83d\\ude00 \\n\\u0000\"}");

        assertEquals("\u00e4\u00e4 \u20ac \ud83d\ude00 \ud83d\ude00 \n\u0000", data());
    }

    @Test
    void shouldDecodeData64()
    {
        parse(START + ",\"data64\":\"/wA=\"}");

        assertArrayEquals(new byte[]{-1, 0}, Arrays.copyOf(line.data(), line.length()));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_534, 65_535})
    void shouldTakeDataUpToTheHighestLength(final int length)
    {
        final String text = "x".repeat(length);

        parse(START + ",\"data\":\"" + text + "\"}");

        assertEquals(text, data());
    }

    @Test
    void shouldTakeARawValueOfTheHighestLength()
    {
        final String value = "[" + "1".repeat(65_533) + "]";

        parse(START + ",\"data\":" + value + "}");

        assertEquals(value, data());
    }

    @Test
    void shouldTakeDeeplyNestedData()
    {
        final String value = "[".repeat(30_000) + "]".repeat(30_000);

        parse(START + ",\"data\":" + value + "}");

        assertEquals(value, data());
    }

    @Test
    void shouldRefuseTooMuchData()
    {
        assertEquals("line 17: event line has too much data: bytes=65536, highest=65535",
            refused(START + ",\"data\":\"" + "x".repeat(65_536) + "\"}"));
        assertRefused("bytes=65536", START + ",\"data\":\"" + "\u00e4".repeat(32_768) + "\"}");
        assertRefused("bytes=65536", START + ",\"data\":[" + "1".repeat(65_534) + "]}");
        assertRefused("bytes=65537", START + ",\"data64\":\"" + "AAAA".repeat(21_845) + "AAA=\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"9223372036854775807", "-9223372036854775808", "0", "-1"})
    void shouldTakeEvery64BitId(final String id)
    {
        parse("{\"domain\":\"d\",\"aggregate\":\"a\",\"id\":" + id + ",\"type\":\"T\"}");

        assertEquals(Long.parseLong(id), line.id());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "9223372036854775808", "-9223372036854775809", "1.0", "1e3", "\"7\"", "null", "true", "[7]", "{}",
        "123456789012345678901234567890"})
    void shouldRefuseAnyOtherId(final String id)
    {
        assertRefused("id must be a 64-bit integer: it is ",
            "{\"domain\":\"d\",\"aggregate\":\"a\",\"id\":" + id + ",\"type\":\"T\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"9223372036854775808", "1.5", "\"2014-02-07\"", "null"})
    void shouldRefuseAnyOtherTime(final String time)
    {
        assertRefused("time must be a 64-bit integer: it is ", START + ",\"time\":" + time + "}");
    }

    @Test
    void shouldRefuseTheTimeThatStandsForNone()
    {
        assertRefused("time must be nanoseconds since the epoch", START + ",\"time\":-9223372036854775808}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "must have the field domain | {}",
        "must have the field domain | {'aggregate':'a','id':7,'type':'T'}",
        "must have the field aggregate | {'domain':'d','id':7,'type':'T'}",
        "must have the field type | {'domain':'d','aggregate':'a','id':7}",
        "must have an id (64-bit integer) or a key (string) | {'domain':'d','aggregate':'a','type':'T'}",
        "must have either id or key: it has both | {'domain':'d','aggregate':'a','type':'T','id':7,'key':'k'}",
        "must have either data or data64 | {'domain':'d','aggregate':'a','type':'T','id':7,'data':'','data64':''}",
        "unknown field \"dta\" | {'domain':'d','aggregate':'a','type':'T','id':7,'dta':''}",
        "unknown field \"Domain\" | {'Domain':'d','aggregate':'a','type':'T','id':7}",
        "field type must be there once | {'domain':'d','aggregate':'a','type':'T','id':7,'type':'T'}",
        "field position must be there once |{'domain':'d','aggregate':'a','type':'T','id':7,'position':1,'position':1}",
        "there is more behind it at byte 50 | {'domain':'d','aggregate':'a','type':'T','id':7} {}",
        "domain must be a string: it is 5 | {'domain':5,'aggregate':'a','type':'T','id':7}",
        "key must be a string: it is null | {'domain':'d','aggregate':'a','type':'T','key':null}",
        "type must be a string: it is an array | {'domain':'d','aggregate':'a','type':['T'],'id':7}",
        "domain name must be 1 to 20 characters | {'domain':'D','aggregate':'a','type':'T','id':7}",
        "domain name must be 1 to 20 characters | {'domain':'','aggregate':'a','type':'T','id':7}",
        "it must not be a relative path | {'domain':'..','aggregate':'a','type':'T','id':7}",
        "aggregate name must be 1 to 20 characters | {'domain':'d','aggregate':'a/b','type':'T','id':7}",
        "it has 21 characters | {'domain':'d','aggregate':'aaaaaaaaaaaaaaaaaaaaa','type':'T','id':7}",
        "event type must be 1 to 80 characters | {'domain':'d','aggregate':'a','type':'T T','id':7}",
        "key must have 1 to 1024 bytes | {'domain':'d','aggregate':'a','type':'T','key':''}",
        "half a surrogate pair | {'domain':'d','aggregate':'a','type':'T','key':'\\ud800'}",
        "half a surrogate pair | {'domain':'d','aggregate':'a','type':'T','id':7,'data':'\\udc00\\ud800'}",
        "half a surrogate pair | {'domain':'d','aggregate':'a','type':'T','id':7,'data':'x\\ud800'}",
        "half a surrogate pair | {'domain':'d','aggregate':'a','type':'T','id':7,'meta':{'a':'\\ud800'}}",
        "Broken surrogate pair in field name | {'domain':'d','aggregate':'a','type':'T','id':7,'meta':{'\\ud800':''}}",
        "data64 must be base64 | {'domain':'d','aggregate':'a','type':'T','id':7,'data64':'*'}",
        "data64 must be base64 | {'domain':'d','aggregate':'a','type':'T','id':7,'data64':'AAAA='}",
        "data64 must be a string: it is 5 | {'domain':'d','aggregate':'a','type':'T','id':7,'data64':5}",
        "meta must be an object of strings: it is an |{'domain':'d','aggregate':'a','type':'T','id':7,'meta':[]}",
        "meta must be a string: it is 5 | {'domain':'d','aggregate':'a','type':'T','id':7,'meta':{'a':5}}",
        "meta must have each name once: |{'domain':'d','aggregate':'a','type':'T','id':7,'meta':{'a':'','a':''}}",
        "must be a JSON object: it starts with an array | []",
        "must be a JSON object: it starts with 5 | 5",
        "must be a JSON object: it starts with nothing | ``",
        "must be a JSON object: Unrecognized token | hello",
        "must be a JSON object: Unexpected character | {domain:5}",
        "must be a JSON object: | {'domain':'d',}",
        "must be a JSON object: | {'domain':'d'} x",
        "must be a JSON object: | {'domain':'d','aggregate':'a','type':'T','id':007}",
        "must be a JSON object: | {'domain':'d','aggregate':'a','type':'T','id':7,'position':nope}",
        "the line ends inside it after 13 bytes | {'domain':'d'",
        "the line ends inside it after 12 bytes | {'domain':'d",
        "the line ends inside it after 1 bytes | {",
    }, quoteCharacter = '`')
    void shouldRefuse(final String why, final String text)
    {
        assertRefused(why, text.replace('\'', '"'));
    }

    @Test
    void shouldSayWhereBytesAreNotUtf8()
    {
        final byte[] bytes = (START + ",\"data\":\"?\"}").getBytes(StandardCharsets.UTF_8);
        final int index = START.length() + 9;
        bytes[index] = (byte)0xE4;

        final EventLineException e =
            assertThrows(EventLineException.class, () -> parser.parse(3, bytes, 0, bytes.length));

        assertEquals(3, e.line());
        assertEquals(
            "line 3: event line bytes must be UTF-8: byte " + (index + 1) + " of the line is 0xe4", e.getMessage());
    }

    @Test
    void shouldRefuseOtherEncodings()
    {
        final byte[] bytes = (START + "}").getBytes(StandardCharsets.UTF_16BE);

        assertThrows(EventLineException.class, () -> parser.parse(1, bytes, 0, bytes.length));
    }

    @Test
    void shouldNotRepeatControlCharactersInErrors()
    {
        assertRefused("unknown field \"\\u001b[2J\\u000a\"", START + ",\"\\u001b[2J\\n\":1}");
    }

    private void parse(final String text)
    {
        final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        parser.parse(17, bytes, 0, bytes.length);
    }

    private String data()
    {
        return new String(line.data(), 0, line.length(), StandardCharsets.UTF_8);
    }

    private String refused(final String text)
    {
        return assertThrows(EventLineException.class, () -> parse(text)).getMessage();
    }

    private void assertRefused(final String why, final String text)
    {
        final String message = refused(text);
        assertTrue(message.startsWith("line 17: ") && message.contains(why), message);
    }
}
