package io.varve.journal;

import io.varve.api.EventType;
import org.agrona.DirectBuffer;

/** Events of a batch where they lie, walked as often as it takes: once to measure them, once to copy them. */
public interface BatchSource
{
    /** How many there are. */
    int events();

    /** Stands ahead of the first. */
    void rewind();

    /** Steps on the next one, of which there is one. */
    void next();

    /** Type of the event. */
    EventType type();

    /** What its data lies in. */
    DirectBuffer buffer();

    /** Offset of its data. */
    int offset();

    /** Bytes of its data. */
    int length();
}
