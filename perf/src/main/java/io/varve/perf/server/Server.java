package io.varve.perf.server;

/** A server that runs. */
public interface Server extends AutoCloseable
{
    /** Where its clients find it. */
    String address();

    /** What it says of itself. */
    String version();

    /** Ends it. */
    @Override
    void close();
}
