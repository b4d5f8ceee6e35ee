package io.varve.tools.argument;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class TimeArgumentTest
{
    @ParameterizedTest
    @CsvSource({
        "1970-01-01, 0",
        "2014-02-07, 1391731200000000000",
        "2014-02-07T17:16:58Z, 1391793418000000000",
        "2014-02-07T17:16:58, 1391793418000000000",
        "2014-02-07T17:16, 1391793360000000000",
        "2014-02-07T18:16:58+01:00, 1391793418000000000",
        "2014-02-07T17:16:58.000000001Z, 1391793418000000001",
        "2014-02-07t17:16:58z, 1391793418000000000",
        "1969-12-31T23:59:59.999999999Z, -1",
        "1391793418000000000, 1391793418000000000",
        "1391793418, 1391793418",
        "-1391793418, -1391793418",
        "2262-04-11T23:47:16.854775807Z, 9223372036854775807",
        "1677-09-21T00:12:43.145224192Z, -9223372036854775808"})
    void shouldRead(final String text, final long ns)
    {
        assertEquals(ns, TimeArgument.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", " ", "now", "2014", "139179341", "2014-02", "2014-2-7", "2014-02-30", "2014-02-07T25:00", "17:16",
        "2014-02-07 17:16", "9223372036854775808", "2262-04-11T23:47:16.854775808Z", "1677-09-21T00:12:43.145224191Z",
        "1.5e18", "+999999999-01-01"})
    void shouldRefuse(final String text)
    {
        assertThrows(IllegalArgumentException.class, () -> TimeArgument.parse(text));
    }

    @Test
    void shouldSayWhatIsExpected()
    {
        final IllegalArgumentException e =
            assertThrows(IllegalArgumentException.class, () -> TimeArgument.parse("2014"));

        assertEquals("time must be ISO-8601 such as 2014-02-07 or 2014-02-07T17:16:58Z, or nanoseconds since " +
            "the epoch in at least 10 digits: \"2014\"", e.getMessage());
    }
}
