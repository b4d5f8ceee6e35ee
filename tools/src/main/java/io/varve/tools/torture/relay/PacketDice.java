package io.varve.tools.torture.relay;

import java.util.Random;

/** What becomes of each packet. */
final class PacketDice
{
    private final RelaySettings settings;
    private final Random random;
    private int burstLeft;

    PacketDice(final RelaySettings settings, final long seed)
    {
        this.settings = settings;
        random = new Random(seed);
    }

    /** How often the next packet arrives: 0 when it is lost. */
    int copies()
    {
        if (burstLeft > 0)
        {
            burstLeft--;
            return 0;
        }
        if (falls(settings.bursts()))
        {
            burstLeft = random.nextInt(settings.burst());
            return 0;
        }
        if (falls(settings.lost()))
        {
            return 0;
        }
        return falls(settings.doubled()) ? 2 : 1;
    }

    /** How long a copy is held back in ns: 0 when it goes on at once. */
    long holdNs()
    {
        return falls(settings.held()) ? (long)(settings.maxHoldNs() * random.nextDouble()) : 0;
    }

    private boolean falls(final double share)
    {
        return share > 0 && random.nextDouble() < share;
    }
}
