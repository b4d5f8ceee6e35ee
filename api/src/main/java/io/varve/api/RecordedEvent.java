package io.varve.api;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** An event as it stands in the log, copied out of it. Immutable. */
public final class RecordedEvent
{
    private final String domain;
    private final String aggregate;
    private final String key;
    private final long id;
    private final String type;
    private final long position;
    private final long version;
    private final long generation;
    private final long timestampNs;
    private final long recordedAtNs;
    private final int crc;
    private final Map<String, String> metadata;
    private final byte[] data;

    /** Copies the event that a cursor stands on. */
    public RecordedEvent(final EventCursor cursor)
    {
        domain = cursor.domain();
        aggregate = cursor.aggregate();
        key = cursor.key();
        id = cursor.id();
        type = cursor.type();
        position = cursor.position();
        version = cursor.version();
        generation = cursor.generation();
        timestampNs = cursor.timestampNs();
        recordedAtNs = cursor.recordedAtNs();
        crc = cursor.crc();
        metadata = cursor.metadata();
        data = new byte[cursor.length()];
        cursor.data().getBytes(0, data);
    }

    public String domain()
    {
        return domain;
    }

    public String aggregate()
    {
        return aggregate;
    }

    /** Key of the instance, or null when it has a number. */
    public String key()
    {
        return key;
    }

    /** Number of the instance; of a keyed one, its key's number in the dictionary. */
    public long id()
    {
        return id;
    }

    public String type()
    {
        return type;
    }

    /** Its number in the log, from 0. */
    public long position()
    {
        return position;
    }

    /** Its place in the stream, from 0. */
    public long version()
    {
        return version;
    }

    /** Number of the generation that holds it. */
    public long generation()
    {
        return generation;
    }

    /** Ns since the epoch, given by the publisher or stamped at publish. */
    public long timestampNs()
    {
        return timestampNs;
    }

    /** Ns since the epoch by the node's clock when its generation was sealed; never decreases along the log. */
    public long recordedAtNs()
    {
        return recordedAtNs;
    }

    /** CRC-32C of length, type and data, as written. */
    public int crc()
    {
        return crc;
    }

    /** Metadata of its batch, empty for none. */
    public Map<String, String> metadata()
    {
        return metadata;
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

    /** Its data read as UTF-8. */
    public String text()
    {
        return new String(data, StandardCharsets.UTF_8);
    }

    @Override
    public String toString()
    {
        return domain + '/' + aggregate + '/' + (key == null ? Long.toString(id) : key) + " v" + version + " @" + position +
            ' ' + type + " bytes=" + data.length;
    }
}
