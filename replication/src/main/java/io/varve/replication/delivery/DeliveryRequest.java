package io.varve.replication.delivery;

import java.util.concurrent.atomic.AtomicLong;

/** What the thread that hears a client and the one that delivers to it share of one request. */
public class DeliveryRequest
{
    private final long requestId;
    private final AtomicLong credit;
    private volatile boolean isCancelled;
    private volatile boolean isDone;
    private volatile boolean isSkipWanted;

    /** @param creditBytes that it begins with. */
    public DeliveryRequest(final long requestId, final long creditBytes)
    {
        this.requestId = requestId;
        credit = new AtomicLong(creditBytes);
    }

    /** The client's number for it. */
    public final long requestId()
    {
        return requestId;
    }

    /** Lets it send more bytes. */
    public final void addCredit(final long bytes)
    {
        credit.addAndGet(bytes);
    }

    final boolean hasCredit()
    {
        return credit.get() > 0;
    }

    final void useCredit(final long bytes)
    {
        credit.addAndGet(-bytes);
    }

    /** Ends it at its next turn; what it holds it gives back at once. */
    public final void cancel()
    {
        isCancelled = true;
        release();
    }

    final boolean isCancelled()
    {
        return isCancelled;
    }

    /** Whether it has ended, or will at its next turn. */
    protected final boolean isEnding()
    {
        return isCancelled || isDone;
    }

    /** Gives back what it holds; by the thread that ends it, more than once. */
    protected void release()
    {
        // Most hold nothing.
    }

    /** Takes it over a corrupt place at its next turn. */
    public final void skipCorrupt()
    {
        isSkipWanted = true;
    }

    final boolean takeSkip()
    {
        final boolean wanted = isSkipWanted;
        isSkipWanted = false;
        return wanted;
    }

    final void done()
    {
        isDone = true;
        release();
    }

    /** Whether it has ended. */
    public final boolean isDone()
    {
        return isDone;
    }
}
