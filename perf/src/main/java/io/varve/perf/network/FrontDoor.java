package io.varve.perf.network;

import java.util.Optional;

/** Our own side of the network: the node, and who talks to it. */
final class FrontDoor
{
    /** Why there is none. */
    static final String MISSING = "this build has no front door for other processes";

    private FrontDoor()
    {
    }

    /** Ours, when this build has it. */
    static Optional<NetworkSide> side()
    {
        return Optional.empty();
    }
}
