package io.varve.tools.torture.relay;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class PacketDiceTest
{
    private static final int PACKETS = 200_000;

    @Test
    void shouldLeaveEverythingAloneWhenHarmless()
    {
        final PacketDice dice = new PacketDice(RelaySettings.HARMLESS, 1);
        for (int i = 0; i < PACKETS; i++)
        {
            assertEquals(1, dice.copies());
            assertEquals(0, dice.holdNs());
        }
    }

    @Test
    void shouldLoseDoubleAndHoldTheSharesThatItIsTold()
    {
        final PacketDice dice = new PacketDice(new RelaySettings(0.1, 0, 0, 0.2, 0.3, 1_000), 7);
        final int[] copies = new int[3];
        int held = 0;
        for (int i = 0; i < PACKETS; i++)
        {
            copies[dice.copies()]++;
            final long holdNs = dice.holdNs();
            assertTrue(holdNs >= 0 && holdNs < 1_000, "holdNs=" + holdNs);
            held += holdNs > 0 ? 1 : 0;
        }
        assertEquals(0.1, copies[0] / (double)PACKETS, 0.005);
        assertEquals(0.9 * 0.2, copies[2] / (double)PACKETS, 0.005);
        assertEquals(0.3, held / (double)PACKETS, 0.005);
    }

    @Test
    void shouldLoseNeighboursInABurst()
    {
        final PacketDice dice = new PacketDice(new RelaySettings(0, 0.001, 20, 0, 0, 0), 3);
        int longest = 0;
        int run = 0;
        for (int i = 0; i < PACKETS; i++)
        {
            run = dice.copies() == 0 ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        assertTrue(longest > 10 && longest <= 60, "longest=" + longest);
    }

    @Test
    void shouldDecideTheSameAgainWithTheSameSeed()
    {
        final RelaySettings settings = new RelaySettings(0.1, 0.01, 5, 0.1, 0.5, 1_000_000);
        final PacketDice one = new PacketDice(settings, 11);
        final PacketDice other = new PacketDice(settings, 11);
        for (int i = 0; i < 10_000; i++)
        {
            assertEquals(one.copies(), other.copies());
            assertEquals(one.holdNs(), other.holdNs());
        }
    }
}
