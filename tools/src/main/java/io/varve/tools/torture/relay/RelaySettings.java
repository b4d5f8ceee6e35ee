package io.varve.tools.torture.relay;

import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * How bad the network is, in both directions. Shares are 0 to 1, of all packets.
 *
 * @param lost       share that is lost one by one.
 * @param bursts     share at which a burst of losses begins.
 * @param burst      most packets that are lost in one burst.
 * @param doubled    share that arrives twice.
 * @param held       share that is held back, and so overtaken by what comes later.
 * @param maxHoldNs  most that a packet is held back.
 */
public record RelaySettings(double lost, double bursts, int burst, double doubled, double held, long maxHoldNs)
{
    /** Passes everything on as it comes. */
    public static final RelaySettings HARMLESS = new RelaySettings(0, 0, 0, 0, 0, 0);

    private static final double MAX_LOST = 0.08;
    private static final double MAX_BURSTS = 0.002;
    private static final int MAX_BURST = 40;
    private static final double MAX_DOUBLED = 0.1;
    private static final double MAX_HELD = 0.3;
    private static final int MAX_HOLD_MS = 30;

    /** A bad network of some kind: each of the faults is there or not, mild or not. */
    public static RelaySettings random(final Random random)
    {
        return new RelaySettings(
            share(random, MAX_LOST),
            share(random, MAX_BURSTS),
            1 + random.nextInt(MAX_BURST),
            share(random, MAX_DOUBLED),
            share(random, MAX_HELD),
            TimeUnit.MILLISECONDS.toNanos(1 + random.nextInt(MAX_HOLD_MS)));
    }

    private static double share(final Random random, final double max)
    {
        return random.nextInt(5) == 0 ? 0 : max * random.nextDouble();
    }

    @Override
    public String toString()
    {
        return String.format(Locale.ROOT, "lost=%.3f bursts=%.4f burst=%d doubled=%.3f held=%.3f maxHoldMs=%d",
            lost, bursts, burst, doubled, held, TimeUnit.NANOSECONDS.toMillis(maxHoldNs));
    }
}
