package io.varve.tools.lines;

import io.varve.api.EventCursor;

/** One way to print events, one line each. */
public interface EventWriter
{
    /** Prints the event that a cursor stands on, with a line end. */
    void write(EventCursor event);
}
