package io.varve.ring;

/** Runs the {@link Sealer}, one thread at a time; what differs between the ways is whose thread that is. */
interface Stages extends AutoCloseable
{
    /**
     * Takes a batch of one event straight from its publisher, past the ring, when that is empty and nobody else is at work.
     *
     * @param direct     header of the batch, with its ticket.
     * @param base       array in which the event's data lies, or null when {@code source} is an address.
     * @param isGathered whether it waits for a full generation or for {@link #assist()}, whatever credit there is.
     * @return false when the batch must go through the ring.
     */
    boolean tryDirect(RecordFlyweight direct, Object base, long source, boolean isGathered);

    /** Waits until a direct batch that is being taken at this moment is counted. */
    void awaitCounted();

    /**
     * Called by a publisher behind its commit.
     *
     * @param slots      that it committed.
     * @param isGathered as for {@link #tryDirect}.
     */
    void onCommit(int slots, boolean isGathered);

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
