package io.varve.replication.aeron;

import io.aeron.Aeron;
import io.aeron.Counter;
import io.varve.replication.counter.NodeCounter;
import io.varve.replication.counter.NodeCounters;

import java.util.concurrent.TimeUnit;

/** Shows what a node counts in the media driver's counters file, where Aeron's own tools find it. */
final class CounterMirror
{
    /** Type of all of them; their labels tell them apart. */
    static final int TYPE_ID = 8_622;

    private static final long INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private final NodeCounters counters;
    private final NodeCounter[] kinds = NodeCounter.values();
    private final Counter[] shown = new Counter[kinds.length];
    private long nextNs;

    /** Begins to show, over a connection to a driver. */
    CounterMirror(final NodeCounters counters, final Aeron aeron)
    {
        this.counters = counters;
        for (int i = 0; i < kinds.length; i++)
        {
            shown[i] = aeron.addCounter(TYPE_ID, "varve " + kinds[i].label());
        }
    }

    /** Brings them up to date, ten times a second. */
    void update(final long nowNs)
    {
        if (nextNs == 0 || nowNs - nextNs >= 0)
        {
            nextNs = nowNs + INTERVAL_NS;
            for (int i = 0; i < kinds.length; i++)
            {
                if (!shown[i].isClosed())
                {
                    shown[i].setRelease(counters.get(kinds[i]));
                }
            }
        }
    }
}
