package io.varve.journal.read;

import io.varve.api.Durability;
import io.varve.api.TailStart;
import io.varve.api.Tailer;
import io.varve.api.Token;
import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import io.varve.codec.generation.JournalIdentity;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

import java.util.concurrent.TimeUnit;

/** Follows the log at a level: catches up, then goes on live, through restarts of the writer. */
final class TailCursor extends ForwardCursor implements Tailer
{
    private static final long MAX_PARK_NS = TimeUnit.MICROSECONDS.toNanos(200);

    private final Durability durability;
    private final IdleStrategy idle =
        new BackoffIdleStrategy(100, 10, TimeUnit.MICROSECONDS.toNanos(1), MAX_PARK_NS);
    private long incarnation;

    TailCursor(final LogView view, final TailStart start, final EventFilter filter, final Durability durability)
    {
        super(view, filter, start.position(), view.positionAt(durability), false);
        this.durability = durability;
        incarnation = view.incarnation();
    }

    @Override
    long limit()
    {
        // Only when the walk has come to the last known limit is the shared counter read again.
        if (walker.nextPosition() >= super.limit())
        {
            limit(view.positionAt(durability));
        }
        return super.limit();
    }

    @Override
    public boolean next()
    {
        while (true)
        {
            final long now = view.incarnation();
            if (now != incarnation)
            {
                if ((now & 1) != 0)
                {
                    checkAllOpen();
                    leave();
                    return false; // a writer recovers; files may be replaced
                }
                follow(now);
            }
            try
            {
                return super.next();
            }
            catch (final EventLogException e)
            {
                if (e.code() != ErrorCode.CORRUPT || view.incarnation() == incarnation)
                {
                    throw e;
                }
                // The files were replaced under this step: what it saw was an old one.
            }
        }
    }

    /** Another writer has taken over: the files may be others, with the same history up to here, or a cut one. */
    private void follow(final long newIncarnation)
    {
        final Token before = token();
        limit(view.positionAt(durability));
        final boolean isSame = LogCursors.fits(view, before);
        if (!isSame)
        {
            throw new EventLogException(ErrorCode.HISTORY_DIFFERS, "history differs at position " + before.position() +
                ": the log was cut while it was followed; start anew from a position below");
        }
        incarnation = newIncarnation;
        seek(before.position());
    }

    @Override
    public boolean next(final long timeout, final TimeUnit unit)
    {
        final long deadlineNs = System.nanoTime() + unit.toNanos(timeout);
        idle.reset();
        while (!next())
        {
            if (System.nanoTime() - deadlineNs >= 0 || Thread.currentThread().isInterrupted())
            {
                return false;
            }
            idle.idle();
        }
        return true;
    }

    @Override
    public long nextPosition()
    {
        checkOpen();
        return lookedUpTo();
    }

    @Override
    public Token token()
    {
        checkOpen();
        final JournalIdentity journal = view.journal();
        final long position = lookedUpTo();
        final long chain;
        if (walker.isBehindAccepted() && position <= walker.nextPosition())
        {
            chain = isInGeneration() ? walker.previousChain() : walker.acceptedChain();
        }
        else
        {
            chain = LogCursors.chainAt(view, position);
        }
        return new Token(journal.idHigh(), journal.idLow(), journal.epoch(), position, chain);
    }

    @Override
    public long skipCorrupt()
    {
        checkOpen();
        if (walker.corruption() != null)
        {
            return walker.skipCorrupt();
        }
        // The generation is whole, but a name that it uses stood in a corrupt one: what cannot be told is left out.
        return untold();
    }
}
