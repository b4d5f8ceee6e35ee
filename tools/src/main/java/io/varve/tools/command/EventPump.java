package io.varve.tools.command;

import io.varve.api.Tailer;
import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import io.varve.tools.console.Console;
import io.varve.tools.console.ExitCode;
import io.varve.tools.lines.EventWriter;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Moves events from a tailer to the output until a position, a number of events, or a signal ends it. */
final class EventPump
{
    /** How long the tailer waits at most before it looks whether it has to stop. */
    private static final long WAIT_MS = 50;

    /** A cursor's place is kept at least so often while events come without a pause; each time costs the node a sync. */
    private static final long COMMIT_INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);

    private final Tailer tailer;
    private final boolean isNamed;
    private final EventWriter events;
    private final Console console;
    private final long endPosition;
    private final long limit;
    private long count;
    private long leftOut;
    private long committed = -1;

    /** What the tailer stands on was not wanted, so its place must not be kept. */
    private boolean isBehindEnd;
    private long committedNs = System.nanoTime();

    /**
     * Moves nothing yet.
     *
     * @param isNamed     whether the tailer has a cursor whose place is to be kept behind what was handed on.
     * @param endPosition behind the last event wanted.
     * @param limit       most events wanted.
     */
    EventPump(
        final Tailer tailer,
        final boolean isNamed,
        final EventWriter events,
        final Console console,
        final long endPosition,
        final long limit)
    {
        this.tailer = tailer;
        this.isNamed = isNamed;
        this.events = events;
        this.console = console;
        this.endPosition = endPosition;
        this.limit = limit;
    }

    /** Moves what is there. */
    int catchUp(final boolean skipCorrupt)
    {
        while (isWanted())
        {
            try
            {
                if (!tailer.next() || !take())
                {
                    break;
                }
                commitNowAndThen();
            }
            catch (final EventLogException e)
            {
                if (!skip(e, skipCorrupt))
                {
                    return ExitCode.CORRUPT;
                }
            }
        }
        return end();
    }

    /** Moves what is there and what comes; every event is handed on before the next one is waited for. */
    int follow(final BooleanSupplier stop, final boolean skipCorrupt)
    {
        while (isWanted() && !stop.getAsBoolean())
        {
            try
            {
                if (!tailer.next())
                {
                    commit();
                    console.out().flush();
                    if (!tailer.next(WAIT_MS, TimeUnit.MILLISECONDS))
                    {
                        continue;
                    }
                }
                if (!take())
                {
                    break;
                }
                commitNowAndThen();
            }
            catch (final EventLogException e)
            {
                if (!skip(e, skipCorrupt))
                {
                    return ExitCode.CORRUPT;
                }
            }
        }
        return end();
    }

    private void commitNowAndThen()
    {
        if (isNamed && System.nanoTime() - committedNs > COMMIT_INTERVAL_NS)
        {
            commit();
        }
    }

    /** Only what is out of this process counts as handed on. */
    private void commit()
    {
        if (isNamed && !isBehindEnd && tailer.nextPosition() != committed)
        {
            console.out().flush();
            tailer.commit();
            committed = tailer.nextPosition();
        }
        committedNs = System.nanoTime();
    }

    private boolean isWanted()
    {
        return count < limit && tailer.nextPosition() < endPosition;
    }

    /** Prints the event that the tailer stands on, unless it lies behind the end. */
    private boolean take()
    {
        if (tailer.position() >= endPosition)
        {
            isBehindEnd = true;
            return false;
        }
        events.write(tailer);
        count++;
        return true;
    }

    /** Steps over a corrupt place; false when nothing valid follows it. */
    private boolean skip(final EventLogException e, final boolean skipCorrupt)
    {
        if (e.code() != ErrorCode.CORRUPT || !skipCorrupt)
        {
            throw e;
        }
        final long positions = tailer.skipCorrupt();
        if (positions < 0)
        {
            console.err().println("nothing valid follows the corrupt place: " + e.getMessage());
            return false;
        }
        leftOut += positions;
        return true;
    }

    private int end()
    {
        commit();
        if (leftOut > 0)
        {
            console.err().println("left out corrupt positions=" + leftOut);
        }
        return ExitCode.OK;
    }
}
