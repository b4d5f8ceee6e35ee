package io.varve.replication.ingress;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

class WakingClockTest
{
    private long nowNs = Long.MAX_VALUE - 3;

    @Test
    void shouldPassAsTimeDoesUpToTheBound()
    {
        final WakingClock clock = new WakingClock(() -> nowNs, 10);
        assertEquals(0, clock.nanoTime());
        nowNs += 1;
        assertEquals(1, clock.nanoTime());
        nowNs += 10; // over the end of the numbers
        assertEquals(11, clock.nanoTime());
    }

    @Test
    void shouldLeaveOutWhatItSleptThrough()
    {
        final WakingClock clock = new WakingClock(() -> nowNs, 10);
        nowNs += 11;
        assertEquals(10, clock.nanoTime());
        nowNs += 30_000_000_000L;
        assertEquals(20, clock.nanoTime());
        nowNs += 2;
        assertEquals(22, clock.nanoTime());
    }
}
