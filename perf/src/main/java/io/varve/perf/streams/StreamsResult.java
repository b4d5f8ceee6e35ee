package io.varve.perf.streams;

/** What a run gave. */
final class StreamsResult
{
    private static final int TENTHS = 10;

    /** Events a second of each tenth. */
    final double[] rates = new double[TENTHS];

    /** The share of each tenth in which the writer was not held back. */
    final double[] busy = new double[TENTHS];

    /** Bytes in use on the Java heap after a collection. */
    double heapAtStart;
    double heapAtEnd;

    /** Bytes of the writer's process that no file stands behind. */
    double anonymousBytes;
    double closeNs;

    /** Bytes of all files after the clean stop. */
    long bytes;

    /** Bytes of the table of instances; 0 of a store that has none. */
    long tableBytes;
    double readyCleanNs;
    double readyKilledNs;

    /** How much of the first tenth's rate the last one has. */
    double lastToFirst()
    {
        return rates[TENTHS - 1] / rates[0];
    }
}
