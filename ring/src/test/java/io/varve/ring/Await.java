package io.varve.ring;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import static org.junit.jupiter.api.Assertions.fail;

/** Waits for conditions with a bound, never for time. */
final class Await
{
    /** How long anything may take that should come at once. */
    static final long BOUND_NS = TimeUnit.SECONDS.toNanos(20);

    private static final long PARK_NS = 20_000;

    private Await()
    {
    }

    /** Returns as soon as a condition holds. */
    static void until(final String what, final BooleanSupplier condition)
    {
        final long startNs = System.nanoTime();
        while (!condition.getAsBoolean())
        {
            if (System.nanoTime() - startNs > BOUND_NS)
            {
                fail("never came: " + what);
            }
            LockSupport.parkNanos(PARK_NS);
        }
    }
}
