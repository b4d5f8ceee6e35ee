package io.varve.api;

import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;

import java.util.ArrayList;

/** Reads a log: one stream, a query, or everything as it comes. Thread-safe; cursors belong to one thread. */
public interface LogReader extends AutoCloseable
{
    /** All journaled events of a numbered instance; empty for one that nobody wrote to. */
    default EventSet get(final String domain, final String aggregate, final long id)
    {
        return collect(Query.all().withDomain(domain).withAggregate(aggregate).withId(id));
    }

    /** All journaled events of a keyed instance; empty for one that nobody wrote to. */
    default EventSet get(final String domain, final String aggregate, final String key)
    {
        return collect(Query.all().withDomain(domain).withAggregate(aggregate).withKey(key));
    }

    /** Everything that a query finds, copied. */
    default EventSet collect(final Query query)
    {
        final ArrayList<RecordedEvent> events = new ArrayList<>();
        try (EventCursor cursor = query(query))
        {
            while (cursor.next())
            {
                events.add(cursor.toEvent());
            }
        }
        return new EventSet(events);
    }

    /** Events that fulfil a query, up to what is journaled when it is asked. */
    EventCursor query(Query query);

    /** Which generations a query would look into, up to what is journaled now; reads none of them but those that have no index. */
    QueryPlan explain(Query query);

    /**
     * Follows the log.
     *
     * @throws EventLogException with {@link ErrorCode#HISTORY_DIFFERS} when the start's token does not fit.
     */
    Tailer tail(TailStart start);

    /** How far the log has come. */
    Positions positions();

    /** The level that {@link #tail} waits for by itself: the strongest of the medium. */
    Durability defaultDurability();

    /** The place behind the last journaled event. */
    Token head();

    /** Ends reading; cursors and tailers of it throw from now on. Idempotent. */
    @Override
    void close();
}
