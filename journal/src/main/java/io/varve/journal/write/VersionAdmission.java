package io.varve.journal.write;

import io.varve.api.ExpectedVersion;
import io.varve.codec.Limits;
import io.varve.ring.Admission;
import io.varve.ring.RecordFlyweight;

/** Admits a batch when its stream is as the writer expects, and gives it its versions. */
public final class VersionAdmission implements Admission
{
    private final StreamHeads heads;
    private long lastVersion;

    /** Over the heads of all streams, which it keeps up to date from now on. */
    public VersionAdmission(final StreamHeads heads)
    {
        this.heads = heads;
    }

    @Override
    public boolean isTouchWorthwhile()
    {
        return heads.isFar();
    }

    @Override
    public void touch(final RecordFlyweight record)
    {
        heads.touch(record.aggregateOrdinal(), record.isKeyed(), record.id());
    }

    @Override
    public long admit(final RecordFlyweight record)
    {
        final long next = check(record, 0);
        if (next >= 0)
        {
            heads.advance(next + record.eventCount());
        }
        return next;
    }

    @Override
    public long check(final RecordFlyweight record, final int eventsAhead)
    {
        final long next =
            heads.nextVersion(record.aggregateOrdinal(), record.isKeyed(), record.id()) + eventsAhead;
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
