package io.varve.client.session;

import io.varve.client.transport.Link;
import io.varve.client.transport.LinkException;
import io.varve.client.transport.MessageHandler;
import io.varve.client.transport.NodeAddress;
import io.varve.client.transport.Outlet;
import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import io.varve.codec.protocol.HeartbeatEncoder;
import io.varve.codec.protocol.MessageHeaderEncoder;
import org.agrona.ExpandableArrayBuffer;

import java.util.concurrent.TimeUnit;

/**
 * Gets a connection and keeps it: media driver, channels, greeting, names; then heartbeats, and a look at whether the other side
 * lives. Whatever goes wrong, it begins anew, for ever, after 10 ms at first and after 1 s in the end. In steps, none of which
 * waits long, each with the pump held.
 */
final class Connector
{
    private static final long MIN_PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long MAX_PAUSE_NS = TimeUnit.SECONDS.toNanos(1);

    /** For what a driver, or a node that is there, answers at once. */
    private static final long STEP_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(3);

    /** For a node that is there to answer a goodbye. */
    private static final long FAREWELL_NS = TimeUnit.SECONDS.toNanos(1);

    /** Silence after which it is looked whether the driver is still the same. */
    private static final long SILENCE_NS = TimeUnit.MILLISECONDS.toNanos(300);
    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(100);

    /** Where the way to a session has come to. */
    private enum Stage
    {
        WAITING, LINKING, GREETING, NAMING, OPEN
    }

    private final NodeConnection connection;
    private final NodeAddress address;
    private final Greeting greeting;
    private final HeartbeatEncoder heartbeat = new HeartbeatEncoder();
    private Stage stage = Stage.WAITING;
    private long pauseNs = MIN_PAUSE_NS;
    private long deadlineNs = System.nanoTime();
    private Link link;
    private Inbox inbox;
    private MessageHandler intake;
    private Outlet outlet;
    private Session session;
    private Terms firstTerms;
    private long nextHeartbeatNs;
    private long nextLookNs;
    private volatile String trouble = "not tried yet";
    private volatile RuntimeException failure;

    Connector(final NodeConnection connection, final NodeAddress address, final Greeting greeting)
    {
        this.connection = connection;
        this.address = address;
        this.greeting = greeting;
    }

    /** What stands in the way, for people. */
    String trouble()
    {
        return trouble;
    }

    /** Why trying on is in vain, or null. */
    RuntimeException failure()
    {
        return failure;
    }

    /** Takes messages in. */
    boolean poll()
    {
        return link != null && link.poll(intake, NodeConnection.POLL_LIMIT) > 0;
    }

    /** One step. */
    void step()
    {
        final long nowNs = System.nanoTime();
        if (link == null)
        {
            if (nowNs - deadlineNs >= 0 && failure == null)
            {
                begin(nowNs);
            }
            return;
        }
        try
        {
            link.service();
            poll();
            advance(nowNs);
            look(nowNs);
        }
        catch (final LinkException | EventLogException e)
        {
            lose(e.getMessage());
        }
    }

    private void begin(final long nowNs)
    {
        try
        {
            link = Link.open(address);
            inbox = new Inbox(connection);
            intake = inbox::onMessage;
            trouble = "no node listens at " + address;
            enter(Stage.LINKING, nowNs);
        }
        catch (final LinkException e)
        {
            trouble = e.getMessage();
            pause(nowNs);
        }
    }

    private void enter(final Stage next, final long nowNs)
    {
        stage = next;
        deadlineNs = nowNs + STEP_TIMEOUT_NS;
    }

    private void pause(final long nowNs)
    {
        stage = Stage.WAITING;
        deadlineNs = nowNs + pauseNs;
        pauseNs = Math.min(2 * pauseNs, MAX_PAUSE_NS);
    }

    private void advance(final long nowNs)
    {
        switch (stage)
        {
            case LINKING ->
            {
                if (link.isSetUp())
                {
                    outlet = link.newOutlet();
                    if (send(greeting.hello()))
                    {
                        trouble = "node does not answer: node=" + address;
                        enter(Stage.GREETING, nowNs);
                    }
                }
            }
            case GREETING -> greet(nowNs);
            case NAMING ->
            {
                if (connection.control().tellNames())
                {
                    enter(Stage.OPEN, nowNs);
                    pauseNs = MIN_PAUSE_NS;
                    trouble = null;
                    nextHeartbeatNs = nowNs + session.terms().heartbeatIntervalNs();
                    connection.onSession(session);
                }
            }
            default -> keep(nowNs);
        }
    }

