package io.varve.replication.cursor;

import io.varve.api.Token;

/** The right to move a named cursor, of one subscription at a time. */
public final class CursorLease implements AutoCloseable
{
    private final NamedCursors cursors;
    private final String key;
    private final String holder;
    private final Token place;

    CursorLease(final NamedCursors cursors, final String key, final String holder, final Token place)
    {
        this.cursors = cursors;
        this.key = key;
        this.holder = holder;
        this.place = place;
    }

    /** Who has it, for people. */
    String holder()
    {
        return holder;
    }

    /** Where it stood when it was taken, or null when it was never stored. */
    public Token place()
    {
        return place;
    }

    /** Stores a place, by another thread; {@code onDone} is told there. */
    public void store(final Token token, final NamedCursors.OnStored onDone)
    {
        cursors.store(key, token, onDone);
    }

    /** Lets others take it. Idempotent. */
    @Override
    public void close()
    {
        cursors.release(key, this);
    }
}
