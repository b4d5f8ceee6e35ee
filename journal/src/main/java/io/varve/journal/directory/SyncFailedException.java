package io.varve.journal.directory;

import java.io.IOException;

/** Bytes may not have reached stable storage, and nobody can find out by trying again. */
public final class SyncFailedException extends IOException
{
    private static final long serialVersionUID = 1L;

    SyncFailedException(final IOException cause)
    {
        super("sync failed: " + cause.getMessage(), cause);
    }
}
