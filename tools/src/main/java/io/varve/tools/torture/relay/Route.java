package io.varve.tools.torture.relay;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Where a packet goes on to. */
interface Route
{
    /** Sends a packet as far as the kernel takes it; one that it does not take is lost, as on any network. */
    void send(ByteBuffer packet) throws IOException;
}
