package io.varve.client.session;

import io.varve.api.Durability;
import io.varve.client.transport.NodeAddress;
import io.varve.client.transport.Outlet;
import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import io.varve.codec.protocol.ClosePublisherEncoder;
import io.varve.codec.protocol.GoodbyeEncoder;
import io.varve.codec.protocol.MessageHeaderEncoder;
import io.varve.codec.protocol.OpenPublisherEncoder;
import org.agrona.collections.Int2ObjectHashMap;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The connection of one store to its node, through all its sessions. Thread-safe.
 *
 * <p>Calls wait up to the connection's time-out. What then has not come is told with what stands in the way.
 */
public final class NodeConnection implements AutoCloseable
{
    static final int POLL_LIMIT = 64;
    private static final long STEP_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private final NodeAddress address;
    private final Control control = new Control();
    private final KnownPositions positions = new KnownPositions();
    private final Levels levels = new Levels(control, positions);
    private final Requests requests = new Requests();
    private final Connector connector;
    private final Pump pump;
    private final Thread thread;
    private volatile Int2ObjectHashMap<PublisherEnd> publishers = new Int2ObjectHashMap<>(8, 0.65f, false);
    private int lastPublisher;
    private volatile Session session;
    private volatile Terms terms;
    private volatile long writtenUpTo;
    private volatile boolean isClosed;

    /** Begins to connect. */
    public NodeConnection(final NodeAddress address, final boolean wantsPlace)
    {
        this.address = address;
        connector = new Connector(this, address, new Greeting(address.secret(), wantsPlace));
        pump = new Pump(connector::poll);
        thread = new Thread(this::run, "varve-client");
        thread.setDaemon(true);
    }

    /**
     * Waits until the node has said welcome.
     *
     * @throws EventLogException with {@link ErrorCode#UNREACHABLE}, {@link ErrorCode#UNAUTHENTICATED}, {@link
     *                           ErrorCode#PROTOCOL}.
     */
    public void connect()
    {
        thread.start();
        try
        {
            awaitSession(deadlineNs());
        }
        catch (final RuntimeException e)
        {
            close();
            throw e;
        }
    }

    private void run()
    {
        while (!isClosed)
        {
            pump.hold();
            try
            {
                if (!isClosed)
                {
                    connector.step();
                }
            }
            catch (final RuntimeException e)
            {
                connector.lose("client failed: " + e); // begins anew rather than to end in silence
            }
            finally
            {
                pump.release();
            }
            LockSupport.parkNanos(STEP_NS);
        }
    }

    /** Who takes messages in. */
    public Pump pump()
    {
        return pump;
    }

    /** Sends everything but batches. */
    public Control control()
    {
        return control;
    }

    /** How far the node's log has come, as far as is known. */
    public KnownPositions positions()
    {
        return positions;
    }

    Levels levels()
    {
        return levels;
    }

    Requests requests()
    {
        return requests;
    }

    /** Where the node is. */
    public NodeAddress address()
    {
        return address;
    }

    /** When a call that begins now has waited long enough. */
    public long deadlineNs()
    {
        return System.nanoTime() + address.timeoutNs();
    }

    /** The session that is open, or null. */
    public Session session()
    {
        return session;
    }

    /** What the node said last in a welcome. */
    public Terms terms()
    {
        return terms;
    }

    /** What stands in the way of the connection, for people. */
    public String trouble()
    {
        final String reason = connector.trouble();
        return reason == null ? "node answers late: node=" + address : "node=" + address + ", reason=" + reason;
    }

    /** @throws EventLogException with {@link ErrorCode#CLOSED}, or why there will be no connection any more. */
    public void checkOpen()
    {
        if (isClosed)
        {
            throw new EventLogException(ErrorCode.CLOSED, "store is closed: place=" + address);
        }
        final RuntimeException failure = connector.failure();
        if (failure != null)
        {
            throw failure;
        }
    }

    /** Whether it was closed. */
    public boolean isClosed()
    {
        return isClosed;
    }

    /**
     * The session, waiting for one.
     *
     * @throws EventLogException with {@link ErrorCode#UNREACHABLE}.
     */
    public Session awaitSession(final long deadlineNs)
    {
        pump.await(() ->
        {
            checkOpen();
            return session != null;
        }, deadlineNs);
        final Session open = session;
        if (open == null)
        {
            throw unreachable();
        }
        return open;
    }

    /** The node cannot be reached, and nothing was sent. */
    public EventLogException unreachable()
    {
        return new EventLogException(ErrorCode.UNREACHABLE, "no connection in time: " + trouble() + ", timeoutNs=" +
            address.timeoutNs() + "; the client goes on trying, see that the node and its media driver run");
    }

