package io.varve.tools.load;

import io.varve.api.Batch;
import io.varve.api.Event;
import io.varve.codec.Limits;
import io.varve.tools.lines.EventLine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Neighbouring lines of one instance that become one batch: they share its timestamp and its metadata. */
final class PendingBatch
{
    /**
     * Most bytes of data in a batch that is joined from lines: far below what a generation holds, so that no joining
     * makes a batch too large whose lines are not.
     */
    private static final int MAX_JOINED_LENGTH = Limits.MAX_EVENT_LENGTH;

    private final String[] types = new String[Limits.MAX_BATCH_EVENTS];
    private final int[] lengths = new int[Limits.MAX_BATCH_EVENTS];
    private final long[] lines = new long[Limits.MAX_BATCH_EVENTS];
    private final byte[] data = new byte[MAX_JOINED_LENGTH];
    private final int highest;
    private int count;
    private int dataLength;
    private String domain;
    private String aggregate;
    private String key;
    private long id;
    private long timestampNs;
    private Map<String, String> metadata;

    /** Empty. */
    PendingBatch(final int highest)
    {
        this.highest = highest;
    }

    /** True when a line may join what is there. */
    boolean accepts(final EventLine line)
    {
        return count == 0 ||
            count < highest &&
            dataLength + line.length() <= MAX_JOINED_LENGTH &&
            timestampNs == line.timestampNs() &&
            id == line.id() &&
            Objects.equals(key, line.key()) &&
            aggregate.equals(line.aggregate()) &&
            domain.equals(line.domain()) &&
            metadata.equals(line.metadata());
    }

    /** Takes a line that is accepted. */
    void add(final EventLine line)
    {
        if (count == 0)
        {
            domain = line.domain();
            aggregate = line.aggregate();
            key = line.key();
            id = line.id();
            timestampNs = line.timestampNs();
            metadata = line.metadata();
        }
        System.arraycopy(line.data(), 0, data, dataLength, line.length());
        dataLength += line.length();
        types[count] = line.type();
        lengths[count] = line.length();
        lines[count] = line.number();
        count++;
    }

    /** Becomes empty. */
    void clear()
    {
        count = 0;
        dataLength = 0;
    }

    boolean isFull()
    {
        return count == highest;
    }

    int count()
    {
        return count;
    }

    String domain()
    {
        return domain;
    }

    String aggregate()
    {
        return aggregate;
    }

    /** Null when the instance has a number. */
    String key()
    {
        return key;
    }

    long id()
    {
        return id;
    }

    /** Ns since the epoch, or {@link Batch#STAMP_AT_PUBLISH}. */
    long timestampNs()
    {
        return timestampNs;
    }

    boolean hasMetadata()
    {
        return !metadata.isEmpty();
    }

    String type(final int index)
    {
        return types[index];
    }

    /** Bytes of an event's data; they follow those of the event before it. */
    int length(final int index)
    {
        return lengths[index];
    }

    /** Input line of an event. */
    long line(final int index)
    {
        return lines[index];
    }

    /** All events' data, one behind the other. */
    byte[] data()
    {
        return data;
    }

    /** Bytes of all events' data. */
    int dataLength()
    {
        return dataLength;
    }

    /** The batch as objects, for the way that carries metadata. */
    Batch toBatch()
    {
        final List<Event> events = new ArrayList<>(count);
        int offset = 0;
        for (int i = 0; i < count; i++)
        {
            events.add(Event.of(types[i], Arrays.copyOfRange(data, offset, offset + lengths[i])));
            offset += lengths[i];
        }
        final Batch batch = Batch.of(events).withMetadata(metadata);
        return timestampNs == Batch.STAMP_AT_PUBLISH ? batch : batch.withTimestampNs(timestampNs);
    }
}
