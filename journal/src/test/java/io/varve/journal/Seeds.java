package io.varve.journal;

import java.util.Random;

/** Runs a check with random numbers; a failure names the seed and how to run it alone. */
final class Seeds
{
    /** System property that fixes the seed. */
    private static final String SEED_PROP_NAME = "varve.test.seed";

    interface Check
    {
        void run(Random random) throws Exception;
    }

    private Seeds()
    {
    }

    static void run(final Check check)
    {
        final long seed = Long.getLong(SEED_PROP_NAME, System.nanoTime());
        try
        {
            check.run(new Random(seed));
        }
        catch (final Exception | AssertionError e)
        {
            throw new AssertionError("seed=" + seed + " (again: -D" + SEED_PROP_NAME + "=" + seed + "): " + e, e);
        }
    }
}
