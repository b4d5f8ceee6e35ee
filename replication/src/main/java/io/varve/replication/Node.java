package io.varve.replication;

import io.varve.api.Token;
import io.varve.journal.directory.DirectoryLayout;
import io.varve.replication.aeron.Transport;
import io.varve.replication.counter.NodeCounters;
import io.varve.replication.cursor.NamedCursors;
import io.varve.replication.delivery.DeliveryAgent;
import io.varve.replication.ingress.Handshake;
import io.varve.replication.ingress.IngressAgent;
import io.varve.replication.ingress.IngressShared;
import io.varve.replication.security.HostHash;
import io.varve.replication.security.SecretProof;
import org.agrona.CloseHelper;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Serves a store to clients over Aeron: takes what they publish and acks it, answers what they ask, and sends what they subscribe
 * to. It needs a media driver, which is not its own, and finds it again when it was lost.
 */
public final class Node implements AutoCloseable
{
    private static final int MAX_SPINS = 100;
    private static final int MAX_YIELDS = 20;
    private static final long MIN_PARK_NS = TimeUnit.MICROSECONDS.toNanos(1);
    private static final long MAX_PARK_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private final NodeCounters counters = new NodeCounters();
    private final AtomicBoolean isClosed = new AtomicBoolean();
    private final NamedCursors cursors;
    private final AgentRunner delivery;
    private final AgentRunner ingress;

    private Node(final NodeContext context)
    {
        final byte[] secret = context.secret();
        final Handshake handshake = new Handshake(context.store(), context.limits(), context.heartbeatIntervalNs(),
            context.livenessTimeoutNs(), secret == null ? null : new SecretProof(secret), HostHash.current());
        final Transport transport = new Transport(context.aeronDirectory(), context.channels(), context.responseTermLength(),
            context.errorHandler(), counters);
        transport.connect();
        cursors = new NamedCursors(context.store().directory() == null ?
            null : new DirectoryLayout(context.store().directory()).cursors(), context.cursorWaitNs());
        final DeliveryAgent deliveryAgent = new DeliveryAgent(context.errorHandler());
        delivery = new AgentRunner(idleStrategy(), context.errorHandler(), null, deliveryAgent);
        final IngressShared shared = new IngressShared(context.store(), context.limits(), counters, handshake,
            context.heartbeatIntervalNs(), context.livenessTimeoutNs(), deliveryAgent, cursors);
        ingress = new AgentRunner(idleStrategy(), context.errorHandler(), null,
            new IngressAgent(transport, shared, context.drainTimeoutNs(), context.errorHandler()));
    }

    private static IdleStrategy idleStrategy()
    {
        return new BackoffIdleStrategy(MAX_SPINS, MAX_YIELDS, MIN_PARK_NS, MAX_PARK_NS);
    }

    /**
     * Connects to the media driver, listens, and begins to serve.
     *
     * @throws IllegalArgumentException            for settings that make no sense.
     * @throws io.aeron.exceptions.AeronException when there is no media driver, or a channel cannot be listened on.
     */
    public static Node launch(final NodeContext context)
    {
        context.check();
        final Node node = new Node(context);
        AgentRunner.startOnThread(node.delivery);
        AgentRunner.startOnThread(node.ingress);
        return node;
    }

    /** What it has counted. */
    public NodeCounters counters()
    {
        return counters;
    }

    /**
     * Where the named cursors stand, by name, and those of parts by {@code name%part-parts}.
     *
     * @throws io.varve.codec.EventLogException when one cannot be read.
     */
    public Map<String, Token> cursors()
    {
        return cursors.places();
    }

    /** Takes nothing more, acks what was taken, says goodbye to all clients, and ends. The store stays open. Idempotent. */
    @Override
    public void close()
    {
        if (isClosed.compareAndSet(false, true))
        {
            CloseHelper.closeAll(delivery, ingress, cursors);
        }
    }
}
