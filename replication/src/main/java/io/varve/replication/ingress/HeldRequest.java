package io.varve.replication.ingress;

import io.varve.replication.cursor.CursorLease;
import io.varve.replication.delivery.DeliveryRequest;

/**
 * A subscription that may hold a named cursor. It gives it back when the client ends it, not only when the delivering thread comes
 * to its end: that one may have to wait until the client takes what was sent to it.
 */
final class HeldRequest extends DeliveryRequest
{
    private volatile CursorLease lease;

    HeldRequest(final long requestId, final long creditBytes)
    {
        super(requestId, creditBytes);
    }

    void hold(final CursorLease taken)
    {
        lease = taken;
        if (isEnding())
        {
            release(); // whoever ended it meanwhile may not have seen it
        }
    }

    /** Null for none. */
    CursorLease lease()
    {
        return lease;
    }

    @Override
    protected void release()
    {
        final CursorLease held = lease;
        lease = null;
        if (held != null)
        {
            held.close();
        }
    }
}
