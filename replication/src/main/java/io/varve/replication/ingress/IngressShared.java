package io.varve.replication.ingress;

import io.varve.api.Token;
import io.varve.codec.EventLogException;
import io.varve.journal.EmbeddedEventStore;
import io.varve.replication.counter.NodeCounter;
import io.varve.replication.counter.NodeCounters;
import io.varve.replication.cursor.NamedCursors;
import io.varve.replication.delivery.DeliveryAgent;
import io.varve.replication.delivery.DeliveryClient;
import io.varve.replication.delivery.QuestionAnswers;
import io.varve.replication.delivery.QuestionTask;
import io.varve.replication.limit.NodeLimits;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What all sessions of a node share. */
public final class IngressShared
{
    private static final long TRY_PARK_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int MAX_TRIES = 10_000;

    private final EmbeddedEventStore store;
    private final NodeLimits limits;
    private final NodeCounters counters;
    private final Handshake handshake;
    private final long heartbeatIntervalNs;
    private final long livenessTimeoutNs;
    private final DeliveryAgent delivery;
    private final NamedCursors cursors;
    private int clients;

    /** Of a node. */
    public IngressShared(
        final EmbeddedEventStore store,
        final NodeLimits limits,
        final NodeCounters counters,
        final Handshake handshake,
        final long heartbeatIntervalNs,
        final long livenessTimeoutNs,
        final DeliveryAgent delivery,
        final NamedCursors cursors)
    {
        this.delivery = delivery;
        this.cursors = cursors;
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

    DeliveryAgent delivery()
    {
        return delivery;
    }

    NamedCursors cursors()
    {
        return cursors;
    }

    /** Has the answer to a StoreCursor delivered; by the thread that stores. */
    void onCursorStored(
        final DeliveryClient client, final long requestId, final Token stored, final EventLogException failure)
    {
        final QuestionTask answer = new QuestionTask(client, requestId, buffer ->
        {
            if (failure != null)
            {
                throw failure;
            }
            return QuestionAnswers.cursorStored(buffer, requestId, stored);
        });
        for (int tries = 0; !delivery.add(answer) && tries < MAX_TRIES; tries++)
        {
            LockSupport.parkNanos(TRY_PARK_NS);
        }
        counters.addFromAnywhere(NodeCounter.CURSORS_STORED, failure == null ? 1 : 0);
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
