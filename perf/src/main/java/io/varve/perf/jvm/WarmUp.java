package io.varve.perf.jvm;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/**
 * Runs rounds of warm-up until the compiler has little left to do, since on few cores its work takes from what is measured; but not
 * for ever.
 */
public final class WarmUp
{
    /** Time of the compiler's threads, as a share of a round's, below which a JVM counts as warm. */
    static final double MAX_COMPILING_SHARE = 0.02;

    /** Seconds after which a JVM is taken as it is. */
    public static final double MAX_SECONDS = 30;

    /** What settings say of it. */
    public static final String RULE = "until the compiler takes less than a fiftieth of a round, 30 s at most";

    private static final double SECOND_NS = TimeUnit.SECONDS.toNanos(1);

    private final CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
    private final long deadlineNs;

    /** @param maxSeconds after which the JVM is taken as it is; 0 where speed is not the question. */
    public WarmUp(final double maxSeconds)
    {
        deadlineNs = System.nanoTime() + (long)(maxSeconds * SECOND_NS);
    }

    /**
     * Runs rounds until the JVM is warm.
     *
     * @param leastRounds that are run in any case.
     */
    public void run(final int leastRounds, final Runnable round)
    {
        boolean isWarm = false;
        for (int i = 0; i < leastRounds || !isWarm && System.nanoTime() - deadlineNs < 0; i++)
        {
            final long startNs = System.nanoTime();
            final long startMs = compiler.getTotalCompilationTime();
            round.run();
            final long compiledNs = TimeUnit.MILLISECONDS.toNanos(compiler.getTotalCompilationTime() - startMs);
            isWarm = compiledNs < (System.nanoTime() - startNs) * MAX_COMPILING_SHARE;
        }
    }
}