    private void greet(final long nowNs)
    {
        final byte[] challenge = inbox.takeChallenge();
        if (challenge != null)
        {
            if (!greeting.hasSecret())
            {
                refuse(new EventLogException(ErrorCode.UNAUTHENTICATED,
                    "node asks for a secret: node=" + address + "; name its file with secret-file or VARVE_SECRET_FILE"));
                return;
            }
            if (!send(greeting.authenticate(challenge)))
            {
                throw new EventLogException(ErrorCode.UNREACHABLE, "node went away while it was greeted");
            }
        }
        final Terms terms = inbox.terms();
        if (terms == null)
        {
            return;
        }
        if (firstTerms == null)
        {
            firstTerms = terms;
        }
        if (!firstTerms.isOfSameJournal(terms))
        {
            refuse(new EventLogException(ErrorCode.HISTORY_DIFFERS, "node has another journal than before: node=" + address +
                "; connect anew, and look what became of the first one"));
            return;
        }
        session = new Session(link, terms, inbox.names());
        inbox.session(session);
        connection.control().begin(session);
        enter(Stage.NAMING, nowNs);
    }

    private void refuse(final RuntimeException why)
    {
        failure = why;
        lose(why.getMessage());
    }

    private boolean send(final Message message)
    {
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(512);
        return outlet.offer(buffer, 0, message.encode(buffer, new MessageHeaderEncoder())) == Outlet.SENT;
    }

    private void keep(final long nowNs)
    {
        connection.onStep(session);
        if (nowNs - nextHeartbeatNs >= 0)
        {
            connection.control().send(session, (buffer, header) ->
            {
                heartbeat.wrapAndApplyHeader(buffer, 0, header).positions().journaled(0).synced(0).replicated(0);
                return MessageHeaderEncoder.ENCODED_LENGTH + heartbeat.encodedLength();
            });
            nextHeartbeatNs = nowNs + session.terms().heartbeatIntervalNs();
        }
    }

    private void look(final long nowNs)
    {
        if (link == null)
        {
            return;
        }
        final long silentNs = nowNs - inbox.lastReceivedNs();
        if (inbox.refusal() != null)
        {
            if (inbox.isRefusedForGood())
            {
                failure = inbox.refusal();
            }
            lose(inbox.refusal().getMessage());
        }
        else if (inbox.goodbye() != null)
        {
            lose(inbox.goodbye());
        }
        else if (link.trouble() != null)
        {
            lose(link.trouble());
        }
        else if (stage != Stage.OPEN)
        {
            if (nowNs - deadlineNs >= 0)
            {
                lose(trouble);
            }
        }
        else if (!link.isConnected())
        {
            lose("node is gone: node=" + address);
        }
        else if (silentNs > session.terms().livenessTimeoutNs())
        {
            lose("node is silent: node=" + address + ", ns=" + silentNs);
        }
        else if (silentNs > SILENCE_NS && nowNs - nextLookNs >= 0)
        {
            nextLookNs = nowNs + LOOK_NS;
            if (link.isDriverReplaced())
            {
                lose("media driver was restarted");
            }
        }
    }

    /**
     * Waits, not for long, until the node has answered the goodbye: a media driver that ends with this process
     * would take with it what was not sent, and the node would hold what is this client's until it takes it for dead.
     */
    void awaitEnd()
    {
        final long endNs = System.nanoTime() + FAREWELL_NS;
        for (int round = 0; isLinked() && inbox.goodbye() == null && System.nanoTime() - endNs < 0; round++)
        {
            link.service();
            poll();
            Pump.idle(round);
        }
    }

    private boolean isLinked()
    {
        return link != null && link.trouble() == null && link.isConnected();
    }

    /** Ends what there is; when this returns, nothing of it is in use. */
    void lose(final String why)
    {
        trouble = why;
        if (session != null)
        {
            session.lose();
            connection.control().end();
            connection.onLost(session);
            session = null;
        }
        if (link != null)
        {
            link.close();
            link = null;
            inbox = null;
        }
        pause(System.nanoTime());
    }
}
