package io.varve.client.read;

import io.varve.api.Durability;
import io.varve.api.TailStart;
import io.varve.api.Tailer;
import io.varve.api.Token;
import io.varve.client.session.Message;
import io.varve.client.session.NodeConnection;
import io.varve.client.session.Pump;
import io.varve.client.session.Session;
import io.varve.client.transport.Outlet;
import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import io.varve.codec.protocol.MessageHeaderEncoder;
import io.varve.codec.protocol.SkipCorruptEncoder;
import io.varve.codec.protocol.StoreCursorEncoder;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Follows a node's log by a subscription. When the session is lost, the next one is asked to go on from the place behind everything
 * that was looked at.
 */
final class RemoteTailer extends DeliveredEvents implements Tailer
{
    private static final long RETAKE_PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(10);

    private final TailStart start;
    private final Durability durability;

    /** Behind everything that was looked at. */
    private Token token;

    /** Up to where the node had looked when it said so last. */
    private long caughtUpTo;
    private RuntimeException refusal;

    /** Until when the node may take this client's last session for the holder of the cursor; only when there was one. */
    private long retakeUntilNs;
    private boolean isRetaking;
    private boolean isToSubscribe;
    private long skipped;
    private boolean isSkipped;

    /**
     * Subscribes.
     *
     * @throws EventLogException as {@link io.varve.api.LogReader#tail}.
     */
    RemoteTailer(final NodeConnection connection, final TailStart start)
    {
        super(connection);
        ReadQuestion.checkNames(start.filter());
        this.start = start;
        durability = start.durability() == null ? connection.terms().strongest() : start.durability();
        if (durability.compareTo(connection.terms().strongest()) > 0)
        {
            throw new EventLogException(ErrorCode.DURABILITY_UNAVAILABLE, "the medium does not give this durability: asked=" +
                durability + ", strongest=" + connection.terms().strongest() + ", place=" + connection.address());
        }
        final long deadlineNs = connection.deadlineNs();
        while (token == null)
        {
            if (stream() == null || stream().session().isLost() || isToSubscribe)
            {
                connection.awaitSession(deadlineNs);
                subscribe();
            }
            step(deadlineNs);
            if (refusal != null)
            {
                super.close();
                throw refusal;
            }
            if (token == null && System.nanoTime() - deadlineNs >= 0)
            {
                super.close();
                throw connection.timedOut("a subscription to begin");
            }
        }
    }

    /** Tries to begin in the session that is open. */
    private void subscribe()
    {
        final Session session = connection().session();
        if (session == null)
        {
            return;
        }
        if (stream() != null)
        {
            connection().forget(stream());
            if (stream().session() != session)
            {
                isRetaking = true;
                retakeUntilNs = System.nanoTime() + 2 * session.terms().livenessTimeoutNs();
            }
        }
        final EventStream stream = new EventStream();
        final SubscribeQuestion question = new SubscribeQuestion(start, token, durability);
        if (connection().ask(session, stream, (buffer, header) -> question.encode(buffer, header, stream.id(), CREDIT)))
        {
            follow(stream);
            isToSubscribe = false;
            caughtUpTo = 0;
        }
    }

    /** Takes the next message in, waiting for one. */
    private void step(final long deadlineNs)
    {
        final EventStream stream = stream();
        if (stream == null)
        {
            return;
        }
        awaitSomething(deadlineNs);
        final Item item = stream.poll();
        if (item != null)
        {
            take(item);
        }
    }

    private void take(final Item item)
    {
        switch (item.kind())
        {
            case EVENTS -> enter(item);
            case BEGIN ->
            {
                isRetaking = false;
                token = token == null || token.position() <= item.place().position() ? item.place() : token;
            }
            case CAUGHT_UP ->
            {
                caughtUpTo = item.place().position();
                if (caughtUpTo >= token.position())
                {
                    token = item.place();
                }
            }
            case SKIPPED ->
            {
                skipped = item.skipped();
                isSkipped = true;
            }
            case REFUSED -> refused(item.refusal());
            default ->
            {
                // A subscription has no end.
            }
        }
    }

    /** The node may not know yet that the session is gone in which this tail had its cursor: then it is asked again. */
    private void refused(final RuntimeException why)
    {
        if (isRetaking && why instanceof EventLogException e && e.code() == ErrorCode.CURSOR_TAKEN &&
            System.nanoTime() - retakeUntilNs < 0)
        {
            isToSubscribe = true;
            LockSupport.parkNanos(RETAKE_PAUSE_NS);
        }
        else
        {
            refusal = why;
        }
    }

