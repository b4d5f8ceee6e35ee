package io.varve.journal;

import io.varve.api.Ack;
import io.varve.api.Batch;
import io.varve.api.Domain;
import io.varve.api.Aggregate;
import io.varve.api.Durability;
import io.varve.api.EventCursor;
import io.varve.api.EventStore;
import io.varve.api.EventType;
import io.varve.api.Instance;
import io.varve.api.Positions;
import io.varve.api.Producer;
import io.varve.api.Publisher;
import io.varve.api.Query;
import io.varve.api.QueryPlan;
import io.varve.api.TailStart;
import io.varve.api.Tailer;
import io.varve.api.Token;
import io.varve.api.Transaction;
import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import io.varve.codec.Limits;
import io.varve.codec.dictionary.AggregateNames;
import io.varve.codec.dictionary.Dictionary;
import io.varve.codec.dictionary.DomainNames;
import io.varve.codec.dictionary.Name;
import io.varve.codec.generation.JournalIdentity;
import io.varve.journal.admission.ProducerGate;
import io.varve.journal.index.LogIndex;
import io.varve.journal.read.LogCursors;
import io.varve.journal.read.LogView;
import io.varve.journal.recovery.RecoveryReport;
import io.varve.journal.segment.Segments;
import io.varve.journal.stream.StreamLocator;
import io.varve.journal.write.VersionAdmission;
import io.varve.ring.LogPositions;
import io.varve.ring.PublishRing;
import org.agrona.concurrent.ManyToManyConcurrentArrayQueue;

import java.nio.file.Path;
import java.util.function.Function;
import java.util.function.Supplier;

/** A log that this process writes: a ring in front of a journal, and cursors over the journal. */
public final class EmbeddedEventStore implements EventStore
{
    /** Publishers that are kept for the next {@code put}; more are opened when more threads put at once. */
    private static final int POOLED_PUBLISHERS = 64;

    private final Journal journal;
    private final Path directory;
    private final PublishRing ring;
    private final StoreWait wait;
    private final IdGenerator ids = new IdGenerator();
    private final View view = new View();
    private final ManyToManyConcurrentArrayQueue<EmbeddedPublisher> pool =
        new ManyToManyConcurrentArrayQueue<>(POOLED_PUBLISHERS);
    private volatile boolean isClosed;

    private EmbeddedEventStore(final Journal journal, final StoreContext context)
    {
        this.journal = journal;
        directory = context.directory();
        ring = new PublishRing(
            context.ring(), journal.dictionary(), new VersionAdmission(journal.dictionary(), journal.streams()), journal.sink(),
            journal.start());
        wait = new StoreWait(ring, journal);
    }

    /**
     * Opens a store; in memory when the context names no directory.
     *
     * @throws EventLogException as {@link EventStore#connect} does.
     */
    public static EmbeddedEventStore open(final StoreContext context)
    {
        RuntimeFlags.check();
        final Journal journal = context.directory() == null ? new MemoryJournal(context) : new FileJournal(context);
        try
        {
            return new EmbeddedEventStore(journal, context);
        }
        catch (final RuntimeException | Error e)
        {
            journal.close();
            throw e;
        }
    }

    /** What opening it found. */
    public RecoveryReport recovery()
    {
        return journal.recovery();
    }

    @Override
    public long newId()
    {
        return ids.next();
    }

    @Override
    public Domain domain(final String name)
    {
        return new EmbeddedDomain(this, name);
    }

    @Override
    public EventCursor query(final Query query)
    {
        return LogCursors.query(view, query);
    }

    /** Events of one stream, whose names were looked up; see {@link LogCursors#stream}. */
    EventCursor stream(
        final Supplier<Query> query,
        final AggregateNames aggregate,
        final boolean isKeyed,
        final long id,
        final long fromVersion,
        final long toVersion)
    {
        return LogCursors.stream(view, query, aggregate, isKeyed, id, fromVersion, toVersion);
    }

    @Override
    public QueryPlan explain(final Query query)
    {
        return LogCursors.explain(view, query);
    }

    @Override
    public Tailer tail(final TailStart start)
    {
        return LogCursors.tail(view, start);
    }

    @Override
    public Publisher publisher()
    {
        return openPublisher(ring.context().windowLength());
    }

