package io.varve.ring;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Timeout(60)
class CompletionRingTest
{
    @ParameterizedTest
    @CsvSource({"1,1", "2,2", "3,4", "1000,1024", "1024,1024"})
    void shouldRoundItsWindowUp(final int asked, final int window)
    {
        assertEquals(window, new CompletionRing(asked).window());
    }

    @Test
    void shouldHaveNoOutcomeAtFirst()
    {
        assertEquals(0, new CompletionRing(4).completed());
    }

    @Test
    void shouldKeepAWindowOfOutcomes()
    {
        final CompletionRing ring = new CompletionRing(4);
        for (long ticket = 0; ticket < 11; ticket++)
        {
            ring.complete(ticket, ticket % 5, ticket == 9 ? Long.MAX_VALUE : -ticket, ticket + 100);
        }

        assertEquals(11, ring.completed());
        for (long ticket = 7; ticket < 11; ticket++)
        {
            assertEquals(ticket % 5, ring.status(ticket));
            assertEquals(ticket == 9 ? Long.MAX_VALUE : -ticket, ring.position(ticket));
            assertEquals(ticket + 100, ring.version(ticket));
        }
    }

    /**
     * The shipped class under real concurrency: whoever sees a ticket completed sees its whole entry, with the writer as
     * close behind the reader as the window allows.
     */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 64})
    void shouldNeverShowATornOutcome(final int window)
    {
        final int tickets = window == 1 ? 300_000 : 2_000_000;
        // A small window is a switch of context a ticket, and a long one when others want the cores: then fewer must do.
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
        final AtomicBoolean isOver = new AtomicBoolean();
        final CompletionRing ring = new CompletionRing(window);
        final AtomicLong polled = new AtomicLong();
        final TestThread writer = TestThread.start("writer", () ->
        {
            for (long ticket = 0; ticket < tickets && !isOver.get(); ticket++)
            {
                while (ticket - polled.get() >= window && !isOver.get())
                {
                    Thread.yield();
                }
                if (isOver.get())
                {
                    return;
                }
                ring.complete(ticket, ticket & 3, ticket * 31, ~ticket);
            }
        });

        long ticket = 0;
        while (ticket < tickets && System.nanoTime() - deadlineNs < 0)
        {
            final long completed = ring.completed();
            if (completed == ticket)
            {
                Thread.yield();
            }
            for (; ticket < completed; ticket++)
            {
                if (ring.status(ticket) != (ticket & 3) || ring.position(ticket) != ticket * 31 ||
                    ring.version(ticket) != ~ticket)
                {
                    throw new AssertionError("torn: ticket=" + ticket + ", status=" + ring.status(ticket) + ", position=" +
                        ring.position(ticket) + ", version=" + ring.version(ticket));
                }
            }
            polled.set(ticket);
        }
        isOver.set(true);
        writer.end();
        assertTrue(ticket >= 1_000, "tickets=" + ticket);
    }
}
