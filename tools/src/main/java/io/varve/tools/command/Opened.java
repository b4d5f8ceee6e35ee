package io.varve.tools.command;

import io.varve.api.LogReader;

/**
 * A store or a reader that a command works with, and what it stands on.
 *
 * @param <T> what it is.
 */
final class Opened<T extends LogReader> implements AutoCloseable
{
    private final T log;

    /** Null for nothing. */
    private final AutoCloseable below;

    Opened(final T log, final AutoCloseable below)
    {
        this.log = log;
        this.below = below;
    }

    T log()
    {
        return log;
    }

    @Override
    public void close()
    {
        try
        {
            log.close();
        }
        finally
        {
            closeBelow();
        }
    }

    private void closeBelow()
    {
        try
        {
            if (below != null)
            {
                below.close();
            }
        }
        catch (final Exception e)
        {
            throw new IllegalStateException("what the log stands on cannot be closed: " + e, e);
        }
    }
}
