package io.varve.perf.streams;

import io.varve.perf.harness.BenchOptions;
import io.varve.perf.harness.Scale;

/**
 * How many streams, how fast.
 *
 * @param instances streams.
 * @param events    of each stream.
 * @param rate      events a second that are written at most.
 * @param gets      whole streams that are read in a round.
 * @param rounds    of reading.
 * @param further   streams that are written at least before the writer is killed.
 */
record StreamsWork(long instances, int events, int rate, int gets, int rounds, int further)
{
    /** What the names of the rows mean without a word. */
    private static final long INSTANCES = 10_000_000;

    private static final int EVENTS = 10;

    /** Below the disk's speed: about 110 MB/s. */
    private static final int RATE = 1_000_000;

    static StreamsWork of(final BenchOptions options)
    {
        final Scale scale = options.scale();
        return new StreamsWork(options.instances() > 0 ? options.instances() : scale.pick(INSTANCES, 100_000, 200), EVENTS, RATE,
            scale.count(100_000, 50_000, 20), scale.count(5, 3, 1), scale.count(20_000, 5_000, 200));
    }

    /** Of all streams. */
    long totalEvents()
    {
        return instances * events;
    }

    /** What goes behind the name of a row, where there are not as many streams as it means. */
    String suffix()
    {
        return instances == INSTANCES ? "" : "." + instances + "instances";
    }
}
