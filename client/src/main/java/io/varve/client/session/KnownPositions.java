package io.varve.client.session;

import io.varve.api.Durability;
import io.varve.api.Positions;
import io.varve.codec.protocol.PositionsDecoder;

/** How far the node's log has come, as it has said last. Set by who polls. */
public final class KnownPositions
{
    private volatile long journaled;
    private volatile long synced;
    private volatile long replicated;

    /** Of another life of the connection: a log that was cut begins lower. */
    void reset(final PositionsDecoder positions)
    {
        replicated = positions.replicated();
        synced = positions.synced();
        journaled = positions.journaled();
    }

    /** The weakest level first, so that no reader finds a stronger one ahead of it. */
    void advance(final PositionsDecoder positions)
    {
        journaled = Math.max(journaled, positions.journaled());
        synced = Math.max(synced, positions.synced());
        replicated = Math.max(replicated, positions.replicated());
    }

    /** Position behind the last event that has reached a level. */
    public long at(final Durability durability)
    {
        return switch (durability)
        {
            case JOURNALED -> journaled;
            case SYNCED -> synced;
            case REPLICATED -> replicated;
        };
    }

    /** All of them. */
    public Positions all()
    {
        final long ofReplicated = replicated;
        final long ofSynced = synced;
        return new Positions(journaled, ofSynced, ofReplicated);
    }
}
