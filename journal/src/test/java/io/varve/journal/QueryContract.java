package io.varve.journal;

import io.varve.api.Aggregate;
import io.varve.api.Batch;
import io.varve.api.Event;
import io.varve.api.EventCursor;
import io.varve.api.Instance;
import io.varve.api.Publisher;
import io.varve.api.Query;
import io.varve.api.RecordedEvent;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

/** Queries: whatever is asked, the answer is that of a filter over everything that was written. */
public abstract class QueryContract extends StoreContract
{
    private static final List<String> NAMES = List.of("a", "b", "c");
    private static final List<String> KEYS = List.of("1", "2", "3", "k");
    private static final List<String> TYPES = List.of("T0", "T1", "T2", "T3");
    private static final int TIMES = 1_000;

    @Test
    void shouldAnswerAsAFilterOverEverythingWould()
    {
        Seeds.run(random ->
        {
            final List<String> written = write(random, 4_000);
            final List<RecordedEvent> all = store.collect(Query.all()).toList();
            assertEquals(written, all.stream().map(QueryContract::text).toList());

            for (int i = 0; i < 150; i++)
            {
                final Query query = query(random, all);
                assertSame(expected(query, all), found(query), text(query));
            }
        });
    }

    @Test
    void shouldFindNothingInAnEmptyLog()
    {
        assertEquals(0, store.collect(Query.all()).count());
        assertEquals(0, store.collect(Query.all().backwards().withDomain("a")).count());
    }

    @Test
    void shouldFindNothingInAnEmptyRangeAndNothingOfUnknownNames()
    {
        write(new Random(1), 100);
        for (final boolean isBackwards : new boolean[]{false, true})
        {
            final Query all = isBackwards ? Query.all().backwards() : Query.all();
            assertEquals(0, found(all.withPositions(5, 5)).size());
            assertEquals(0, found(all.withPositions(9, 3)).size());
            assertEquals(0, found(all.withPositions(100_000, 200_000)).size());
            assertEquals(0, found(all.withTimestamps(7, 7)).size());
            assertEquals(0, found(all.withTimestamps(8, 7)).size());
            assertEquals(0, found(all.withRecordedAt(5, 5)).size());
            assertEquals(0, found(all.withLimit(0)).size());
            assertEquals(0, found(all.withDomain("unknown")).size());
            assertEquals(0, found(all.withAggregate("unknown")).size());
            assertEquals(0, found(all.withKey("unknown")).size());
            assertEquals(0, found(all.withTypes(Set.of("unknown"))).size());
        }
    }

    @Test
    void shouldFindWhatWasWrittenUnderANameThatWasAskedForBefore()
    {
        final Instance instance = store.domain("late").aggregate("late").instance("late");
        assertEquals(0, found(Query.all().withDomain("late").withKey("late").withTypes(Set.of("Late"))).size());

        instance.put(Event.of("Late", "l"));

        assertEquals(1, found(Query.all().withDomain("late").withKey("late").withTypes(Set.of("Late"))).size());
    }

    @Test
    void shouldNotSeeWhatIsWrittenAfterItWasAsked()
    {
        final Instance instance = store.domain("a").aggregate("a").instance(1);
        instance.put(Event.of("T0", "before"));
        try (EventCursor cursor = store.query(Query.all()); EventCursor backwards = store.query(Query.all().backwards()))
        {
            instance.put(Event.of("T0", "after"));

            cursor.next();
            backwards.next();
            assertEquals(0, cursor.position());
            assertEquals(0, backwards.position());
            assertFalse(cursor.next());
            assertFalse(backwards.next());
        }
    }

    private List<String> write(final Random random, final int batches)
    {
        final List<String> written = new ArrayList<>();
        try (Publisher publisher = store.publisher())
        {
            for (int i = 0; i < batches; i++)
            {
                final Aggregate aggregate =
                    store.domain(NAMES.get(random.nextInt(3))).aggregate(NAMES.get(random.nextInt(3)));
                final boolean isKeyed = random.nextBoolean();
                final String key = KEYS.get(random.nextInt(KEYS.size()));
                final long id = 1 + random.nextInt(3);
                final long timestamp = random.nextInt(50) == 0 ? random.nextLong() >> 8 : random.nextInt(TIMES);
                final List<Event> events = new ArrayList<>();
                final int count = random.nextInt(10) == 0 ? 1 + random.nextInt(40) : 1 + random.nextInt(3);
                for (int j = 0; j < count; j++)
                {
                    final String data = i + "." + j + ".".repeat(random.nextInt(100) == 0 ? 5_000 : random.nextInt(200));
                    final Event event = Event.of(TYPES.get(random.nextInt(TYPES.size())), data);
                    events.add(event);
                    written.add(text(aggregate.domain(), aggregate.name(), isKeyed ? key : null, id, event.type(), timestamp,
                        Map.of("n", "" + i), data));
                }
                TestEvents.makeRoom(publisher, publisher.publish(isKeyed ? aggregate.instance(key) : aggregate.instance(id),
                    Batch.of(events).withTimestampNs(timestamp).withMetadata(Map.of("n", "" + i))));
            }
        }
        store.await(store.defaultDurability());
        return written;
    }