    @Override
    public Producer publisher(final String producer)
    {
        final ProducerGate gate = open(producer, 0);
        wait.forDrained(wait.deadlineNs()); // what the session before had under way is decided then
        final int window = Math.min(Limits.PRODUCER_WINDOW, ring.context().windowLength());
        return new EmbeddedProducer(this, wait, ring.publisher(window, gate), window, gate);
    }

    private ProducerGate open(final String producer, final long held)
    {
        checkOpen();
        final Name name = dictionary().producer(producer);
        return held == 0 ? journal.producers().takeOver(name) : journal.producers().goOn(name, held);
    }

    /**
     * Opens a writer for a publisher that is elsewhere.
     *
     * @param window batches without a forgotten outcome.
     */
    public IngressPublisher ingress(final int window)
    {
        checkOpen();
        return new IngressPublisher(this, ring.publisher(window), window, null);
    }

    /**
     * Begins to open a session of a producer that is elsewhere, as {@link #publisher(String)} does, but without waiting.
     *
     * @param held   session that the publisher had before and goes on with, or 0.
     * @param window batches without a forgotten outcome, at most {@link Limits#PRODUCER_WINDOW}.
     * @throws EventLogException with {@link ErrorCode#FENCED} when somebody else has taken the producer over since that session.
     */
    public IngressOpening ingress(final String producer, final long held, final int window)
    {
        final ProducerGate gate = open(producer, held);
        final int length = Math.min(Limits.PRODUCER_WINDOW, window);
        return new IngressOpening(wait, () -> new IngressPublisher(this, ring.publisher(length, gate), length, gate));
    }

    /**
     * Runs admission and sealing for somebody who waits without blocking.
     *
     * @return whether there was something to do.
     */
    public boolean assist()
    {
        return ring.assist();
    }

    /** Whether an aggregate has a number already. */
    public boolean isKnownAggregate(final String domain, final String name)
    {
        final DomainNames known = dictionary().findDomain(domain);
        return known != null && dictionary().findAggregate(known, name) != null;
    }

    /** Whether an event type has a number already. */
    public boolean isKnownType(final String domain, final String name)
    {
        final DomainNames known = dictionary().findDomain(domain);
        return known != null && known.findType(name) != null;
    }

    /** Asks for a sync of what is journaled and returns at once; {@link #positions()} tells when it is done. */
    public void requestSync()
    {
        journal.requestSync();
    }

    /** Why writing has ended, or null. */
    public Throwable failure()
    {
        return journal.sink().failure();
    }

    /** Which journal it is, in which epoch. */
    public JournalIdentity identity()
    {
        return journal.start().journal();
    }

    /** The data directory, or null of a store in memory. */
    public Path directory()
    {
        return directory;
    }

    /** Position behind the last journaled event, without an object for it. */
    public long journaledPosition()
    {
        return journal.positions().journaled();
    }

    /** Position behind the last synced event, without an object for it. */
    public long syncedPosition()
    {
        return journal.positions().synced();
    }

    /** Journaled events of a stream with {@code from <= version < to}; whatever else the walk meets is left to the caller. */
    public EventCursor stream(final Instance instance, final long from, final long to)
    {
        return own(instance).cursor(from, to);
    }

    /** The place at a journaled position. */
    public Token tokenAt(final long position)
    {
        return LogCursors.tokenAt(view, position);
    }

    @Override
    public Transaction transaction()
    {
        return new EmbeddedTransaction(this);
    }

    private EmbeddedPublisher openPublisher(final int windowLength)
    {
        checkOpen();
        return new EmbeddedPublisher(this, wait, ring.publisher(windowLength), windowLength, null);
    }

    Ack put(final EmbeddedInstance instance, final Batch batch, final Durability durability)
    {
        return put(publisher -> publisher.put(instance, batch, durability));
    }

    Ack put(final EmbeddedTransaction transaction, final Durability durability)
    {
        return put(publisher -> publisher.put(transaction, durability));
    }

    private Ack put(final Function<EmbeddedPublisher, Ack> write)
    {
        checkOpen();
        final EmbeddedPublisher pooled = pool.poll();
        final EmbeddedPublisher publisher = pooled == null ? openPublisher(1) : pooled;
        boolean isReusable = false;
        try
        {
            final Ack ack = write.apply(publisher);
            isReusable = true;
            return ack;
        }
        finally
        {
            isReusable |= publisher.unpolled() == 0;
            if (!isReusable || !pool.offer(publisher))
            {
                publisher.close();
            }
        }
    }

