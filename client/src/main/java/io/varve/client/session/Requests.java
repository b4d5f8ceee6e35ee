package io.varve.client.session;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Questions that are not answered to their end. */
final class Requests
{
    private final ConcurrentHashMap<Long, Request> open = new ConcurrentHashMap<>();
    private final AtomicLong lastId = new AtomicLong();

    void begin(final Request request, final Session session)
    {
        final long id = lastId.incrementAndGet();
        request.begin(id, session);
        open.put(id, request);
    }

    Request find(final long id)
    {
        return open.get(id);
    }

    void end(final Request request)
    {
        open.remove(request.id());
    }

    /** Tells all questions of a session that it was lost. */
    void lose(final Session session)
    {
        for (final Request request : open.values())
        {
            if (request.session() == session)
            {
                open.remove(request.id());
                request.onLost();
            }
        }
    }
}
