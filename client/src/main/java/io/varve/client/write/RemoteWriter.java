package io.varve.client.write;

import io.varve.api.Ack;
import io.varve.api.Aggregate;
import io.varve.api.Batch;
import io.varve.api.Durability;
import io.varve.api.EventType;
import io.varve.api.Instance;
import io.varve.api.Producer;
import io.varve.api.Publisher;
import io.varve.api.Transaction;
import io.varve.client.name.RemoteAggregate;
import io.varve.client.name.RemoteDomain;
import io.varve.client.name.RemoteInstance;
import io.varve.client.name.RemoteType;
import io.varve.client.name.StoreCalls;
import io.varve.client.session.NodeConnection;
import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import io.varve.codec.Limits;
import io.varve.codec.name.Names;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

/** The writing half of a store over a connection. Thread-safe. */
public final class RemoteWriter
{
    /** Batches without a polled ack that a publisher can have, unless the node gives less. */
    private static final int WINDOW_LENGTH = 1_024;

    /** Publishers of {@code put}, which each has until the outcome is there; more threads than that take turns. */
    private static final int POOLED_PUBLISHERS = 16;

    private final StoreCalls store;
    private final NodeConnection connection;
    private final Map<String, Map<String, RemoteType>> types = new ConcurrentHashMap<>();
    private final Set<RemotePublisher> open = ConcurrentHashMap.newKeySet();
    private final ConcurrentLinkedQueue<RemotePublisher> pool = new ConcurrentLinkedQueue<>();
    private final Semaphore turns = new Semaphore(POOLED_PUBLISHERS);

    /** Of a store. */
    public RemoteWriter(final StoreCalls store)
    {
        this.store = store;
        connection = store.connection();
    }

    /** Opens a publisher without a name. */
    public Publisher publisher()
    {
        return publisher(WINDOW_LENGTH);
    }

    private RemotePublisher publisher(final int windowLength)
    {
        return register(new RemotePublisher(this, begin(windowLength, null)));
    }

    /** Opens a named producer. */
    public Producer publisher(final String producer)
    {
        Names.producerBytes(producer);
        final RemoteProducer opened = new RemoteProducer(this, begin(Limits.PRODUCER_WINDOW, producer));
        register(opened);
        return opened;
    }

    private RemotePublisher register(final RemotePublisher publisher)
    {
        open.add(publisher);
        return publisher;
    }

    private Sending begin(final int windowLength, final String producer)
    {
        final long deadlineNs = connection.deadlineNs();
        connection.checkOpen();
        final Sending sending = new Sending(connection, windowLength, producer);
        connection.add(sending);
        boolean isOpen = false;
        try
        {
            connection.pump().await(() ->
            {
                connection.checkOpen();
                connection.open(sending);
                return sending.isOpen() || sending.refusal() != null;
            }, deadlineNs);
            isOpen = sending.isOpen();
            if (!isOpen)
            {
                throw sending.refusal() == null ? connection.unreachable() : sending.refusal();
            }
            return sending;
        }
        finally
        {
            if (!isOpen)
            {
                connection.remove(sending);
            }
        }
    }

    void remove(final RemotePublisher publisher)
    {
        open.remove(publisher);
        connection.remove(publisher.sending());
    }

    /** Starts a transaction. */
    public Transaction transaction()
    {
        return new RemoteTransaction(this);
    }

    /** Writes a batch and waits until it has reached a level. */
    public Ack put(final RemoteInstance instance, final Batch batch, final Durability durability)
    {
        return put(publisher -> publisher.publish(instance, batch), durability);
    }

    /** A publisher is taken only until the outcome is there: whoever then waits for a sync holds up no other. */
    Ack put(final ToLongFunction<RemotePublisher> write, final Durability durability)
    {
        checkAvailable(durability);
        connection.checkOpen();
        final long deadlineNs = connection.deadlineNs();
        takeTurn(deadlineNs);
        final Ack ack;
        try
        {
            final RemotePublisher pooled = pool.poll();
            final RemotePublisher publisher = pooled == null ? publisher(1) : pooled;
            try
            {
                ack = outcome(publisher, write.applyAsLong(publisher), deadlineNs);
            }
            finally
            {
                publisher.poll((ticket, status, position, version) -> { }, 1);
                if (publisher.unpolled() == 0 && !connection.isClosed())
                {
                    pool.add(publisher);
                }
                else
                {
                    publisher.abandon();
                }
            }
        }
        finally
        {
            turns.release();
        }
        connection.awaitLevel(ack.position() + 1, durability, deadlineNs);
        return ack(ack.position(), ack.version(), ack.count());
    }

