package io.varve.journal.write;

import io.varve.api.ExpectedVersion;
import io.varve.codec.Limits;
import io.varve.codec.dictionary.AggregateNames;
import io.varve.codec.dictionary.Dictionary;
import io.varve.journal.stream.Streams;
import io.varve.ring.Admission;
import io.varve.ring.RecordFlyweight;

/** Admits a batch when its stream is as the writer expects, and gives it its versions. */
public final class VersionAdmission implements Admission
{
    /** Of a stream whose aggregate has no place in the log yet: it has no events. */
    private static final int NO_KIND = 0;

    private final Dictionary dictionary;
    private final Streams streams;
    private long lastVersion;

    /** The aggregate that was asked about last, with its space of ids, and what the table of streams calls them. */
    private int knownOrdinal = -1;
    private boolean isKnownKeyed;
    private int knownKind;

    /** Over the versions of all streams, which it keeps up to date from now on. */
    public VersionAdmission(final Dictionary dictionary, final Streams streams)
    {
        this.dictionary = dictionary;
        this.streams = streams;
    }

    @Override
    public boolean isTouchWorthwhile()
    {
        return streams.isFar();
    }

    @Override
    public void touch(final RecordFlyweight record)
    {
        final int kind = kind(record);
        if (kind != NO_KIND)
        {
            streams.touch(kind, record.id());
        }
    }

    @Override
    public boolean begin(final long generation)
    {
        return streams.begin(generation);
    }

    @Override
    public void seal()
    {
        streams.seal();
    }

    @Override
    public long admit(final RecordFlyweight record)
    {
        final long next = check(record, 0);
        if (next >= 0)
        {
            if (kind(record) == NO_KIND)
            {
                dictionary.placeInLog(dictionary.aggregate(record.aggregateOrdinal()));
                streams.nextVersion(kind(record), record.id());
            }
            streams.advance(next + record.eventCount());
        }
        return next;
    }

    @Override
    public long check(final RecordFlyweight record, final int eventsAhead)
    {
        final int kind = kind(record);
        final long next = (kind == NO_KIND ? 0 : streams.nextVersion(kind, record.id())) + eventsAhead;
        final long expected = record.expectedVersion();

        if (expected != ExpectedVersion.ANY_CODE && !isExpected(expected, next))
        {
            lastVersion = next - 1;
            return WRONG_EXPECTED_VERSION;
        }
        if (!record.isCondition() && next + record.eventCount() - 1 > Limits.MAX_VERSION)
        {
            lastVersion = next - 1;
            return STREAM_FULL;
        }
        return next;
    }

    private int kind(final RecordFlyweight record)
    {
        final int ordinal = record.aggregateOrdinal();
        final boolean isKeyed = record.isKeyed();
        if (ordinal != knownOrdinal || isKeyed != isKnownKeyed)
        {
            final int place = dictionary.aggregate(ordinal).logOrdinal();
            if (place == AggregateNames.NOT_LOGGED)
            {
                return NO_KIND;
            }
            knownOrdinal = ordinal;
            isKnownKeyed = isKeyed;
            knownKind = Streams.kind(place, isKeyed);
        }
        return knownKind;
    }

    private static boolean isExpected(final long expected, final long next)
    {
        if (expected == ExpectedVersion.NONE_CODE)
        {
            return next == 0;
        }
        return expected == ExpectedVersion.EXISTS_CODE ? next > 0 : next == expected + 1;
    }

    @Override
    public long lastVersion()
    {
        return lastVersion;
    }
}
