package io.varve.client.transport;

import org.agrona.DirectBuffer;

/** Receives messages of the node, whole. */
@FunctionalInterface
public interface MessageHandler
{
    /** One message; the buffer is valid until the method returns. */
    void onMessage(DirectBuffer buffer, int offset, int length);
}
