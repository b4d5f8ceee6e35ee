package io.varve.client;

import io.varve.api.Ack;
import io.varve.api.Batch;
import io.varve.api.Domain;
import io.varve.api.Durability;
import io.varve.api.EventCursor;
import io.varve.api.EventSet;
import io.varve.api.EventStore;
import io.varve.api.LogReader;
import io.varve.api.Positions;
import io.varve.api.Producer;
import io.varve.api.Publisher;
import io.varve.api.Query;
import io.varve.api.QueryPlan;
import io.varve.api.RecordedEvent;
import io.varve.api.TailStart;
import io.varve.api.Tailer;
import io.varve.api.Token;
import io.varve.api.Transaction;
import io.varve.client.name.RemoteDomain;
import io.varve.client.name.RemoteInstance;
import io.varve.client.name.StoreCalls;
import io.varve.client.read.RemoteReader;
import io.varve.client.read.StreamVersions;
import io.varve.client.session.NodeConnection;
import io.varve.client.transport.NodeAddress;
import io.varve.client.write.RemoteWriter;
import io.varve.codec.EventLogException;

import java.nio.file.Path;
import java.util.ArrayList;

/**
 * A log that a node in another process writes. What is written goes over the connection. What is read comes over it too, unless the
 * node's files can be mapped from here; then only the node's acks cross it.
 */
public final class RemoteEventStore implements EventStore
{
    private static final int IDS_AT_A_TIME = 64;

    private final NodeConnection connection;
    private final RemoteWriter writer;
    private final RemoteReader reader;
    private final Calls calls = new Calls();

    /** Null when the node is asked for every event. */
    private final LogReader local;
    private long[] ids = {};
    private int nextId;

    private RemoteEventStore(final NodeConnection connection, final LogReader local)
    {
        this.connection = connection;
        this.local = local;
        writer = new RemoteWriter(calls);
        reader = new RemoteReader(connection);
    }

    /**
     * Connects to a node.
     *
     * @throws EventLogException as {@link EventStore#connect}.
     */
    public static RemoteEventStore connect(final NodeAddress address)
    {
        final LocalReaders readers = address.readsLocally() ? LocalReaders.find() : LocalReaders.NONE;
        final NodeConnection connection = new NodeConnection(address, !readers.isEmpty());
        connection.connect();
        return new RemoteEventStore(connection, readers.open(connection.terms()));
    }

    /** The node's data directory, when it can be mapped from here; else null. */
    public Path dataDirectory()
    {
        final String place = connection.terms().dataDirectory();
        return place.isEmpty() ? null : Path.of(place);
    }

    /** What instances ask of this store. */
    private final class Calls implements StoreCalls
    {
        @Override
        public NodeConnection connection()
        {
            return connection;
        }

        @Override
        public Durability defaultDurability()
        {
            return connection.terms().strongest();
        }

        @Override
        public Ack put(final RemoteInstance instance, final Batch batch, final Durability durability)
        {
            return writer.put(instance, batch, durability);
        }

        @Override
        public EventSet read(final RemoteInstance instance, final long from, final long to)
        {
            connection.checkOpen();
            final Query query = Query.of(instance);
            final ArrayList<RecordedEvent> events = new ArrayList<>();
            try (EventCursor cursor = local == null ? reader.stream(query, from, to) : local.query(query))
            {
                while (cursor.next() && cursor.version() < to)
                {
                    if (cursor.version() >= from)
                    {
                        events.add(cursor.toEvent());
                    }
                }
            }
            return new EventSet(events);
        }

        @Override
        public long version(final RemoteInstance instance)
        {
            connection.checkOpen();
            if (local == null)
            {
                return StreamVersions.lastOf(connection, instance);
            }
            try (EventCursor last = local.query(Query.of(instance).backwards().withLimit(1)))
            {
                return last.next() ? last.version() : -1;
            }
        }
    }

    @Override
    public synchronized long newId()
    {
        while (nextId == ids.length)
        {
            ids = reader.newIds(IDS_AT_A_TIME);
            nextId = 0;
        }
        return ids[nextId++];
    }

    @Override
    public Domain domain(final String name)
    {
        return new RemoteDomain(calls, name);
    }

    @Override
    public Publisher publisher()
    {
        return writer.publisher();
    }

    @Override
    public Producer publisher(final String producer)
    {
        return writer.publisher(producer);
    }

    @Override
    public Transaction transaction()
    {
        return writer.transaction();
    }

    @Override
    public void await(final Durability durability)
    {
        writer.await(durability);
    }

    @Override
    public EventCursor query(final Query query)
    {
        connection.checkOpen();
        return local == null ? reader.query(query) : local.query(query);
    }

    @Override
    public QueryPlan explain(final Query query)
    {
        connection.checkOpen();
        return local == null ? reader.explain(query) : local.explain(query);
    }

    @Override
    public Tailer tail(final TailStart start)
    {
        connection.checkOpen();
        return local == null || start.cursor() != null ? reader.tail(start) : local.tail(start);
    }

    @Override
    public Positions positions()
    {
        return local == null ? reader.positions() : local.positions();
    }

    @Override
    public Durability defaultDurability()
    {
        return connection.terms().strongest();
    }

    @Override
    public Token head()
    {
        connection.checkOpen();
        return local == null ? reader.head() : local.head();
    }

    @Override
    public synchronized void close()
    {
        if (!connection.isClosed())
        {
            writer.drain();
            connection.close();
            if (local != null)
            {
                local.close();
            }
        }
    }
}
