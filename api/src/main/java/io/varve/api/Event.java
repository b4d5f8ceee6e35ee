package io.varve.api;

import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import io.varve.codec.Limits;
import io.varve.codec.name.Names;
import org.agrona.MutableDirectBuffer;

import java.nio.charset.StandardCharsets;

/** An event to be written: a type and opaque bytes. Immutable. */
public final class Event
{
    private final String type;
    private final byte[] data;

    private Event(final String type, final byte[] data)
    {
        this.type = type;
        this.data = data;
    }

    /**
     * An event of a type with a copy of the data.
     *
     * @param type 1 to 80 characters of {@code [A-Za-z0-9._:@-]}.
     * @param data 0 to 65,535 bytes.
     * @throws IllegalArgumentException for a type that breaks the rules.
     * @throws EventLogException        with {@link ErrorCode#EVENT_TOO_LARGE}.
     */
    public static Event of(final String type, final byte[] data)
    {
        if (data.length > Limits.MAX_EVENT_LENGTH)
        {
            throw new EventLogException(ErrorCode.EVENT_TOO_LARGE, "event has too much data: bytes=" + data.length +
                ", highest=" + Limits.MAX_EVENT_LENGTH + ", type=" + type);
        }
        return new Event(Names.checkTypeName(type), data.clone());
    }

    /** An event of a type with the UTF-8 bytes of a text. */
    public static Event of(final String type, final String text)
    {
        return of(type, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Name of its type. */
    public String type()
    {
        return type;
    }

    /** Bytes of data. */
    public int length()
    {
        return data.length;
    }

    /** A copy of its data. */
    public byte[] data()
    {
        return data.clone();
    }

    /** Copies its data. */
    public void copyTo(final MutableDirectBuffer buffer, final int offset)
    {
        buffer.putBytes(offset, data);
    }
}