    @Override
    public boolean next()
    {
        checkOpen();
        final long target = connection().positions().at(durability);
        final long deadlineNs = connection().deadlineNs();
        while (true)
        {
            if (nextInMessage())
            {
                if (position() >= token.position()) // what lies below was looked at in an earlier session
                {
                    token = new Token(
                        token.journalIdHigh(), token.journalIdLow(), token.epoch(), position() + 1, chain());
                    return true;
                }
                continue;
            }
            leave();
            if (refusal != null)
            {
                throw refusal;
            }
            if (isToSubscribe || stream().session().isLost() && stream().isEmpty())
            {
                subscribe();
                if (isToSubscribe || stream().session().isLost())
                {
                    connection().pump().poll();
                    return false;
                }
            }
            if (stream().isEmpty())
            {
                connection().pump().poll();
                if (stream().isEmpty() && (isCaughtUp(target) || System.nanoTime() - deadlineNs >= 0))
                {
                    return false;
                }
            }
            step(deadlineNs);
            checkOpen();
        }
    }

    /**
     * Whether nothing is on its way that was readable when it was asked for. What follows a place that the node was caught up to
     * comes in several messages: between two of them a transaction may be open, and behind the last one the node says that it is
     * at its end.
     */
    private boolean isCaughtUp(final long target)
    {
        return caughtUpTo >= target && caughtUpTo >= token.position();
    }

    @Override
    public boolean next(final long timeout, final TimeUnit unit)
    {
        final long deadlineNs = System.nanoTime() + unit.toNanos(timeout);
        for (int round = 0; !next(); round++)
        {
            if (System.nanoTime() - deadlineNs >= 0 || Thread.currentThread().isInterrupted())
            {
                return false;
            }
            connection().checkOpen();
            Pump.idle(round);
        }
        return true;
    }

    @Override
    public long nextPosition()
    {
        return token().position();
    }

    @Override
    public Token token()
    {
        checkOpen();
        return token;
    }

    @Override
    public long skipCorrupt()
    {
        checkOpen();
        if (!(refusal instanceof EventLogException e && e.code() == ErrorCode.CORRUPT))
        {
            return -1;
        }
        isSkipped = false;
        final SkipCorruptEncoder skip = new SkipCorruptEncoder();
        final EventStream of = stream();
        send((buffer, header) ->
        {
            skip.wrapAndApplyHeader(buffer, 0, header).requestId(of.id());
            return MessageHeaderEncoder.ENCODED_LENGTH + skip.encodedLength();
        });
        refusal = null;
        final long deadlineNs = connection().deadlineNs();
        while (!isSkipped && refusal == null && !of.session().isLost())
        {
            step(deadlineNs);
            if (!isSkipped && System.nanoTime() - deadlineNs >= 0)
            {
                throw connection().timedOut("a corrupt place to be skipped");
            }
        }
        return isSkipped ? skipped : -1;
    }

    @Override
    public void commit()
    {
        checkOpen();
        if (start.cursor() == null)
        {
            Tailer.super.commit();
        }
        final Token place = token;
        final long deadlineNs = connection().deadlineNs();
        while (!isStored(place, deadlineNs))
        {
            if (refusal != null)
            {
                throw refusal;
            }
            if (System.nanoTime() - deadlineNs >= 0)
            {
                throw connection().timedOut("the place of the cursor to be stored: name=" + start.cursor());
            }
            // The session was lost: the next one may store it. What waited in the old one is delivered again.
            connection().awaitSession(deadlineNs);
            subscribe();
        }
    }

    /** Asks once; what comes meanwhile stays to be looked at. */
    private boolean isStored(final Token place, final long deadlineNs)
    {
        final EventStream of = stream();
        if (of.session().isLost())
        {
            return false;
        }
        of.storing();
        connection().pump().await(() -> of.isBegun() || isOver(of), deadlineNs);
        if (!isOver(of))
        {
            final StoreCursorEncoder store = new StoreCursorEncoder();
            send((buffer, header) ->
            {
                store.wrapAndApplyHeader(buffer, 0, header).requestId(of.id());
                Places.put(store.place(), place);
                return MessageHeaderEncoder.ENCODED_LENGTH + store.encodedLength();
            });
            connection().pump().await(() -> of.stored() != null || isOver(of), deadlineNs);
        }
        if (of.isRefused())
        {
            drainToRefusal(of);
        }
        return of.stored() != null;
    }

    private boolean isOver(final EventStream of)
    {
        return of.isRefused() || of.session().isLost() || connection().isClosed();
    }

    /** The subscription has ended, and why stands behind what was delivered. */
    private void drainToRefusal(final EventStream of)
    {
        for (Item item = of.poll(); item != null; item = of.poll())
        {
            if (item.kind() == Item.Kind.REFUSED)
            {
                refused(item.refusal());
            }
        }
    }

    private void send(final Message message)
    {
        final long deadlineNs = connection().deadlineNs();
        int result = connection().control().send(stream().session(), message);
        while (result == Outlet.NO_ROOM && System.nanoTime() - deadlineNs < 0)
        {
            connection().pump().poll();
            Thread.yield();
            result = connection().control().send(stream().session(), message);
        }
        if (result != Outlet.SENT)
        {
            throw connection().unreachable();
        }
    }
}
