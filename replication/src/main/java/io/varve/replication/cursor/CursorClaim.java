package io.varve.replication.cursor;

import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;

/**
 * A subscription's wait for a named cursor. Messages of two clients have no order between them: the end of who holds the cursor may
 * be on its way when the next one asks for it. So that one waits a while, a look at a time, before it is refused. By one thread.
 */
public final class CursorClaim
{
    private final NamedCursors cursors;
    private final String key;
    private final String holder;
    private final long waitNs;
    private boolean isWaiting;
    private long sinceNs;

    CursorClaim(final NamedCursors cursors, final String key, final String holder, final long waitNs)
    {
        this.cursors = cursors;
        this.key = key;
        this.holder = holder;
        this.waitNs = waitNs;
    }

    /**
     * Looks whether it is free, and takes it then.
     *
     * @param nowNs by {@link System#nanoTime()}.
     * @return null when it is not, and this may look again.
     * @throws EventLogException with {@link ErrorCode#CURSOR_TAKEN} when the wait is over; or when its file cannot be read.
     */
    public CursorLease look(final long nowNs)
    {
        final CursorLease lease = cursors.take(key, holder);
        if (lease != null)
        {
            return lease;
        }
        if (!isWaiting)
        {
            isWaiting = true;
            sinceNs = nowNs;
        }
        if (nowNs - sinceNs >= waitNs)
        {
            throw new EventLogException(ErrorCode.CURSOR_TAKEN, "named cursor is held by another subscriber: name=" + key +
                ", holder=" + cursors.holderOf(key) + ", waitedNs=" + waitNs + "; it is free when that one has ended");
        }
        return null;
    }
}
