package io.varve.client.read;

import io.varve.client.session.NodeConnection;
import io.varve.client.session.Session;
import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;

/**
 * Events that fulfil a query, as the node delivers them. When the session is lost on the way, the next one is asked for what comes
 * behind the last event that was stepped on.
 */
final class RemoteCursor extends DeliveredEvents
{
    /** A session that lives answers; one that does not is lost in time. */
    private static final long FOREVER_NS = Long.MAX_VALUE / 2;

    private final ReadQuestion question;
    private long delivered;
    private long lastPosition;
    private boolean isAtEnd;

    /** Asks, and waits for the first answer: from then on it is settled up to where the node looks. */
    RemoteCursor(final NodeConnection connection, final ReadQuestion question)
    {
        super(connection);
        this.question = question;
        ask();
        while (!hasCome())
        {
            askAgain();
        }
    }

    private void ask()
    {
        final long deadlineNs = connection().deadlineNs();
        final ReadQuestion rest = delivered == 0 ? question : question.behind(lastPosition, delivered);
        while (true)
        {
            final Session session = connection().awaitSession(deadlineNs);
            final EventStream stream = new EventStream();
            if (connection().ask(session, stream,
                (buffer, header) -> rest.encode(buffer, header, stream.id(), CREDIT, false)))
            {
                follow(stream);
                return;
            }
            connection().checkOpen();
            connection().pump().poll();
            if (System.nanoTime() - deadlineNs >= 0)
            {
                throw connection().unreachable();
            }
            Thread.yield();
        }
    }

    @Override
    public boolean next()
    {
        checkOpen();
        while (true)
        {
            if (nextInMessage())
            {
                delivered++;
                lastPosition = position();
                return true;
            }
            leave();
            if (isAtEnd)
            {
                return false;
            }
            if (hasCome())
            {
                take(stream().poll());
            }
            else
            {
                askAgain();
            }
        }
    }

    /** Waits for something to come; false when the session was lost instead. */
    private boolean hasCome()
    {
        awaitSomething(FOREVER_NS + System.nanoTime());
        checkOpen();
        return !stream().isEmpty();
    }

    private void askAgain()
    {
        connection().forget(stream());
        ask();
    }

    private void take(final Item item)
    {
        switch (item.kind())
        {
            case EVENTS -> enter(item);
            case END -> isAtEnd = true;
            case REFUSED ->
            {
                isAtEnd = !(item.refusal() instanceof EventLogException e && e.code() == ErrorCode.CORRUPT);
                throw item.refusal();
            }
            default ->
            {
                // Word of where the node stands says nothing in a read.
            }
        }
    }
}
