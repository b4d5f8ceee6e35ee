package io.varve.tools.argument;

import io.varve.api.Token;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

class StartArgumentTest
{
    private static final Token TOKEN = new Token(1, -2, 3, 4, -5);

    @Test
    void shouldReadPositions()
    {
        assertEquals(0, StartArgument.parse("0").position());
        assertEquals(Long.MAX_VALUE, StartArgument.parse("9223372036854775807").position());
        assertNull(StartArgument.parse("5").token());
    }

    @Test
    void shouldReadTokens()
    {
        assertEquals(TOKEN, StartArgument.parse(TOKEN.toString()).token());
    }

    @Test
    void shouldReadTheLineOfHead()
    {
        assertEquals(TOKEN, StartArgument.parse(
            "journal=0000000000000001fffffffffffffffe epoch=3 position=4 chain=fffffffffffffffb\n").token());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "9223372036854775808", "abc", "1.2.3.4", "journal=x epoch=3 position=4 chain=5"})
    void shouldRefuse(final String text)
    {
        assertThrows(IllegalArgumentException.class, () -> StartArgument.parse(text));
    }
}
