package io.varve.client.session;

import io.varve.codec.protocol.MessageHeaderEncoder;
import org.agrona.MutableDirectBuffer;

/** A message that is written when there is somebody to send it to. */
@FunctionalInterface
public interface Message
{
    /**
     * Writes it, with its header, from the start of a buffer that grows.
     *
     * @return its length.
     */
    int encode(MutableDirectBuffer buffer, MessageHeaderEncoder header);
}
