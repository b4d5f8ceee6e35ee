package io.varve.perf.server;

/** A server that runs. */
public interface Server extends AutoCloseable
{
    /** Where its clients find it: what their contenders take as the beginning of a place. */
    String place();

    /** What it says of itself. */
    String version();

    /** Ends it. */
    @Override
    void close();
}