    private static String text(
        final String domain,
        final String aggregate,
        final String key,
        final long id,
        final String type,
        final long timestamp,
        final Map<String, String> metadata,
        final String data)
    {
        return domain + ' ' + aggregate + ' ' + (key == null ? id : '"' + key) + ' ' + type + ' ' + timestamp + ' ' + metadata + ' ' + data;
    }

    private static String text(final RecordedEvent event)
    {
        return text(event.domain(), event.aggregate(), event.key(), event.id(), event.type(), event.timestampNs(),
            event.metadata(), event.text());
    }

    private Query query(final Random random, final List<RecordedEvent> all)
    {
        Query query = Query.all();
        if (random.nextInt(3) == 0)
        {
            query = query.withDomain(NAMES.get(random.nextInt(3)));
        }
        if (random.nextInt(3) == 0)
        {
            query = query.withAggregate(NAMES.get(random.nextInt(3)));
        }
        switch (random.nextInt(5))
        {
            case 0 -> query = query.withId(1 + random.nextInt(4));
            case 1 -> query = query.withKey(random.nextInt(9) == 0 ? "unknown" : KEYS.get(random.nextInt(KEYS.size())));
            default ->
            {
            }
        }
        if (random.nextInt(3) == 0)
        {
            final Set<String> types = new HashSet<>();
            for (int i = random.nextInt(3); i >= 0; i--)
            {
                types.add(random.nextInt(9) == 0 ? "unknown" : TYPES.get(random.nextInt(TYPES.size())));
            }
            query = query.withTypes(types);
        }
        if (random.nextInt(3) == 0)
        {
            final long from = random.nextInt(TIMES);
            query = query.withTimestamps(from, from + random.nextInt(TIMES / 2));
        }
        if (random.nextInt(4) == 0)
        {
            final long from = any(random, all).recordedAtNs() - random.nextInt(2);
            query = query.withRecordedAt(from, any(random, all).recordedAtNs() + random.nextInt(2));
        }
        if (random.nextInt(3) == 0)
        {
            final long from = random.nextInt(all.size() + 10);
            query = query.withPositions(from, from + random.nextInt(random.nextBoolean() ? 20 : all.size()));
        }
        if (random.nextInt(3) == 0)
        {
            query = query.withLimit(random.nextInt(random.nextBoolean() ? 5 : all.size()));
        }
        return random.nextBoolean() ? query.backwards() : query;
    }

    /** Names the first difference only: an answer has thousands of events. */
    private static void assertSame(final List<String> expected, final List<String> found, final String query)
    {
        for (int i = 0; i < Math.min(expected.size(), found.size()); i++)
        {
            final int index = i;
            assertEquals(expected.get(i), found.get(i), () -> query + ", index=" + index);
        }
        assertEquals(expected.size(), found.size(), query);
    }

    private static RecordedEvent any(final Random random, final List<RecordedEvent> all)
    {
        return all.get(random.nextInt(all.size()));
    }

    private static List<String> expected(final Query query, final List<RecordedEvent> all)
    {
        final List<RecordedEvent> matches = new ArrayList<>(all.stream().filter(event ->
            (query.domain() == null || query.domain().equals(event.domain())) &&
            (query.aggregate() == null || query.aggregate().equals(event.aggregate())) &&
            (!query.hasId() || event.key() == null && event.id() == query.id()) &&
            (query.key() == null || query.key().equals(event.key())) &&
            (query.types().isEmpty() || query.types().contains(event.type())) &&
            event.timestampNs() >= query.fromTimestampNs() && event.timestampNs() < query.toTimestampNs() &&
            event.recordedAtNs() >= query.fromRecordedAtNs() && event.recordedAtNs() < query.toRecordedAtNs() &&
            event.position() >= query.fromPosition() && event.position() < query.toPosition()).toList());
        if (query.isBackwards())
        {
            Collections.reverse(matches);
        }
        return matches.stream().limit(query.limit()).map(event -> event.position() + " " + text(event)).toList();
    }

    private List<String> found(final Query query)
    {
        return store.collect(query).stream().map(event -> event.position() + " " + text(event)).toList();
    }

    private static String text(final Query query)
    {
        return "domain=" + query.domain() + ", aggregate=" + query.aggregate() + ", id=" + (query.hasId() ? query.id() : "any") +
            ", key=" + query.key() + ", types=" + query.types() + ", timestamps=" + query.fromTimestampNs() + " to " +
            query.toTimestampNs() + ", recordedAt=" + query.fromRecordedAtNs() + " to " + query.toRecordedAtNs() +
            ", positions=" + query.fromPosition() + " to " + query.toPosition() + ", limit=" + query.limit() +
            ", backwards=" + query.isBackwards();
    }
}
