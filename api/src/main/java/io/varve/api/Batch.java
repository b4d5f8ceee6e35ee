package io.varve.api;

import io.varve.codec.Limits;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one publish writes to one stream, all or nothing: 1 to 256 events, what is expected of the stream, a timestamp
 * and metadata. Immutable; each {@code with} method gives another one.
 */
public final class Batch
{
    /** Timestamp of a batch that is stamped when it is published. */
    public static final long STAMP_AT_PUBLISH = Long.MIN_VALUE;

    private final List<Event> events;
    private final ExpectedVersion expectedVersion;
    private final long timestampNs;
    private final Map<String, String> metadata;

    private Batch(
        final List<Event> events,
        final ExpectedVersion expectedVersion,
        final long timestampNs,
        final Map<String, String> metadata)
    {
        this.events = events;
        this.expectedVersion = expectedVersion;
        this.timestampNs = timestampNs;
        this.metadata = metadata;
    }

    /** A batch of events that expects nothing, is stamped when published, and has no metadata. */
    public static Batch of(final Event... events)
    {
        return of(List.of(events));
    }

    /**
     * A batch of events.
     *
     * @throws IllegalArgumentException for none, or more than {@link Limits#MAX_BATCH_EVENTS}.
     */
    public static Batch of(final List<Event> events)
    {
        if (events.isEmpty() || events.size() > Limits.MAX_BATCH_EVENTS)
        {
            throw new IllegalArgumentException("batch must have 1 to " + Limits.MAX_BATCH_EVENTS + " events: events=" +
                events.size());
        }
        return new Batch(List.copyOf(events), ExpectedVersion.any(), STAMP_AT_PUBLISH, Map.of());
    }

    /** The same batch that is refused when the stream is not as expected. */
    public Batch withExpectedVersion(final ExpectedVersion version)
    {
        return new Batch(events, version, timestampNs, metadata);
    }

    /**
     * The same batch with a timestamp of its own: imports and late events keep theirs.
     *
     * @param ns since the epoch.
     */
    public Batch withTimestampNs(final long ns)
    {
        return new Batch(events, expectedVersion, ns, metadata);
    }

    /** The same batch with metadata, in the map's order. */
    public Batch withMetadata(final Map<String, String> names)
    {
        return new Batch(
            events, expectedVersion, timestampNs, Collections.unmodifiableMap(new LinkedHashMap<>(names)));
    }

    public List<Event> events()
    {
        return events;
    }

    public ExpectedVersion expectedVersion()
    {
        return expectedVersion;
    }

    /** Ns since the epoch, or {@link #STAMP_AT_PUBLISH}. */
    public long timestampNs()
    {
        return timestampNs;
    }

    public Map<String, String> metadata()
    {
        return metadata;
    }
}
