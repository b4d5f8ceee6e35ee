package io.varve.journal;

import java.security.SecureRandom;

/**
 * Numbers for new instances: 63 bits, from a random start on in runs of {@value #RUN_LENGTH} neighbours, so that instances
 * which are
 * created together stand together. Two processes meet with a probability of about n² / 2^64 for n runs.
 */
final class IdGenerator
{
    private static final int RUN_LENGTH = 7;

    private final SecureRandom random = new SecureRandom();
    private long next;
    private int leftInRun;

    synchronized long next()
    {
        if (leftInRun == 0)
        {
            next = random.nextLong() >>> 1;
            if (next > Long.MAX_VALUE - RUN_LENGTH)
            {
                next -= RUN_LENGTH;
            }
            leftInRun = RUN_LENGTH;
        }
        leftInRun--;
        return next++;
    }
}
