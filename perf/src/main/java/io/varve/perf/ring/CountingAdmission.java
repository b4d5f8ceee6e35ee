package io.varve.perf.ring;

import io.varve.ring.Admission;
import io.varve.ring.RecordFlyweight;

/** Admits everything, to one stream: the ring without the cost of a table of streams. */
final class CountingAdmission implements Admission
{
    private static final long VERSIONS = 0xFFFF_FF00L;

    private long admitted;

    @Override
    public boolean isTouchWorthwhile()
    {
        return false;
    }

    @Override
    public void touch(final RecordFlyweight record)
    {
        // Nothing is looked up.
    }

    @Override
    public long admit(final RecordFlyweight record)
    {
        final long version = admitted % VERSIONS;
        admitted += record.eventCount();
        return version;
    }

    @Override
    public long check(final RecordFlyweight part, final int eventsAhead)
    {
        return (admitted + eventsAhead) % VERSIONS;
    }

    @Override
    public long lastVersion()
    {
        return -1;
    }
}
