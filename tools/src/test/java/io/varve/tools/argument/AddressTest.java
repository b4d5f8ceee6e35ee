package io.varve.tools.argument;

import io.varve.api.Query;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class AddressTest
{
    @Test
    void shouldSplitAtTheFirstTwoSlashes()
    {
        final Query query = Address.parse("aeron/file/src/main/x.c").query(true);

        assertEquals("aeron", query.domain());
        assertEquals("file", query.aggregate());
        assertEquals("src/main/x.c", query.key());
    }

    @Test
    void shouldTakeTheRestForANumber()
    {
        assertEquals(-7, Address.parse("a/b/-7").query(false).id());
        assertEquals(Long.MAX_VALUE, Address.parse("a/b/9223372036854775807").query(false).id());
    }

    @Test
    void shouldTakeANumberForAKeyWhenAsked()
    {
        assertEquals("7", Address.parse("a/b/7").query(true).key());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a/b", "/b/7", "a//7", "A/b/7", "a/b c/7", "../b/7", "aaaaaaaaaaaaaaaaaaaaa/b/7"})
    void shouldRefuse(final String text)
    {
        assertThrows(IllegalArgumentException.class, () -> Address.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/b/", "a/b/x", "a/b/7/8", "a/b/1.0", "a/b/9223372036854775808"})
    void shouldRefuseWhatIsNoNumber(final String text)
    {
        final Address address = Address.parse(text);

        assertThrows(IllegalArgumentException.class, () -> address.check(false));
    }

    @Test
    void shouldRefuseWhatIsNoKey()
    {
        assertThrows(IllegalArgumentException.class, () -> Address.parse("a/b/").check(true));
        assertThrows(IllegalArgumentException.class, () -> Address.parse("a/b/" + "x".repeat(1_025)).check(true));
        assertEquals("a/b/" + "x".repeat(1_024), Address.parse("a/b/" + "x".repeat(1_024)).check(true).toString());
    }
}
