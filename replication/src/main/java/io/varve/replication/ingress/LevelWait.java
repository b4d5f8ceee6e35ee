package io.varve.replication.ingress;

import io.varve.api.Durability;
import io.varve.journal.EmbeddedEventStore;

/** What a client waits for: a position and the level that it is to reach. */
final class LevelWait
{
    private final EmbeddedEventStore store;
    private boolean isWaiting;
    private long position;
    private Durability level;
    private long syncRequestedUpTo = -1;

    LevelWait(final EmbeddedEventStore store)
    {
        this.store = store;
    }

    /** Replaces what was waited for before. */
    void start(final long upToPosition, final Durability durability)
    {
        position = upToPosition;
        level = durability;
        isWaiting = true;
        syncRequestedUpTo = -1;
    }

    /** Ends it. */
    void end()
    {
        isWaiting = false;
    }

    boolean isWaiting()
    {
        return isWaiting;
    }

    /** Whether it has come; asks for a sync of what is journaled and not asked for yet, and does not wait for it. */
    boolean isReached()
    {
        final long journaled = store.journaledPosition();
        if (journaled < position)
        {
            store.assist();
            return false;
        }
        if (level == Durability.JOURNALED || store.syncedPosition() >= position)
        {
            return true;
        }
        if (syncRequestedUpTo < position)
        {
            syncRequestedUpTo = journaled;
            store.requestSync();
        }
        return false;
    }
}
