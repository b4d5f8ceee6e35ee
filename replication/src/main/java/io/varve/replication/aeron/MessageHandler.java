package io.varve.replication.aeron;

import org.agrona.DirectBuffer;

/** Takes messages of one client in the order they were sent. */
@FunctionalInterface
public interface MessageHandler
{
    /**
     * A message, which lies here only during the call.
     *
     * @return false when it cannot be taken now: it comes again with the next poll, and nothing behind it comes before.
     */
    boolean onMessage(DirectBuffer buffer, int offset, int length);
}
