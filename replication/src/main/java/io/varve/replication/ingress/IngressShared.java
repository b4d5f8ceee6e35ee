package io.varve.replication.ingress;

import io.varve.journal.EmbeddedEventStore;
import io.varve.replication.counter.NodeCounters;
import io.varve.replication.limit.NodeLimits;

/** What all sessions of a node share. */
public final class IngressShared
{
    private final EmbeddedEventStore store;
    private final NodeLimits limits;
    private final NodeCounters counters;
    private final Handshake handshake;
    private final long heartbeatIntervalNs;
    private final long livenessTimeoutNs;
    private int clients;

    /** Of a node. */
    public IngressShared(
        final EmbeddedEventStore store,
        final NodeLimits limits,
        final NodeCounters counters,
        final Handshake handshake,
        final long heartbeatIntervalNs,
        final long livenessTimeoutNs)
    {
        this.store = store;
        this.limits = limits;
        this.counters = counters;
        this.handshake = handshake;
        this.heartbeatIntervalNs = heartbeatIntervalNs;
        this.livenessTimeoutNs = livenessTimeoutNs;
    }

    EmbeddedEventStore store()
    {
        return store;
    }

    NodeLimits limits()
    {
        return limits;
    }

    NodeCounters counters()
    {
        return counters;
    }

    Handshake handshake()
    {
        return handshake;
    }

    long heartbeatIntervalNs()
    {
        return heartbeatIntervalNs;
    }

    long livenessTimeoutNs()
    {
        return livenessTimeoutNs;
    }

    void clients(final int count)
    {
        clients = count;
    }

    /** Whether a client is one too many. */
    boolean isFull()
    {
        return clients > limits.maxClients();
    }
}
