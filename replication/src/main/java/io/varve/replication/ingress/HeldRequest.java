package io.varve.replication.ingress;

import io.varve.replication.cursor.CursorLease;
import io.varve.replication.delivery.DeliveryRequest;

/** A subscription that may hold a named cursor. */
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
    }

    /** Null for none. */
    CursorLease lease()
    {
        return lease;
    }

    void release()
    {
        final CursorLease held = lease;
        lease = null;
        if (held != null)
        {
            held.close();
        }
    }
}
