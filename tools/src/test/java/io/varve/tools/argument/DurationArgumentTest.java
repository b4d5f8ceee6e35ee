package io.varve.tools.argument;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class DurationArgumentTest
{
    @ParameterizedTest
    @CsvSource({"0s, 0, 0us", "7us, 7000, 7us", "50ms, 50000000, 50ms", "5s, 5000000000, 5s", "2m, 120000000000, 120s",
        "3h, 10800000000000, 10800s"})
    void shouldReadLengthsOfTime(final String text, final long ns, final String printed)
    {
        assertEquals(ns, DurationArgument.parse(text).toNanos());
        assertEquals(printed, DurationArgument.print(Duration.ofNanos(ns)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "s", "-5s", "5 s", "5d", "1.5s", "999999999h", "9999999999s"})
    void shouldRefuseWhatIsNone(final String text)
    {
        assertThrows(IllegalArgumentException.class, () -> DurationArgument.parse(text));
    }
}
