package io.varve.tools.lines;

import io.varve.api.Batch;
import io.varve.codec.Limits;

import java.util.Map;

/** The event that one line says; filled by {@link EventLineParser} again and again. */
public final class EventLine
{
    private static final int INITIAL_DATA_LENGTH = 1024;

    private long number;
    private String domain;
    private String aggregate;
    private String key;
    private long id;
    private String type;
    private long timestampNs;
    private long position;
    private Map<String, String> metadata;
    private byte[] data = new byte[INITIAL_DATA_LENGTH];
    private int length;

    /** Number of the line, from 1. */
    public long number()
    {
        return number;
    }

    public String domain()
    {
        return domain;
    }

    public String aggregate()
    {
        return aggregate;
    }

    /** Null when the instance has a number. */
    public String key()
    {
        return key;
    }

    /** 0 when the instance has a key. */
    public long id()
    {
        return id;
    }

    public String type()
    {
        return type;
    }

    /** Ns since the epoch, or {@link Batch#STAMP_AT_PUBLISH}. */
    public long timestampNs()
    {
        return timestampNs;
    }

    /** Where the event stood in the log that the line was printed from, or -1 when the line does not say. */
    public long position()
    {
        return position;
    }

    /** Empty for none. */
    public Map<String, String> metadata()
    {
        return metadata;
    }

    /** Holds the event's data from 0 to {@link #length()}; overwritten by the next line. */
    public byte[] data()
    {
        return data;
    }

    /** Bytes of data. */
    public int length()
    {
        return length;
    }

    void clear(final long newNumber)
    {
        number = newNumber;
        domain = null;
        aggregate = null;
        key = null;
        id = 0;
        type = null;
        timestampNs = Batch.STAMP_AT_PUBLISH;
        position = -1;
        metadata = Map.of();
        length = 0;
    }

    void domain(final String name)
    {
        domain = name;
    }

    void aggregate(final String name)
    {
        aggregate = name;
    }

    void key(final String text)
    {
        key = text;
    }

    void id(final long value)
    {
        id = value;
    }

    void type(final String name)
    {
        type = name;
    }

    void timestampNs(final long ns)
    {
        timestampNs = ns;
    }

    void position(final long value)
    {
        position = value;
    }

    void metadata(final Map<String, String> names)
    {
        metadata = names;
    }

    /** Gives room for data, at most {@link Limits#MAX_EVENT_LENGTH} bytes, to be filled in by the caller. */
    byte[] data(final int newLength)
    {
        if (newLength > data.length)
        {
            data = new byte[Math.min(Limits.MAX_EVENT_LENGTH, Math.max(newLength, 2 * data.length))];
        }
        length = newLength;
        return data;
    }
}