    /** Something was sent, and no answer has come. */
    public EventLogException timedOut(final String what)
    {
        return new EventLogException(ErrorCode.TIMED_OUT, "no answer in time, the outcome is unknown: waited for=" + what +
            ", timeoutNs=" + address.timeoutNs() + ", held up by=" + trouble());
    }

    /** Asks the node; whoever asked waits for the answer, or for the end of the session. */
    public boolean ask(final Session inSession, final Request request, final Message message)
    {
        requests.begin(request, inSession);
        if (control.send(inSession, message) == Outlet.SENT)
        {
            return true;
        }
        requests.end(request);
        return false;
    }

    /** Forgets a question: answers that still come are dropped. */
    public void forget(final Request request)
    {
        requests.end(request);
    }

    /**
     * Waits until everything below a position has reached a level.
     *
     * @throws EventLogException with {@link ErrorCode#TIMED_OUT}.
     */
    public void awaitLevel(final long position, final Durability level, final long deadlineNs)
    {
        if (!pump.await(() ->
        {
            if (levels.isReached(session, position, level))
            {
                return true;
            }
            checkOpen();
            return false;
        }, deadlineNs))
        {
            throw timedOut("position " + position + " to be " + level);
        }
    }

    /** Everything below a position was written by publishers of this connection, or ahead of them. Set by who polls. */
    public void written(final long upTo)
    {
        if (upTo > writtenUpTo)
        {
            writtenUpTo = upTo;
        }
    }

    /** Position behind everything that publishers of this connection know to be written. */
    public long writtenUpTo()
    {
        return writtenUpTo;
    }

    /** Number of another publisher. */
    public synchronized int nextPublisher()
    {
        return ++lastPublisher;
    }

    /** Takes part in every session from now on. */
    public synchronized void add(final PublisherEnd publisher)
    {
        final Int2ObjectHashMap<PublisherEnd> changed = new Int2ObjectHashMap<>(publishers);
        changed.put(publisher.number(), publisher);
        publishers = changed;
    }

    /** Ends a publisher: the node is told, if it is there. */
    public synchronized void remove(final PublisherEnd publisher)
    {
        final Int2ObjectHashMap<PublisherEnd> changed = new Int2ObjectHashMap<>(publishers);
        if (changed.remove(publisher.number()) != null)
        {
            publishers = changed;
            final ClosePublisherEncoder close = new ClosePublisherEncoder();
            control.send(session, (buffer, header) ->
            {
                close.wrapAndApplyHeader(buffer, 0, header).publisher(publisher.number());
                return MessageHeaderEncoder.ENCODED_LENGTH + close.encodedLength();
            });
        }
    }

    PublisherEnd publisher(final int number)
    {
        return publishers.get(number);
    }

    /** All publishers that take part; a snapshot that does not change. */
    public Iterable<PublisherEnd> publishers()
    {
        return publishers.values();
    }

    /** Asks the node to open a publisher, when that has to be. */
    public void open(final PublisherEnd publisher)
    {
        final Session open = session;
        if (open == null || !publisher.takesOpening(open))
        {
            return;
        }
        final PublisherOpening opening = new PublisherOpening(publisher);
        final OpenPublisherEncoder message = new OpenPublisherEncoder();
        final String producer = publisher.producer();
        final boolean isSent = ask(open, opening, (buffer, header) ->
        {
            message.wrapAndApplyHeader(buffer, 0, header).requestId(opening.id()).publisher(publisher.number())
                .window(publisher.window()).session(publisher.producerSession()).producer(producer == null ? "" : producer);
            return MessageHeaderEncoder.ENCODED_LENGTH + message.encodedLength();
        });
        if (!isSent)
        {
            publisher.onOpeningNotSent();
        }
    }

    void onSession(final Session opened)
    {
        terms = opened.terms();
        session = opened;
        onStep(opened);
    }

    void onStep(final Session open)
    {
        for (final PublisherEnd publisher : publishers.values())
        {
            open(publisher);
            publisher.sendWaiting();
        }
    }

    void onLost(final Session lost)
    {
        session = null;
        for (final PublisherEnd publisher : publishers.values())
        {
            publisher.onLost(lost);
        }
        requests.lose(lost);
    }

    /** Ends the connection. Idempotent. */
    @Override
    public void close()
    {
        synchronized (this)
        {
            if (isClosed)
            {
                return;
            }
            isClosed = true;
        }
        pump.hold();
        try
        {
            final GoodbyeEncoder goodbye = new GoodbyeEncoder();
            if (control.send(session, (buffer, header) ->
            {
                goodbye.wrapAndApplyHeader(buffer, 0, header).code((short)0).text("");
                return MessageHeaderEncoder.ENCODED_LENGTH + goodbye.encodedLength();
            }) == Outlet.SENT)
            {
                connector.awaitEnd();
            }
            connector.lose("store is closed");
        }
        finally
        {
            pump.release();
        }
        LockSupport.unpark(thread);
    }
}
