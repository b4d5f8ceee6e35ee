package io.varve.replication.ingress;

import io.varve.codec.EventLogException;
import io.varve.codec.protocol.AuthenticateDecoder;
import io.varve.codec.protocol.HelloDecoder;
import io.varve.codec.protocol.RefusalCode;
import io.varve.journal.EmbeddedEventStore;
import io.varve.replication.aeron.Connection;
import io.varve.replication.aeron.Outlet;
import io.varve.replication.counter.NodeCounter;
import io.varve.replication.delivery.DeliveryClient;
import io.varve.replication.message.AnswerQueue;
import io.varve.replication.message.Answers;
import io.varve.replication.message.ProtocolBreach;
import io.varve.replication.message.Refusals;
import io.varve.replication.security.SecretProof;

/** A client from its first message to its end. By one thread, the ingress's. */
final class ClientSession
{
    /** Frames of a client that are taken in one turn. */
    private static final int POLL_LIMIT = 256;

    private final IngressShared shared;
    private final EmbeddedEventStore store;
    private final Connection connection;
    private final ClientIdentity identity = new ClientIdentity();
    private final MessageDispatch dispatch;
    private final ClientPublishers publishers;
    private Outlet outlet;
    private AnswerQueue queue;
    private Answers answers;
    private WritingRequests writing;
    private ClientRequests requests;
    private byte[] challenge;
    private SessionState state = SessionState.CONNECTING;
    private long turnNs;
    private boolean isLeftOpen;
    private long lastHeardNs;
    private long lastSentNs;
    private long endingSinceNs;

    ClientSession(final IngressShared shared, final Connection connection, final long nowNs)
    {
        this.shared = shared;
        this.connection = connection;
        store = shared.store();
        publishers = new ClientPublishers(store, shared.limits(), shared.counters());
        dispatch = new MessageDispatch(this, shared.limits().maxMessageBytes());
        lastHeardNs = nowNs;
        lastSentNs = nowNs;
    }

    SessionState state()
    {
        return state;
    }

    /**
     * One turn: takes what came, sends what is owed.
     *
     * @return how much was done.
     */
    int poll(final long nowNs)
    {
        turnNs = nowNs;
        int work = 0;
        if (state != SessionState.GONE && (connection.isLost() || requests != null && requests.isGone()))
        {
            leave();
        }
        switch (state)
        {
            case CONNECTING -> connect(nowNs);
            case GREETING, OPEN -> work = receive(nowNs);
            case ENDING -> end(nowNs);
            default -> publishers.abandon();
        }
        if (state == SessionState.OPEN || state == SessionState.ENDING)
        {
            work += send(nowNs);
        }
        return work;
    }

    private void connect(final long nowNs)
    {
        if (connection.isReady())
        {
            outlet = connection.outlet();
            queue = new AnswerQueue(outlet);
            answers = new Answers(queue);
            writing = new WritingRequests(shared, publishers, answers);
            requests = new ClientRequests(shared,
                new DeliveryClient(connection.outlet(), Handshake.MAX_MESSAGE_LENGTH, shared.counters()), answers, identity);
            state = SessionState.GREETING;
            if (shared.isFull())
            {
                refuse(RefusalCode.TOO_MANY_CLIENTS, "node has too many clients: highest=" + shared.limits().maxClients() +
                    "; try again later", nowNs);
            }
        }
        else
        {
            checkAlive(nowNs);
        }
    }

    private int receive(final long nowNs)
    {
        if (!queue.hasRoom())
        {
            shared.counters().add(NodeCounter.ANSWERS_HELD, 1);
            checkAlive(nowNs);
            return 0;
        }
        try
        {
            final int taken = connection.poll(dispatch, POLL_LIMIT);
            if (taken > 0)
            {
                lastHeardNs = nowNs;
            }
            else
            {
                checkAlive(nowNs);
            }
            return taken;
        }
        catch (final ProtocolBreach e)
        {
            shared.counters().add(NodeCounter.BREACHES, 1);
            refuse(e.code(), e.getMessage(), nowNs);
            return 1;
        }
        catch (final EventLogException e)
        {
            refuse(Refusals.codeOf(e.code()), e.getMessage(), nowNs);
            return 1;
        }
    }

    /** A client whose messages wait for room is not silent, however long they wait. */
    private void checkAlive(final long nowNs)
    {
        if (nowNs - lastHeardNs > shared.livenessTimeoutNs())
        {
            if (state != SessionState.CONNECTING && connection.isHeldBack())
            {
                lastHeardNs = nowNs;
                return;
            }
            shared.counters().add(NodeCounter.TIMEOUTS, 1);
            if (state == SessionState.CONNECTING)
            {
                leave();
            }
            else
            {
                refuse(RefusalCode.TIMED_OUT, "nothing was heard from the client: timeoutNs=" + shared.livenessTimeoutNs(), nowNs);
            }
        }
    }

