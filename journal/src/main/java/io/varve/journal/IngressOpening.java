package io.varve.journal;

import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;

import java.util.function.Supplier;

/**
 * A session of a producer that has begun, for a publisher elsewhere, which may have to wait until what the one before it had under
 * way is decided: only then it is known what was written last. Whoever opens it looks now and then and goes on with other things
 * meanwhile. One thread.
 */
public final class IngressOpening
{
    private final StoreWait wait;
    private final Supplier<IngressPublisher> publisher;
    private final long claimed;
    private final long deadlineNs;

    /** @param publisher makes it, once the ring is drained. */
    IngressOpening(final StoreWait wait, final Supplier<IngressPublisher> publisher)
    {
        this.wait = wait;
        this.publisher = publisher;
        claimed = wait.claimedUpTo();
        deadlineNs = wait.deadlineNs();
    }

    /**
     * Looks, and seals what it finds on its way.
     *
     * @return null when there is more under way; once the publisher was given out, this is used up.
     * @throws EventLogException with {@link ErrorCode#TIMED_OUT} when that takes longer than a publish may, with {@link
     *                           ErrorCode#WRITING_ENDED} after a failure.
     */
    public IngressPublisher look()
    {
        return wait.isDrained(claimed, deadlineNs) ? publisher.get() : null;
    }
}
