package io.varve.perf.streams;

/** How the events of a stream lie to each other in what is written. */
enum Layout
{
    /** A stream's events one behind the other, one event a batch. */
    RUNS("runs", 1, false),

    /** A stream's events one behind the other, ten events a batch. */
    RUNS_BATCHED("runs.batch10", 10, false),

    /** The first events of all streams, then their second ones, and so on, one event a batch. */
    SCATTERED("scattered", 1, true);

    private final String title;
    private final int batchLength;
    private final boolean isScattered;

    Layout(final String title, final int batchLength, final boolean isScattered)
    {
        this.title = title;
        this.batchLength = batchLength;
        this.isScattered = isScattered;
    }

    String title()
    {
        return title;
    }

    /** Events of a batch. */
    int batchLength(final int eventsAStream)
    {
        return Math.min(batchLength, eventsAStream);
    }

    boolean isScattered()
    {
        return isScattered;
    }

    /** Receives the batches of a layout in order. */
    @FunctionalInterface
    interface Sink
    {
        void onBatch(long stream, long firstVersion, int count);
    }

    /** Gives every batch of so many streams. */
    void forEachBatch(final long streams, final int eventsAStream, final Sink sink)
    {
        final int length = batchLength(eventsAStream);
        if (isScattered)
        {
            for (int version = 0; version < eventsAStream; version += length)
            {
                for (long stream = 0; stream < streams; stream++)
                {
                    sink.onBatch(stream, version, Math.min(length, eventsAStream - version));
                }
            }
            return;
        }
        for (long stream = 0; stream < streams; stream++)
        {
            for (int version = 0; version < eventsAStream; version += length)
            {
                sink.onBatch(stream, version, Math.min(length, eventsAStream - version));
            }
        }
    }
}
