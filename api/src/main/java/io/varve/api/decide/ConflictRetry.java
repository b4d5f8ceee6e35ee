package io.varve.api.decide;

import io.varve.api.Durability;
import io.varve.api.EventStore;
import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

/**
 * Tries again what lost against another writer, a bounded number of times. Immutable.
 *
 * <p>Only a {@link ErrorCode#WRONG_EXPECTED_VERSION} is tried again: there, nothing was written. Everything else goes through,
 * above all {@link ErrorCode#TIMED_OUT}, whose outcome is unknown. There is no pause between the first attempts: when one loses,
 * another has won, so writers as a whole always get on. Who has lost many in a row is out of step with the others, as happens over
 * a connection from a busy machine, and pauses by chance, longer each time.
 */
public final class ConflictRetry
{
    /** Attempts unless set: eight writers in step, of whom seven lose each time, need more once in 10^11 commands. */
    public static final int ATTEMPTS_DEFAULT = 200;

    /** Attempts without a pause: more are lost in a row once in a thousand commands by eight writers that are in step. */
    private static final int EAGER_ATTEMPTS = 50;
    private static final long PAUSE_STEP_NS = TimeUnit.MICROSECONDS.toNanos(100);

    private final int attempts;

    private ConflictRetry(final int attempts)
    {
        this.attempts = attempts;
    }

    /**
     * At most so many attempts, the first one included.
     *
     * @throws IllegalArgumentException below 1.
     */
    public static ConflictRetry upTo(final int attempts)
    {
        if (attempts < 1)
        {
            throw new IllegalArgumentException("attempts must be at least 1: attempts=" + attempts);
        }
        return new ConflictRetry(attempts);
    }

    /**
     * Attempts until one does not lose.
     *
     * @param store   that is written to; whoever won can be read in it before the next attempt.
     * @param what    is attempted, for the error.
     * @param attempt given its number, from 1: reads, decides, writes.
     * @throws EventLogException with {@link ErrorCode#WRONG_EXPECTED_VERSION} when all of them lost.
     */
    public <T> T run(final EventStore store, final String what, final IntFunction<T> attempt)
    {
        for (int number = 1;; number++)
        {
            try
            {
                return attempt.apply(number);
            }
            catch (final EventLogException e)
            {
                if (e.code() != ErrorCode.WRONG_EXPECTED_VERSION)
                {
                    throw e;
                }
                if (number == attempts)
                {
                    throw new EventLogException(ErrorCode.WRONG_EXPECTED_VERSION, "other writers were faster each time: " + what +
                        ", attempts=" + attempts + "; nothing was written; last: " + e.getMessage(), e);
                }
            }
            // Whoever won may be admitted but not readable yet; without this the next attempt could decide on the same state.
            store.await(Durability.JOURNALED);
            if (number > EAGER_ATTEMPTS)
            {
                LockSupport.parkNanos(ThreadLocalRandom.current().nextLong((number - EAGER_ATTEMPTS) * PAUSE_STEP_NS));
            }
        }
    }
}
