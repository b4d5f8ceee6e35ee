package io.varve.journal.write;

import io.varve.journal.write.JournalEnd.Snapshot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Timeout(60)
class JournalEndTest
{
    private static final long GENERATIONS = 2_000_000;

    @Test
    void shouldSayWhereItStarts()
    {
        assertEquals(new Snapshot(-1, 0, 7, 3), new JournalEnd(-1, 0, 7, 3).snapshot());
    }

    @Test
    void shouldNeverMixTheNumbersOfTwoGenerations() throws InterruptedException
    {
        final JournalEnd end = new JournalEnd(0, 0, -1, 0);
        final Thread writer = new Thread(() ->
        {
            for (long number = 1; number <= GENERATIONS; number++)
            {
                end.set(number, 3 * number, ~number, number / 1_000);
            }
        });
        writer.start();

        Snapshot read;
        long last = 0;
        do
        {
            read = end.snapshot();
            final long number = read.number();
            assertEquals(new Snapshot(number, 3 * number, ~number, number / 1_000), read);
            assertTrue(number >= last, "went back: number=" + number + ", last=" + last);
            last = number;
        }
        while (last < GENERATIONS);
        writer.join();
    }
}