    /** An aggregate as this store's own. */
    EmbeddedAggregate own(final Aggregate aggregate)
    {
        if (aggregate instanceof EmbeddedAggregate own && own.isOf(this))
        {
            return own;
        }
        throw new IllegalArgumentException("aggregate is not of this store: aggregate=" + aggregate);
    }

    /** A transaction as this store's own. */
    EmbeddedTransaction own(final Transaction transaction)
    {
        if (transaction instanceof EmbeddedTransaction own && own.isOf(this))
        {
            return own;
        }
        throw new IllegalArgumentException("transaction is not of this store: transaction=" + transaction);
    }

    /** An event type as this store's own. */
    EmbeddedDomain.Type own(final EventType type)
    {
        if (type instanceof EmbeddedDomain.Type own && own.isOf(this))
        {
            return own;
        }
        throw new IllegalArgumentException("event type is not of this store: type=" + type);
    }

    /** An instance as this store's own. */
    EmbeddedInstance own(final Instance instance)
    {
        if (instance instanceof EmbeddedInstance own && own.isOf(this))
        {
            return own;
        }
        throw new IllegalArgumentException("instance is not of this store: instance=" + instance);
    }

    @Override
    public Positions positions()
    {
        return view.positions();
    }

    /** Where streams are. */
    StreamLocator streams()
    {
        return journal.streams().locator();
    }

    /** Version of the last journaled event of a stream, or {@link StreamLocator#UNKNOWN_VERSION}. */
    long lastVersion(final AggregateNames aggregate, final boolean isKeyed, final long id)
    {
        return aggregate.logOrdinal() == AggregateNames.NOT_LOGGED ? -1 : journal.streams().locator().lastVersion(
            aggregate.logOrdinal(), isKeyed, id, journal.lastGeneration() + 1);
    }

    @Override
    public void await(final Durability durability)
    {
        checkOpen();
        wait.checkAvailable(durability);
        final long deadlineNs = wait.deadlineNs();
        wait.forDrained(deadlineNs);
        final long journaled = journal.positions().journaled();
        if (journaled > 0)
        {
            wait.forLevel(journaled - 1, durability, deadlineNs);
        }
    }

    @Override
    public Durability defaultDurability()
    {
        return journal.strongest();
    }

    @Override
    public Token head()
    {
        return LogCursors.head(view);
    }

    Dictionary dictionary()
    {
        return journal.dictionary();
    }

    void checkOpen()
    {
        if (isClosed)
        {
            throw new EventLogException(ErrorCode.CLOSED, "store is closed: place=" + journal.place());
        }
    }

    @Override
    public synchronized void close()
    {
        if (isClosed)
        {
            return;
        }
        isClosed = true;
        try
        {
            ring.close();
        }
        finally
        {
            journal.close();
        }
    }

    /** The log as cursors of this process see it. */
    private final class View implements LogView
    {
        @Override
        public Segments segments()
        {
            return journal.segments();
        }

        @Override
        public LogIndex index()
        {
            return journal.index();
        }

        @Override
        public Positions positions()
        {
            final LogPositions positions = journal.positions();
            return new Positions(positions.journaled(), positions.synced(), positions.replicated());
        }

        @Override
        public long positionAt(final Durability durability)
        {
            final LogPositions positions = journal.positions();
            return switch (durability)
            {
                case JOURNALED -> positions.journaled();
                case SYNCED -> positions.synced();
                case REPLICATED -> positions.replicated();
            };
        }

        @Override
        public Durability defaultDurability()
        {
            return journal.strongest();
        }

        @Override
        public JournalIdentity journal()
        {
            return journal.start().journal();
        }

        @Override
        public long journalId()
        {
            return journal.start().journal().folded();
        }

        @Override
        public long incarnation()
        {
            return 0;
        }

        @Override
        public Dictionary names(final long belowGeneration)
        {
            return journal.dictionary();
        }

        @Override
        public StreamLocator streams()
        {
            return journal.streams().locator();
        }

        @Override
        public boolean isClosed()
        {
            return isClosed;
        }
    }
}