    private int send(final long nowNs)
    {
        int work = queue.flush();
        if (queue.isEmpty() && publishers.isOwing())
        {
            final int acked = sendAcks();
            if (acked < 0)
            {
                leave();
                return work;
            }
            work += acked;
        }
        else
        {
            publishers.sendAcks(outlet);
        }
        work += writing.sendProgress();
        if (work > 0)
        {
            lastSentNs = nowNs;
        }
        else if (state == SessionState.OPEN && queue.isEmpty() && nowNs - lastSentNs > shared.heartbeatIntervalNs())
        {
            lastSentNs = nowNs;
            answers.heartbeat(store.positions());
        }
        if (queue.isGone())
        {
            leave();
        }
        return work;
    }

    /**
     * What does not fill a generation may wait for one turn, in which more may come; not for two.
     *
     * @return how many outcomes were sent, or -1 when the client is gone.
     */
    private int sendAcks()
    {
        final int acked = publishers.sendAcks(outlet);
        if (acked < 0 || !publishers.isOwing())
        {
            isLeftOpen = false;
            return acked;
        }
        if (acked > 0 && !isLeftOpen)
        {
            isLeftOpen = true;
            return acked;
        }
        isLeftOpen = false;
        if (!store.assist())
        {
            return acked;
        }
        final int more = publishers.sendAcks(outlet);
        return more < 0 ? more : acked + more;
    }

    private void end(final long nowNs)
    {
        // A publication that is closed at once may be gone before its client has seen it.
        if (nowNs - endingSinceNs > shared.heartbeatIntervalNs())
        {
            leave();
        }
    }

    /** Tells the client why it is not served, and ends its connection. */
    void refuse(final RefusalCode code, final String text, final long nowNs)
    {
        if (state == SessionState.GREETING || state == SessionState.OPEN)
        {
            shared.counters().addFromAnywhere(NodeCounter.REFUSALS, 1);
            answers.refused(0, 0, 0, code, text);
            sayGoodbye(code, text, nowNs);
        }
    }

    /** Ends the connection. */
    void sayGoodbye(final RefusalCode code, final String text, final long nowNs)
    {
        if (state == SessionState.GREETING || state == SessionState.OPEN)
        {
            requests.close();
            answers.goodbye(code, text);
            state = SessionState.ENDING;
            endingSinceNs = nowNs;
        }
        else if (state == SessionState.CONNECTING)
        {
            leave();
        }
    }

    private void leave()
    {
        if (state != SessionState.GONE)
        {
            state = SessionState.GONE;
            if (requests != null)
            {
                requests.close();
            }
            connection.reject("connection has ended");
            connection.close();
            publishers.abandon();
        }
    }

    /** Sends what is owed and takes nothing more. */
    void sendOwed(final long nowNs)
    {
        if (state != SessionState.GONE && connection.isLost())
        {
            leave();
        }
        if (state == SessionState.OPEN)
        {
            send(nowNs);
        }
    }

    /** Sends the last answers as far as there is room, and ends. */
    void close(final long nowNs)
    {
        if (state == SessionState.ENDING)
        {
            queue.flush();
        }
        if (state != SessionState.GONE)
        {
            state = SessionState.GONE;
            connection.close();
        }
        publishers.abandon();
    }

    /** Whether nothing of it is left. */
    boolean isOver()
    {
        return state == SessionState.GONE && publishers.abandon();
    }

    /** Whether acks are owed. */
    boolean isOwing()
    {
        return state == SessionState.OPEN && (publishers.isOwing() || !queue.isEmpty());
    }

    ClientRequests requests()
    {
        return requests;
    }

    WritingRequests writing()
    {
        return writing;
    }

    /** @throws ProtocolBreach before a Welcome. */
    void checkOpen()
    {
        if (state != SessionState.OPEN)
        {
            throw new ProtocolBreach(challenge == null ? RefusalCode.MALFORMED : RefusalCode.UNAUTHENTICATED,
                challenge == null ? "the first message must be a Hello" : "the challenge must be answered first");
        }
    }

    void onHello(final HelloDecoder hello)
    {
        if (state != SessionState.GREETING || challenge != null)
        {
            throw ProtocolBreach.malformed("a connection has one Hello");
        }
        challenge = shared.handshake().onHello(hello, connection.isLocal(), identity);
        if (challenge == null)
        {
            open();
        }
        else
        {
            answers.challenge(challenge);
        }
    }

    void onAuthenticate(final AuthenticateDecoder authenticate)
    {
        final byte[] proof = new byte[SecretProof.LENGTH];
        authenticate.getProof(proof, 0, proof.length);
        if (state != SessionState.GREETING || challenge == null)
        {
            throw ProtocolBreach.malformed("nothing was asked to be proved");
        }
        if (!shared.handshake().isProof(challenge, proof))
        {
            throw new ProtocolBreach(RefusalCode.UNAUTHENTICATED,
                "the proof is not that of this node's secret; give the client the same secret");
        }
        open();
    }

    private void open()
    {
        state = SessionState.OPEN;
        shared.counters().add(NodeCounter.CLIENTS_TAKEN, 1);
        shared.handshake().welcome(answers, identity);
    }

    /** What the client holds is free when it is answered; it goes when it has seen that. */
    void onGoodbye()
    {
        sayGoodbye(null, "", turnNs);
    }
}
