package io.varve.journal.read;

import io.varve.api.Durability;
import io.varve.api.EventCursor;
import io.varve.api.Query;
import io.varve.api.QueryPlan;
import io.varve.api.TailStart;
import io.varve.api.Tailer;
import io.varve.api.Token;
import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import io.varve.codec.checksum.Chain;
import io.varve.codec.dictionary.AggregateNames;
import io.varve.codec.generation.JournalIdentity;
import io.varve.journal.segment.GenerationWalker;
import io.varve.journal.segment.GenerationWalker.Step;

import java.util.function.Supplier;

/** Opens cursors over a log. */
public final class LogCursors
{
    private LogCursors()
    {
    }

    /** Events that fulfil a query, up to what is journaled now. */
    public static EventCursor query(final LogView view, final Query query)
    {
        checkOpen(view);
        final EventCursor stream = StreamPlan.isWholeStream(query) ? StreamPlan.cursor(view, query) : null;
        if (stream != null)
        {
            return stream;
        }
        final long from = Math.max(0, query.fromPosition());
        final long limit = Math.min(view.positionAt(Durability.JOURNALED), query.toPosition());
        final EventFilter filter = new EventFilter(from < limit ? query : query.withLimit(0));
        return query.isBackwards() ?
            new BackwardCursor(view, filter, from, limit) : new ForwardCursor(view, filter, from, limit, filter.isRestricted());
    }

    /**
     * Events of one stream that are journaled now, from a version on and at least up to another; generations that hold none of them
     * are not read as long as it is known where the stream is.
     *
     * @param query     for the whole stream; asked only where its places are not known.
     * @param aggregate that it belongs to.
     * @param id        number of the instance, or of its key.
     */
    public static EventCursor stream(
        final LogView view,
        final Supplier<Query> query,
        final AggregateNames aggregate,
        final boolean isKeyed,
        final long id,
        final long fromVersion,
        final long toVersion)
    {
        checkOpen(view);
        final StreamCursor cursor = new StreamCursor(view, query, aggregate.identity(), isKeyed, id);
        if (cursor.locate(aggregate.logOrdinal(), fromVersion, toVersion))
        {
            return cursor;
        }
        final long limit = view.positionAt(Durability.JOURNALED);
        return new ForwardCursor(view, new EventFilter(query.get()), 0, limit, true);
    }

    /** Which generations a query would look into now. */
    public static QueryPlan explain(final LogView view, final Query query)
    {
        checkOpen(view);
        final long limit = Math.min(view.positionAt(Durability.JOURNALED), query.toPosition());
        return new QueryExplainer(view, new EventFilter(query), Math.max(0, query.fromPosition()), limit).explain();
    }

    /**
     * Follows the log.
     *
     * @throws EventLogException with {@link ErrorCode#HISTORY_DIFFERS} when the start's token does not fit.
     */
    public static Tailer tail(final LogView view, final TailStart start)
    {
        checkOpen(view);
        if (start.cursor() != null)
        {
            throw new IllegalArgumentException(
                "named cursors are kept by a node: connect to one instead of opening its files: name=" + start.cursor());
        }
        final Durability durability = start.durability() == null ? view.defaultDurability() : start.durability();
        if (durability.compareTo(view.defaultDurability()) > 0)
        {
            throw new EventLogException(ErrorCode.DURABILITY_UNAVAILABLE, "the medium does not give this durability: asked=" +
                durability + ", strongest=" + view.defaultDurability());
        }
        if (start.token() != null && !fits(view, start.token()))
        {
            throw new EventLogException(ErrorCode.HISTORY_DIFFERS, "history differs at position " + start.token().position() +
                ": token=" + start.token() + ", journal=" + view.journal().idText() + "; start anew");
        }
        final Query filter = start.filter().withLimit(Long.MAX_VALUE).withPositions(start.position(), Long.MAX_VALUE);
        return new TailCursor(view, start, new EventFilter(filter, start.part()), durability);
    }

    /** The place behind the last journaled event. */
    public static Token head(final LogView view)
    {
        checkOpen(view);
        final long position = view.positionAt(Durability.JOURNALED);
        final JournalIdentity journal = view.journal();
        return new Token(journal.idHigh(), journal.idLow(), journal.epoch(), position, chainAt(view, position));
    }

    /**
     * The place at a journaled position.
     *
     * @throws IllegalArgumentException for one that is not journaled.
     */
    public static Token tokenAt(final LogView view, final long position)
    {
        checkOpen(view);
        final long journaled = view.positionAt(Durability.JOURNALED);
        if (position < 0 || position > journaled)
        {
            throw new IllegalArgumentException("position must be 0 to the end of the log: position=" + position +
                ", journaled=" + journaled);
        }
        final JournalIdentity journal = view.journal();
        return new Token(journal.idHigh(), journal.idLow(), journal.epoch(), position, chainAt(view, position));
    }

    static boolean fits(final LogView view, final Token token)
    {
        final JournalIdentity journal = view.journal();
        return token.journalIdHigh() == journal.idHigh() && token.journalIdLow() == journal.idLow() &&
            token.epoch() <= journal.epoch() && token.position() <= view.positionAt(Durability.JOURNALED) &&
            token.chain() == chainAt(view, token.position());
    }

    /** Chain of the last generation that ends at or below a position. */
    static long chainAt(final LogView view, final long position)
    {
        if (position == 0)
        {
            return Chain.START;
        }
        final long limit = view.positionAt(Durability.JOURNALED);
        final GenerationWalker walker = new GenerationWalker(view.segments(), view::journalId);
        if (position < limit)
        {
            // The generation that holds the position says what came before, even where that is corrupt.
            walker.seekPosition(position, limit);
            if (walker.next(limit) == Step.GENERATION)
            {
                return walker.previousChain();
            }
        }
        walker.seekPosition(position - 1, limit);
        if (walker.next(limit) == Step.CORRUPT)
        {
            throw walker.corruption().toException();
        }
        return walker.isBehindAccepted() ? walker.acceptedChain() : Chain.START;
    }

    private static void checkOpen(final LogView view)
    {
        if (view.isClosed())
        {
            throw new EventLogException(ErrorCode.CLOSED, "store is closed");
        }
    }
}
