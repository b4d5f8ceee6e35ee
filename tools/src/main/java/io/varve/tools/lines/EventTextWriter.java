package io.varve.tools.lines;

import io.varve.api.EventCursor;
import io.varve.codec.Limits;
import io.varve.tools.console.Output;
import io.varve.tools.console.Words;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Prints the event that a cursor stands on for people: {@code POSITION ADDRESS vVERSION TIME TYPE DATA}. */
public final class EventTextWriter implements EventWriter
{
    private static final int SHOWN_LENGTH = 120;
    private static final long NS_A_SECOND = 1_000_000_000L;

    private final byte[] data = new byte[Limits.MAX_EVENT_LENGTH];
    private final StringBuilder text = new StringBuilder();
    private final Output out;

    /** Onto an output that it does not flush. */
    public EventTextWriter(final Output out)
    {
        this.out = out;
    }

    @Override
    public void write(final EventCursor event)
    {
        final String key = event.key();
        text.setLength(0);
        text.append(event.position()).append(' ')
            .append(event.domain()).append('/').append(event.aggregate()).append('/')
            .append(key == null ? Long.toString(event.id()) : Words.printable(key))
            .append(" v").append(event.version()).append(' ')
            .append(time(event.timestampNs())).append(' ')
            .append(event.type());
        if (event.length() > 0)
        {
            text.append(' ').append(shown(event));
        }
        out.print(text.append('\n').toString());
    }

    private String shown(final EventCursor event)
    {
        final int length = event.length();
        event.data().getBytes(0, data, 0, length);
        if (Utf8.indexOfMalformed(data, 0, length) < 0)
        {
            final String content = new String(data, 0, length, StandardCharsets.UTF_8);
            if (Words.isPrintable(content))
            {
                return Words.shortened(content, SHOWN_LENGTH);
            }
        }
        return length + " bytes";
    }

    private static String time(final long timestampNs)
    {
        return Instant.ofEpochSecond(
            Math.floorDiv(timestampNs, NS_A_SECOND), Math.floorMod(timestampNs, NS_A_SECOND)).toString();
    }
}
