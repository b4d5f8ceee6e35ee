package io.varve.perf.streams;

import java.io.IOException;

/** A peer could not do its part: its row is left out, the others go on. */
final class PeerFailure extends IOException
{
    private static final long serialVersionUID = 1;

    PeerFailure(final IOException cause)
    {
        super("it failed: " + cause.getMessage(), cause);
    }
}
