package io.varve.journal;

import io.varve.api.Ack;
import io.varve.api.Batch;
import io.varve.api.Durability;
import io.varve.api.Event;
import io.varve.api.EventCursor;
import io.varve.api.EventSet;
import io.varve.api.ExpectedVersion;
import io.varve.api.Instance;
import io.varve.api.Query;
import io.varve.api.RecordedEvent;
import io.varve.codec.dictionary.AggregateNames;
import io.varve.codec.dictionary.Name;
import io.varve.journal.stream.StreamLocator;
import io.varve.ring.RecordFlyweight;

import java.util.ArrayList;

/** One thing of an embedded store. */
final class EmbeddedInstance implements Instance
{
    private final EmbeddedEventStore store;
    private final EmbeddedAggregate aggregate;
    private final String key;
    private final long id;
    private final int keyedFlag;

    private Name numberedKey;
    private boolean isWritten;

    EmbeddedInstance(
        final EmbeddedEventStore store, final EmbeddedAggregate aggregate, final String key, final long id)
    {
        this.store = store;
        this.aggregate = aggregate;
        this.key = key;
        this.id = id;
        keyedFlag = key == null ? 0 : RecordFlyweight.KEYED;
    }

    @Override
    public String domain()
    {
        return aggregate.domain();
    }

    @Override
    public String aggregate()
    {
        return aggregate.name();
    }

    @Override
    public String key()
    {
        return key;
    }

    @Override
    public long id()
    {
        return id;
    }

    @Override
    public Ack put(final Event... events)
    {
        return put(Batch.of(events), store.defaultDurability());
    }

    @Override
    public Ack put(final ExpectedVersion expected, final Event... events)
    {
        return put(Batch.of(events).withExpectedVersion(expected), store.defaultDurability());
    }

    @Override
    public Ack put(final Batch batch, final Durability durability)
    {
        return store.put(this, batch, durability);
    }

    @Override
    public EventSet get()
    {
        return read(0, Long.MAX_VALUE);
    }

    @Override
    public EventSet get(final long from, final long to)
    {
        if (from < 0 || to < 0 || from >= to)
        {
            throw new IllegalArgumentException("versions must be 0 <= from < to: from=" + from + ", to=" + to);
        }
        final long count = version() + 1;
        if (from > count)
        {
            throw new IllegalArgumentException("versions begin behind the stream: from=" + from + ", count=" + count);
        }
        return read(from, to);
    }

    private EventSet read(final long from, final long to)
    {
        final ArrayList<RecordedEvent> events = new ArrayList<>();
        try (EventCursor cursor = cursor(from, to))
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

    /** Journaled events of the stream, at least those with {@code from <= version < to}. */
    EventCursor cursor(final long from, final long to)
    {
        store.checkOpen();
        final AggregateNames known = aggregate.findNumbered();
        final Name knownKey = known == null || key == null ? null : known.findKey(key);
        if (known == null || known.logOrdinal() < 0 || key != null && knownKey == null)
        {
            return store.query(Query.of(this));
        }
        return store.stream(() -> Query.of(this), known, key != null, key == null ? id : knownKey.number(), from, to);
    }

    @Override
    public long version()
    {
        store.checkOpen();
        final AggregateNames known = aggregate.findNumbered();
        final Name knownKey = known == null || key == null ? null : known.findKey(key);
        if (known == null || key != null && knownKey == null)
        {
            return -1;
        }
        final long last = store.lastVersion(known, key != null, key == null ? id : knownKey.number());
        return last == StreamLocator.UNKNOWN_VERSION ? lastInLog() : last;
    }

    private long lastInLog()
    {
        try (EventCursor last = store.query(Query.of(this).backwards().withLimit(1)))
        {
            return last.next() ? last.version() : -1;
        }
    }

    boolean isOf(final EmbeddedEventStore other)
    {
        return store == other;
    }

    AggregateNames numberedAggregate()
    {
        return aggregate.numbered();
    }

    /** Number of the instance, or of its key. */
    long number()
    {
        return key == null ? id : numberedKey().number();
    }

    private Name numberedKey()
    {
        Name known = numberedKey;
        if (known == null)
        {
            known = store.dictionary().key(numberedAggregate(), key);
            numberedKey = known; // benign race: everybody finds the same one
        }
        return known;
    }

    /** Flags that a record of this instance needs. */
    int recordFlags()
    {
        return isWritten || hasBecomeWritten() ? keyedFlag : keyedFlag | RecordFlyweight.NEW_NAMES;
    }

    private boolean hasBecomeWritten()
    {
        if (numberedAggregate().name().isWritten() && (key == null || numberedKey().isWritten()))
        {
            isWritten = true;
        }
        return isWritten;
    }

    String address()
    {
        return domain() + '/' + aggregate() + '/' + (key == null ? Long.toString(id) : key);
    }
}
