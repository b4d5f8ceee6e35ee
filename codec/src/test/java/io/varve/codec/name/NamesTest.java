package io.varve.codec.name;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class NamesTest
{
    @ParameterizedTest
    @ValueSource(strings = {
        "a", "z", "0", "9", "-", "_", ":", "@", "...", ".a", "a.", "a..b", "abcdefghijklmnopqrst", "user@host:8080"})
    void shouldAcceptNames(final String name)
    {
        assertSame(name, Names.checkName("domain", name));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "abcdefghijklmnopqrstu", ".", "..", "a/b", "/", "a\\b", "\\", "A", "aB", "a b", " ", "\t", "\0", "a\0", "\u00E9",
        "\uD83D\uDE00", "\uD83D", "a+b", "a*", "\u0430", "\u212A", "\uFF41"})
    void shouldRefuseOtherNames(final String name)
    {
        assertThrows(IllegalArgumentException.class, () -> Names.checkName("domain", name));
    }

    @Test
    void shouldSayWhichRuleOfNamesIsBroken()
    {
        final String rule = " name must be 1 to 20 characters of a-z 0-9 - . : @ _, but ";

        assertEquals("domain" + rule + "it has 0 characters: name=\"\"", refusalOfName("domain", ""));
        assertEquals("aggregate" + rule + "it has 21 characters: name=\"abcdefghijklmnopqrstu\"",
            refusalOfName("aggregate", "abcdefghijklmnopqrstu"));
        assertEquals("domain" + rule + "character 2 is not one of these: name=\"a/b\"", refusalOfName("domain", "a/b"));
        assertEquals("domain" + rule + "it must not be a relative path: name=\"..\"", refusalOfName("domain", ".."));
    }

    @Test
    void shouldShortenAnEndlessNameInTheMessage()
    {
        assertTrue(refusalOfName("domain", "a".repeat(1_000_000)).length() < 300);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 79, 80})
    void shouldAcceptTypeNamesUpToTheBound(final int length)
    {
        final String name = "T".repeat(length);

        assertSame(name, Names.checkTypeName(name));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 81, 1_000})
    void shouldRefuseTypeNamesBeyondTheBound(final int length)
    {
        assertThrows(IllegalArgumentException.class, () -> Names.checkTypeName("T".repeat(length)));
    }

    @Test
    void shouldAcceptExactlyTheCharactersOfTypeNames()
    {
        final String allowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:@-";
        for (int c = 0; c <= Character.MAX_VALUE; c++)
        {
            final String name = "a" + (char)c;
            if (allowed.indexOf(c) >= 0)
            {
                assertSame(name, Names.checkTypeName(name));
            }
            else
            {
                assertThrows(IllegalArgumentException.class, () -> Names.checkTypeName(name));
            }
        }
    }

    @Test
    void shouldSayTheRuleOfTypeNames()
    {
        assertEquals(
            "event type must be 1 to 80 characters of A-Z a-z 0-9 . _ : @ -: type=\"a b\"",
            assertThrows(IllegalArgumentException.class, () -> Names.checkTypeName("a b")).getMessage());
    }

    @Test
    void shouldEncodeKeysAsUtf8()
    {
        final String key = "\0/..\\ \u00E9\u20AC\uD83D\uDE00";

        assertArrayEquals(key.getBytes(StandardCharsets.UTF_8), Names.keyBytes(key));
    }

    @Test
    void shouldAcceptKeysUpToTheBound()
    {
        assertEquals(1, Names.keyBytes("k").length);
        assertEquals(1_023, Names.keyBytes("k".repeat(1_023)).length);
        assertEquals(1_024, Names.keyBytes("k".repeat(1_024)).length);
        assertEquals(1_024, Names.keyBytes("\u00E9".repeat(512)).length, "bytes count, not characters");
    }

    @Test
    void shouldRefuseKeysBeyondTheBound()
    {
        assertEquals("key must have 1 to 1024 bytes of UTF-8: bytes=0, key=\"\"", refusalOfKey(""));
        assertEquals("key must have 1 to 1024 bytes of UTF-8: bytes=1025, key=\"" + "k".repeat(100) + "...\"",
            refusalOfKey("k".repeat(1_025)));
        assertThrows(IllegalArgumentException.class, () -> Names.keyBytes("\u00E9".repeat(512) + "k"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uD83D", "\uDE00", "a\uD83D", "\uD83Da", "\uDE00\uD83D"})
    void shouldRefuseHalfASurrogatePair(final String key)
    {
        assertTrue(refusalOfKey(key).startsWith("key is not valid Unicode (half a surrogate pair): key=\""));
    }

    @Test
    void shouldHoldProducersToTheRulesOfKeys()
    {
        assertArrayEquals("import-\u00E9".getBytes(StandardCharsets.UTF_8), Names.producerBytes("import-\u00E9"));
        assertEquals(1_024, Names.producerBytes("p".repeat(1_024)).length);
        assertEquals("producer must have 1 to 1024 bytes of UTF-8: bytes=0, producer=\"\"",
            assertThrows(IllegalArgumentException.class, () -> Names.producerBytes("")).getMessage());
        assertThrows(IllegalArgumentException.class, () -> Names.producerBytes("p".repeat(1_025)));
        assertThrows(IllegalArgumentException.class, () -> Names.producerBytes("\uD83D"));
    }

    private static String refusalOfName(final String what, final String name)
    {
        return assertThrows(IllegalArgumentException.class, () -> Names.checkName(what, name)).getMessage();
    }

    private static String refusalOfKey(final String key)
    {
        return assertThrows(IllegalArgumentException.class, () -> Names.keyBytes(key)).getMessage();
    }
}
