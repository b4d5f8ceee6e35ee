package io.varve.tools.torture;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/** Runs of one kind of fault. */
public interface Suite extends AutoCloseable
{
    /** Its name on the command line. */
    String name();

    /** How many runs it makes unless told. */
    long runs();

    /** The seed of a run, from the one that was asked for; the first run has that one itself. */
    default long seed(final long base, final long index)
    {
        return index == 0 ? base : mix(base + index * 0x9E37_79B9_7F4A_7C15L);
    }

    private static long mix(final long value)
    {
        final long once = (value ^ value >>> 30) * 0xBF58_476D_1CE4_E5B9L;
        final long twice = (once ^ once >>> 27) * 0x94D0_49BB_1331_11EBL;
        return (twice ^ twice >>> 31) >>> 1; // not negative, so that it can be typed
    }

    /** Sabotages that it must notice. */
    default Set<Sabotage> notices()
    {
        return Set.of();
    }

    /** Why it cannot run on this machine, or null when it can. */
    default String obstacle()
    {
        return null;
    }

    /**
     * Gets ready; once, ahead of the runs.
     *
     * @param folder for what its runs share; empty, removed after the last one.
     */
    default void prepare(final Path folder, final Sabotage sabotage) throws Exception
    {
    }

    /** One run. What it throws is a fault of the suite or of the store, and counted as a loss. */
    void run(SuiteRun run) throws Exception;

    /** Lets go of what {@link #prepare} has taken. */
    @Override
    default void close() throws IOException
    {
    }
}
