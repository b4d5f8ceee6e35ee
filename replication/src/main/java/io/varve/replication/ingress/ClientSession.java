package io.varve.replication.ingress;

import io.varve.api.Durability;
import io.varve.codec.EventLogException;
import io.varve.codec.protocol.AuthenticateDecoder;
import io.varve.codec.protocol.DefineNameDecoder;
import io.varve.codec.protocol.HelloDecoder;
import io.varve.codec.protocol.Level;
import io.varve.codec.protocol.OpenPublisherDecoder;
import io.varve.codec.protocol.RefusalCode;
import io.varve.journal.EmbeddedEventStore;
import io.varve.replication.aeron.Connection;
import io.varve.replication.aeron.Outlet;
import io.varve.replication.counter.NodeCounter;
import io.varve.replication.message.AnswerQueue;
import io.varve.replication.message.Answers;
import io.varve.replication.message.ProtocolBreach;
import io.varve.replication.message.Refusals;
import io.varve.replication.message.Texts;
import io.varve.replication.security.SecretProof;
import org.agrona.DirectBuffer;

/** A client from its first message to its end. By one thread, the ingress's. */
final class ClientSession
{
    /** Frames of a client that are taken in one turn. */
    private static final int POLL_LIMIT = 256;

    /** Numbers that one request can ask for. */
    private static final int MAX_NEW_IDS = 256;

    private final IngressShared shared;
    private final EmbeddedEventStore store;
    private final Connection connection;
    private final ClientIdentity identity = new ClientIdentity();
    private final LevelWait wait;
    private final MessageDispatch dispatch;
    private final IngressNames names;
    private final ClientPublishers publishers;
    private Outlet outlet;
    private AnswerQueue queue;
    private Answers answers;
    private PublishHandler publishHandler;
    private byte[] challenge;
    private SessionState state = SessionState.CONNECTING;
    private long lastHeardNs;
    private long lastSentNs;
    private long endingSinceNs;

    ClientSession(final IngressShared shared, final Connection connection, final long nowNs)
    {
        this.shared = shared;
        this.connection = connection;
        store = shared.store();
        wait = new LevelWait(store);
        names = new IngressNames(store, shared.limits().maxNames());
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
        int work = 0;
        if (state != SessionState.GONE && connection.isLost())
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
            publishHandler = new PublishHandler(store, names, publishers, answers, shared.counters());
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
            int acked = publishers.sendAcks(outlet);
            if (acked == 0 && store.assist())
            {
                acked = publishers.sendAcks(outlet);
            }
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
        if (wait.isWaiting() && wait.isReached())
        {
            wait.end();
            answers.progress(store.positions());
            work++;
        }
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

    private void end(final long nowNs)
    {
        if (queue.isEmpty() || nowNs - endingSinceNs > shared.heartbeatIntervalNs())
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

    PublishHandler publishHandler()
    {
        return publishHandler;
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

    void onGoodbye()
    {
        leave();
    }

    void onDefineName(final DefineNameDecoder define)
    {
        final long number = define.number();
        final String domain = text(define.buffer(), define.limit(), DefineNameDecoder.domainHeaderLength(), define.domainLength());
        define.skipDomain();
        final String name = text(define.buffer(), define.limit(), DefineNameDecoder.nameHeaderLength(), define.nameLength());
        final String refusal = names.define(number, define.kind(), domain, name);
        if (refusal != null)
        {
            shared.counters().addFromAnywhere(NodeCounter.REFUSALS, 1);
            answers.refused(0, 0, 0, RefusalCode.BAD_NAME, refusal);
        }
    }

    private static String text(final DirectBuffer buffer, final int limit, final int headerLength, final int length)
    {
        return Texts.read(buffer, limit + headerLength, length, "name");
    }

    void onOpenPublisher(final OpenPublisherDecoder open)
    {
        final int length = open.producerLength();
        final String producer = Texts.read(
            open.buffer(), open.limit() + OpenPublisherDecoder.producerHeaderLength(), length, "producer's name");
        final long requestId = open.requestId();
        final long number = open.publisher();
        try
        {
            final PublisherSession opened = publishers.open(number, open.window(), producer);
            answers.publisherOpened(requestId, number, opened.publisher().window(), opened.publisher().session(),
                opened.publisher().lastSequence());
        }
        catch (final ProtocolBreach e)
        {
            if (e.code() == RefusalCode.MALFORMED)
            {
                throw e;
            }
            refuseRequest(requestId, number, e.code(), e.getMessage());
        }
        catch (final EventLogException e)
        {
            refuseRequest(requestId, number, Refusals.codeOf(e.code()), e.getMessage());
        }
        catch (final IllegalArgumentException e)
        {
            refuseRequest(requestId, number, RefusalCode.BAD_NAME, e.getMessage());
        }
    }

    private void refuseRequest(final long requestId, final long publisher, final RefusalCode code, final String text)
    {
        shared.counters().addFromAnywhere(NodeCounter.REFUSALS, 1);
        answers.refused(requestId, publisher, 0, code, text);
    }

    void onClosePublisher(final long number)
    {
        publishers.of(number).closeLater();
    }

    void onAwait(final long position, final Level level)
    {
        final Durability durability = Handshake.levelOf(level, store.defaultDurability());
        if (durability.compareTo(store.defaultDurability()) > 0)
        {
            refuseRequest(0, 0, RefusalCode.DURABILITY_UNAVAILABLE, "the medium does not give this durability: asked=" +
                durability + ", strongest=" + store.defaultDurability());
            return;
        }
        wait.start(position, durability);
    }

    void onNewIds(final long requestId, final long amount)
    {
        if (amount < 1 || amount > MAX_NEW_IDS)
        {
            refuseRequest(requestId, 0, RefusalCode.BAD_REQUEST,
                "amount of numbers must be 1 to " + MAX_NEW_IDS + ": amount=" + amount);
            return;
        }
        answers.ids(requestId, (int)amount, store::newId);
    }
}
