package io.varve.api;

import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Events of one stream, in order, as they stood when they were read. Immutable; an empty set is an empty stream, not an
 * error.
 */
public final class EventSet implements Iterable<RecordedEvent>
{
    private final List<RecordedEvent> events;

    /** Of events in the order of their versions. */
    public EventSet(final List<RecordedEvent> events)
    {
        this.events = List.copyOf(events);
    }

    /** How many there are. */
    public int count()
    {
        return events.size();
    }

    public boolean isEmpty()
    {
        return events.isEmpty();
    }

    /** The event at an index of this set. */
    public RecordedEvent at(final int index)
    {
        return events.get(index);
    }

    /** Bytes of data of the event at an index. */
    public int lengthAt(final int index)
    {
        return events.get(index).length();
    }

    /** Type of the event at an index. */
    public String typeAt(final int index)
    {
        return events.get(index).type();
    }

    /** CRC-32C of the event at an index, as written. */
    public int checkSumAt(final int index)
    {
        return events.get(index).crc();
    }

    /** A copy of the data of the event at an index. */
    public byte[] dataAt(final int index)
    {
        return events.get(index).data();
    }

    /** Version of the last event, or -1 of an empty set: what the next writer expects. */
    public long lastVersion()
    {
        return events.isEmpty() ? -1 : events.get(events.size() - 1).version();
    }

    public List<RecordedEvent> toList()
    {
        return events;
    }

    public Stream<RecordedEvent> stream()
    {
        return events.stream();
    }

    @Override
    public Iterator<RecordedEvent> iterator()
    {
        return events.iterator();
    }
}
