package io.varve.ring;

import java.util.Random;

/** Runs a check with many seeds; a failure names the seed and how to run it alone. */
final class SeededRounds
{
    private static final String SEED_PROP_NAME = "varve.test.seed";

    /** One round. */
    @FunctionalInterface
    interface Round
    {
        /** Checks something with what the random numbers say. */
        void run(Random random) throws Exception;
    }

    private SeededRounds()
    {
    }

    /** Runs rounds with neighbouring seeds, the first taken from the clock. */
    static void run(final int rounds, final Round round)
    {
        final Long fixedSeed = Long.getLong(SEED_PROP_NAME);
        final long firstSeed = fixedSeed != null ? fixedSeed : System.nanoTime();
        final int count = fixedSeed != null ? 1 : rounds;
        for (long seed = firstSeed; seed < firstSeed + count; seed++)
        {
            try
            {
                round.run(new Random(seed));
            }
            catch (final Exception | AssertionError e)
            {
                throw new AssertionError("seed=" + seed + " (again: -D" + SEED_PROP_NAME + "=" + seed + "): " + e, e);
            }
        }
    }
}
