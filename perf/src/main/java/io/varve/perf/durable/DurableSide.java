package io.varve.perf.durable;

import io.varve.perf.jvm.ChildJvm;

import java.io.IOException;
import java.util.List;

/** One side: a process that writes, and a server where there is one. */
final class DurableSide implements AutoCloseable
{
    private final String title;
    private final ChildJvm child;
    private final Runnable release;

    /**
     * Starts the process.
     *
     * @param release what is to be ended behind it.
     */
    DurableSide(final DurableContender contender, final String place, final Runnable release) throws IOException
    {
        title = contender.title();
        this.release = release;
        child = ChildJvm.start(DurableChild.class, List.of("-Xmx512m"), List.of(contender.getClass().getName(), place));
        child.numbers("open");
    }

    String title()
    {
        return title;
    }

    /** Acks a second, and p50 from an event to its ack in ns, which means something for a window of 1. */
    double[] measure(final int writers, final int window, final double seconds) throws IOException
    {
        child.tell("measure " + writers + ' ' + window + ' ' + seconds);
        return child.numbers("acks");
    }

    /** Runs until the JVM is warm, in rounds of so many seconds, or the time is over. */
    void warmUp(final int writers, final int window, final double seconds, final double maxSeconds) throws IOException
    {
        child.tell("warm " + writers + ' ' + window + ' ' + seconds + ' ' + maxSeconds);
        child.numbers("acks");
    }

    /** Reads everything back. */
    void check() throws IOException
    {
        child.tell("check");
        child.numbers("checked");
        child.awaitEnd();
    }

    @Override
    public void close()
    {
        child.close();
        release.run();
    }
}