    private void takeTurn(final long deadlineNs)
    {
        boolean isInterrupted = false;
        try
        {
            while (true)
            {
                try
                {
                    if (!turns.tryAcquire(Math.max(0, deadlineNs - System.nanoTime()), TimeUnit.NANOSECONDS))
                    {
                        throw new EventLogException(ErrorCode.BACK_PRESSURED, "no turn in time: puts under way=" +
                            POOLED_PUBLISHERS + ", held up by=" + connection.trouble());
                    }
                    return;
                }
                catch (final InterruptedException e)
                {
                    isInterrupted = true; // a put that began is not given up for that
                }
            }
        }
        finally
        {
            if (isInterrupted)
            {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static Ack outcome(final RemotePublisher publisher, final long ticket, final long deadlineNs)
    {
        publisher.awaitOutcome(ticket, deadlineNs);
        final Window window = publisher.sending().outcomes();
        return new Ack(window.position(ticket), window.version(ticket), window.count(ticket), Durability.JOURNALED);
    }

    /** An ack with the highest level that is known to be reached. */
    Ack ack(final long position, final long version, final int count)
    {
        Durability reached = Durability.JOURNALED;
        for (final Durability level : Durability.values())
        {
            reached = connection.positions().at(level) > position ? level : reached;
        }
        return new Ack(position, version, count, reached);
    }

    /** Waits until everything published before this call has reached a level. */
    public void await(final Durability durability)
    {
        connection.checkOpen();
        checkAvailable(durability);
        final long deadlineNs = connection.deadlineNs();
        for (final RemotePublisher publisher : open)
        {
            if (!publisher.drain(deadlineNs))
            {
                throw connection.timedOut("outcome of what was published");
            }
        }
        connection.awaitLevel(connection.writtenUpTo(), durability, deadlineNs);
    }

    /** Lets everything that was published get its outcome, as far as it comes in time. */
    public void drain()
    {
        final long deadlineNs = connection.deadlineNs();
        for (final RemotePublisher publisher : open)
        {
            if (!publisher.drain(deadlineNs))
            {
                return;
            }
        }
    }

    Durability defaultDurability()
    {
        return store.defaultDurability();
    }

    void checkAvailable(final Durability durability)
    {
        final Durability strongest = connection.terms().strongest();
        if (durability.compareTo(strongest) > 0)
        {
            throw new EventLogException(ErrorCode.DURABILITY_UNAVAILABLE, "the medium does not give this durability: asked=" +
                durability + ", strongest=" + strongest + ", place=" + connection.address());
        }
    }

    /** A type by its name; looked up once. */
    RemoteType type(final String domain, final String name)
    {
        return types.computeIfAbsent(domain, d -> new ConcurrentHashMap<>())
            .computeIfAbsent(name, n -> (RemoteType)new RemoteDomain(store, domain).type(name));
    }

    RemoteInstance own(final Instance instance)
    {
        if (instance instanceof RemoteInstance own && own.isOf(store))
        {
            return own;
        }
        throw new IllegalArgumentException("instance is not of this store: instance=" + instance);
    }

    RemoteAggregate own(final Aggregate aggregate)
    {
        if (aggregate instanceof RemoteAggregate own && own.isOf(store))
        {
            return own;
        }
        throw new IllegalArgumentException("aggregate is not of this store: aggregate=" + aggregate);
    }

    RemoteType own(final String domain, final EventType type)
    {
        if (type instanceof RemoteType own && own.isOf(store) && (own.domain() == domain || own.domain().equals(domain)))
        {
            return own;
        }
        throw new IllegalArgumentException("event type is not of the instance's domain and store: type=" + type.name() +
            ", domain=" + type.domain() + ", instance's domain=" + domain);
    }
}
