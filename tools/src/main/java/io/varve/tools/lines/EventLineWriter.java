package io.varve.tools.lines;

import io.varve.api.EventCursor;
import io.varve.codec.Limits;
import io.varve.tools.console.Output;
import io.varve.tools.json.JsonStrings;

import java.util.Arrays;
import java.util.Base64;
import java.util.Map;

/** Prints the event that a cursor stands on as an event line. */
public final class EventLineWriter implements EventWriter
{
    private final byte[] data = new byte[Limits.MAX_EVENT_LENGTH];
    private final Output out;

    /** Onto an output that it does not flush. */
    public EventLineWriter(final Output out)
    {
        this.out = out;
    }

    @Override
    public void write(final EventCursor event)
    {
        // Names of domains, aggregates and types have no character that JSON would escape.
        out.writeAscii("{\"domain\":\"");
        out.writeAscii(event.domain());
        out.writeAscii("\",\"aggregate\":\"");
        out.writeAscii(event.aggregate());
        final String key = event.key();
        if (key == null)
        {
            out.writeAscii("\",\"id\":");
            out.writeAscii(Long.toString(event.id()));
        }
        else
        {
            out.writeAscii("\",\"key\":");
            JsonStrings.write(out, key);
        }
        out.writeAscii(",\"type\":\"");
        out.writeAscii(event.type());
        out.writeAscii("\",\"time\":");
        out.writeAscii(Long.toString(event.timestampNs()));
        writeData(event);
        writeMetadata(event.metadata());
        out.writeAscii(",\"position\":");
        out.writeAscii(Long.toString(event.position()));
        out.writeAscii(",\"version\":");
        out.writeAscii(Long.toString(event.version()));
        out.writeAscii(",\"generation\":");
        out.writeAscii(Long.toString(event.generation()));
        out.writeAscii("}\n");
    }

    private void writeData(final EventCursor event)
    {
        final int length = event.length();
        event.data().getBytes(0, data, 0, length);
        if (Utf8.indexOfMalformed(data, 0, length) < 0)
        {
            out.writeAscii(",\"data\":");
            JsonStrings.write(out, data, 0, length);
            return;
        }
        out.writeAscii(",\"data64\":\"");
        final byte[] encoded = Base64.getEncoder().encode(Arrays.copyOf(data, length));
        out.write(encoded, 0, encoded.length);
        out.write('"');
    }

    private void writeMetadata(final Map<String, String> metadata)
    {
        if (metadata.isEmpty())
        {
            return;
        }
        out.writeAscii(",\"meta\":");
        char separator = '{';
        for (final Map.Entry<String, String> entry : metadata.entrySet())
        {
            out.write(separator);
            separator = ',';
            JsonStrings.write(out, entry.getKey());
            out.write(':');
            JsonStrings.write(out, entry.getValue());
        }
        out.write('}');
    }
}
