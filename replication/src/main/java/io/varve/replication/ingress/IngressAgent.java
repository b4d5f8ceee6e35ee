package io.varve.replication.ingress;

import io.varve.codec.protocol.RefusalCode;
import io.varve.replication.aeron.Connection;
import io.varve.replication.aeron.Transport;
import io.varve.replication.counter.NodeCounter;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemNanoClock;

import java.util.ArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** The thread that serves all clients in turns: nobody gets more than a turn, whoever cannot go on is passed over. */
public final class IngressAgent implements Agent
{
    private static final long DRAIN_PARK_NS = 20_000;

    private final NanoClock clock;
    private final Transport transport;
    private final IngressShared shared;
    private final long drainTimeoutNs;
    private final ErrorHandler errorHandler;
    private final ArrayList<ClientSession> sessions = new ArrayList<>();
    private final Consumer<Connection> onClient = this::onClient;

    /**
     * Over a transport that is connected.
     *
     * @param drainTimeoutNs most ns that the end waits for acks.
     * @param errorHandler   told of failures that are nobody's fault but the node's.
     */
    public IngressAgent(
        final Transport transport, final IngressShared shared, final long drainTimeoutNs, final ErrorHandler errorHandler)
    {
        this.errorHandler = errorHandler;
        this.transport = transport;
        this.shared = shared;
        this.drainTimeoutNs = drainTimeoutNs;
        clock = new WakingClock(SystemNanoClock.INSTANCE, shared.heartbeatIntervalNs());
    }

    @Override
    public int doWork()
    {
        final long nowNs = clock.nanoTime();
        int work = transport.poll(onClient, nowNs);
        for (int i = sessions.size() - 1; i >= 0; i--)
        {
            final ClientSession session = sessions.get(i);
            work += poll(session, nowNs);
            if (session.isOver())
            {
                sessions.remove(i);
                count();
            }
        }
        if (work == 0)
        {
            shared.store().assist(); // what no session waits for: of clients that are gone, or do not read their acks
        }
        shared.counters().set(NodeCounter.JOURNALED, shared.store().journaledPosition());
        shared.counters().set(NodeCounter.SYNCED, shared.store().syncedPosition());
        return work;
    }

    /** Whatever goes wrong with one client ends that one alone. */
    private int poll(final ClientSession session, final long nowNs)
    {
        try
        {
            return session.poll(nowNs);
        }
        catch (final RuntimeException e)
        {
            errorHandler.onError(e);
            session.refuse(RefusalCode.IO_ERROR, "node could not go on with this client: " + e, nowNs);
            return 1;
        }
    }

    private void onClient(final Connection connection)
    {
        sessions.add(new ClientSession(shared, connection, clock.nanoTime()));
        count();
    }

    private void count()
    {
        shared.clients(sessions.size());
        shared.counters().set(NodeCounter.CLIENTS, sessions.size());
    }

    /** Takes nothing more, waits until what was taken is acked, and says goodbye. */
    @Override
    public void onClose()
    {
        final long endNs = clock.nanoTime() + drainTimeoutNs;
        boolean isOwing = true;
        while (isOwing && clock.nanoTime() - endNs < 0)
        {
            isOwing = false;
            for (final ClientSession session : sessions)
            {
                session.sendOwed(clock.nanoTime());
                isOwing |= session.isOwing();
            }
            LockSupport.parkNanos(DRAIN_PARK_NS);
        }
        for (final ClientSession session : sessions)
        {
            session.sayGoodbye(RefusalCode.CLOSING, "node is closing", clock.nanoTime());
        }
        for (int i = sessions.size() - 1; i >= 0; i--)
        {
            sessions.get(i).close(clock.nanoTime());
        }
        transport.close();
    }

    @Override
    public String roleName()
    {
        return "varve-ingress";
    }
}
