package io.varve.ring;

import org.agrona.collections.Long2LongHashMap;

import java.util.ArrayList;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertNull;

/**
 * Admission by version alone, over maps that do not allocate once a stream is known. Watches that one thread at a time asks, and
 * that every record was touched ahead.
 */
final class StreamVersions implements Admission
{
    /** Expected version: any. */
    static final long ANY = -1;

    /** Expected version: the stream has no event. */
    static final long NONE = -2;

    /** Expected version: the stream has an event. */
    static final long EXISTS = -3;

    private final List<Long2LongHashMap> lastVersions = new ArrayList<>();
    private final long highestVersion;
    private volatile RuntimeException failure;
    private volatile Runnable onAdmit;
    private volatile String misuse;
    private volatile boolean isFar;
    private volatile boolean isFull;
    private boolean isBegun;
    private long generation = -1;
    private long touchedCount;
    private long admittedCount;
    private long lastVersion;

    StreamVersions(final long highestVersion)
    {
        this.highestVersion = highestVersion;
    }

    /** Makes the next decisions fail. */
    void fail(final RuntimeException e)
    {
        failure = e;
    }

    /** Runs something in the middle of each decision. */
    void onAdmit(final Runnable code)
    {
        onAdmit = code;
    }

    /** Sets whether records are to be touched ahead. */
    void far(final boolean answer)
    {
        isFar = answer;
    }

    /** Sets whether there is no room to note what is admitted. */
    void full(final boolean answer)
    {
        isFull = answer;
    }

    @Override
    public boolean begin(final long number)
    {
        if (number != generation && number != generation + 1 && generation >= 0)
        {
            misuse = "generation " + number + " begun behind " + generation;
        }
        generation = number;
        isBegun = !isFull;
        return isBegun;
    }

    @Override
    public void seal()
    {
        if (!isBegun)
        {
            misuse = "sealed a generation that was not begun";
        }
        isBegun = false;
    }

    @Override
    public boolean isTouchWorthwhile()
    {
        return isFar;
    }

    @Override
    public void touch(final RecordFlyweight record)
    {
        touchedCount++;
    }

    @Override
    public long admit(final RecordFlyweight record)
    {
        if (failure != null)
        {
            throw failure;
        }
        if (isFar && ++admittedCount > touchedCount)
        {
            misuse = "admitted without a touch ahead";
        }
        if (!isBegun)
        {
            misuse = "admitted into a generation that was not begun";
        }
        final Runnable code = onAdmit;
        if (code != null)
        {
            code.run();
        }
        final long version = check(record, 0);
        if (version >= 0)
        {
            streams(record).put(record.id(), version + record.eventCount() - 1);
        }
        return version;
    }

    @Override
    public long check(final RecordFlyweight record, final int eventsAhead)
    {
        final long last = streams(record).get(record.id()) + eventsAhead;
        if (!isExpected(record.expectedVersion(), last))
        {
            lastVersion = last;
            return WRONG_EXPECTED_VERSION;
        }
        if (!record.isCondition() && last + record.eventCount() > highestVersion)
        {
            lastVersion = last;
            return STREAM_FULL;
        }
        return last + 1;
    }

    private static boolean isExpected(final long expected, final long last)
    {
        return expected == ANY || expected == NONE && last < 0 || expected == EXISTS && last >= 0 ||
            expected >= 0 && expected == last;
    }

    private Long2LongHashMap streams(final RecordFlyweight record)
    {
        final int index = record.aggregateOrdinal() * 2 + (record.isKeyed() ? 1 : 0);
        while (lastVersions.size() <= index)
        {
            lastVersions.add(new Long2LongHashMap(-1));
        }
        return lastVersions.get(index);
    }

    @Override
    public long lastVersion()
    {
        return lastVersion;
    }

    /** Fails when the contract was broken. */
    void assertUsedWell()
    {
        assertNull(misuse);
    }
}
