package io.varve.tools.demo;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

class DeliveryCheckTest
{
    private final DeliveryCheck check =
        new DeliveryCheck(List.of(line("zero", ""), line("one", ""), line("two", "")));
    private long number;

    @Test
    void shouldFindNothingWrong()
    {
        tail("zero", 0);
        tail("one", 1);
        tail("two", 2);

        assertFound(0, 0, null);
    }

    @Test
    void shouldCountTheLost()
    {
        tail("zero", 0);
        tail("two", 2);

        assertFound(1, 0, null);
    }

    @Test
    void shouldCountTheDuplicated()
    {
        tail("zero", 0);
        tail("one", 1);
        tail("one", 1);
        tail("two", 2);
        tail("two", 2);

        assertFound(0, 2, null);
    }

    @Test
    void shouldTellOfAnotherEvent()
    {
        tail("zero", 0);
        tail("uno", 1);
        tail("two", 2);

        assertFound(1, 0, "another event than line 2 of the input: position=1");
    }

    @Test
    void shouldTellOfAnEventThatNobodyWrote()
    {
        tail("zero", 0);
        tail("one", 1);
        tail("two", 2);
        tail("two", 3);

        assertFound(0, 0, "an event that nobody wrote: position=3");
    }

    @Test
    void shouldTellOfAnotherOrder()
    {
        tail("one", 1);
        tail("zero", 0);
        tail("two", 2);

        assertFound(0, 0, "an event out of order: position=0, after=1");
    }

    private void tail(final String data, final long position)
    {
        final byte[] bytes = line(data, ",\"position\":" + position);
        check.onLine(bytes, 0, bytes.length, ++number);
    }

    private void assertFound(final long lost, final long duplicated, final String difference)
    {
        assertEquals(lost, check.lost());
        assertEquals(duplicated, check.duplicated());
        if (difference == null)
        {
            assertNull(check.firstDifference());
        }
        else
        {
            assertEquals(difference, check.firstDifference());
        }
    }

    private static byte[] line(final String data, final String rest)
    {
        final String start = "{\"domain\":\"d\",\"aggregate\":\"a\",\"id\":7,\"type\":\"T\",\"time\":5,\"data\":\"";
        return (start + data + '"' + rest + '}').getBytes(StandardCharsets.UTF_8);
    }
}
