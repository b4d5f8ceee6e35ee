package io.varve.ring;

/** Runs the {@link Sealer}, one thread at a time; what differs between the ways is whose thread that is. */
interface Stages extends AutoCloseable
{
    /**
     * Called by a publisher behind its commit.
     *
     * @param slots that it committed.
     */
    void onCommit(int slots);

    /**
     * Called by whoever waits for an outcome: what is committed is admitted and, credit given, sealed soon.
     *
     * @return whether the caller did work.
     */
    boolean assist();

    /** Ends the stages; what is committed is sealed first. */
    @Override
    void close();
}
