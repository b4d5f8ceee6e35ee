package io.varve.journal;

import io.varve.api.Ack;
import io.varve.api.Aggregate;
import io.varve.api.Batch;
import io.varve.api.Durability;
import io.varve.api.Event;
import io.varve.api.EventCursor;
import io.varve.api.EventSet;
import io.varve.api.EventStore;
import io.varve.api.ExpectedVersion;
import io.varve.api.Instance;
import io.varve.api.Query;
import io.varve.api.RecordedEvent;
import io.varve.api.TailStart;
import io.varve.api.Token;
import io.varve.codec.ErrorCode;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Streams: what is put is what is got, all or nothing, with the versions that were expected. */
public abstract class EventStoreContract extends StoreContract
{
    private Aggregate persons()
    {
        return store.domain("namespace").aggregate("person");
    }

    private static Event[] events(final int count, final int lengthEach)
    {
        return TestEvents.events(count, lengthEach);
    }

    private long eventsInLog()
    {
        return store.collect(Query.all()).count();
    }

    @Test
    void shouldReadBackWhatWasPut()
    {
        final Instance john = persons().instance(42);
        john.put(Event.of("Registered", "John"));
        persons().instance(7).put(Event.of("Registered", "Bill"));

        final Ack ack = john.put(Event.of("NameChanged", "Jaughn"), Event.of("Left", new byte[0]));

        assertEquals(new Ack(2, 1, 2, store.defaultDurability()), ack);
        assertEquals(4, ack.nextPosition());
        assertEquals(2, ack.lastVersion());
        final EventSet found = john.get();
        assertEquals(3, found.count());
        assertEquals(List.of("Registered", "NameChanged", "Left"), found.stream().map(RecordedEvent::type).toList());
        assertEquals(List.of(0L, 2L, 3L), found.stream().map(RecordedEvent::position).toList());
        assertEquals(List.of(0L, 1L, 2L), found.stream().map(RecordedEvent::version).toList());
        assertEquals(List.of("John", "Jaughn", ""), found.stream().map(RecordedEvent::text).toList());
        assertEquals(found.toList().toString(), store.get("namespace", "person", 42).toList().toString());
        assertEquals(2, john.version());
        assertEquals(2, found.lastVersion());
        final RecordedEvent last = found.at(2);
        assertEquals("namespace/person/42 v2 @3 Left bytes=0", last.toString());
        assertNull(last.key());
        assertEquals(42, last.id());
    }

    @Test
    void shouldGiveAnEmptySetForAnInstanceThatNobodyWroteTo()
    {
        final Instance nobody = persons().instance("nobody");

        assertTrue(nobody.get().isEmpty());
        assertEquals(-1, nobody.get().lastVersion());
        assertTrue(nobody.get(0, 1).isEmpty());
        assertEquals(-1, nobody.version());
        assertTrue(store.get("namespace", "person", 1).isEmpty());
        assertTrue(store.get("other", "person", "k").isEmpty());
        assertEquals(0, eventsInLog());
        assertRefused(() -> nobody.get(1, 2));
    }

    @ParameterizedTest
    @CsvSource({"0,5,5", "0,1,1", "4,5,1", "0,9223372036854775807,5", "4,6,1", "2,4,2", "5,6,0", "5,9223372036854775807,0"})
    void shouldGetARangeOfVersionsWithTheEndClamped(final long from, final long to, final int count)
    {
        final Instance instance = persons().instance(1);
        instance.put(events(5, 3));

        final EventSet found = instance.get(from, to);

        assertEquals(
            LongStream.range(from, from + count).boxed().toList(), found.stream().map(RecordedEvent::version).toList());
    }

    @ParameterizedTest
    @CsvSource({"-1,2", "0,-1", "-2,-1", "0,0", "3,3", "3,2", "6,7", "9223372036854775806,9223372036854775807",
        "-9223372036854775808,5"})
    void shouldRefuseABadRangeOfVersions(final long from, final long to)
    {
        final Instance instance = persons().instance(1);
        instance.put(events(5, 3));

        final IllegalArgumentException failure = assertRefused(() -> instance.get(from, to));

        assertTrue(failure.getMessage().contains("from=" + from), failure.getMessage());
    }

    @Test
    void shouldKeepNumberedAndKeyedInstancesApart()
    {
        persons().instance(42).put(Event.of("number", "n"));
        persons().instance("42").put(Event.of("key", "k"));
        final long keyNumber = persons().instance("42").get().at(0).id();
        persons().instance(keyNumber).put(ExpectedVersion.none(), Event.of("number", "same as the key's"));
        store.domain("namespace").aggregate("person2").instance(42).put(ExpectedVersion.none(), Event.of("a", "a"));
        store.domain("namespace2").aggregate("person").instance(42).put(ExpectedVersion.none(), Event.of("d", "d"));

        assertEquals("n", persons().instance(42).get().at(0).text());
        assertEquals(1, persons().instance(42).get().count());
        assertEquals("k", persons().instance("42").get().at(0).text());
        assertEquals(1, persons().instance("42").get().count());
        assertEquals("42", persons().instance("42").get().at(0).key());
        assertEquals("same as the key's", persons().instance(keyNumber).get().at(0).text());
        assertEquals("k", store.get("namespace", "person", "42").at(0).text());
        assertEquals("a", store.get("namespace", "person2", 42).at(0).text());
        assertEquals("d", store.get("namespace2", "person", 42).at(0).text());
    }

    @Test
    void shouldCheckWhatTheWriterExpects()
    {
        final Instance instance = persons().instance("e");
        assertEquals("stream=namespace/person/e: expected version exists, current none", assertFails(
            ErrorCode.WRONG_EXPECTED_VERSION, () -> instance.put(ExpectedVersion.exists(), events(1, 1))).getMessage());
        assertEquals("stream=namespace/person/e: expected version 5, current none", assertFails(
            ErrorCode.WRONG_EXPECTED_VERSION, () -> instance.put(ExpectedVersion.exactly(5), events(1, 1))).getMessage());
        assertEquals("stream=namespace/person/e: expected version 0, current none", assertFails(
            ErrorCode.WRONG_EXPECTED_VERSION, () -> instance.put(ExpectedVersion.exactly(0), events(1, 1))).getMessage());

        assertEquals(0, instance.put(ExpectedVersion.none(), events(2, 1)).version());
        assertEquals("stream=namespace/person/e: expected version none, current 1", assertFails(
            ErrorCode.WRONG_EXPECTED_VERSION, () -> instance.put(ExpectedVersion.none(), events(1, 1))).getMessage());
        assertEquals("stream=namespace/person/e: expected version 0, current 1", assertFails(
            ErrorCode.WRONG_EXPECTED_VERSION, () -> instance.put(ExpectedVersion.exactly(0), events(1, 1))).getMessage());
        assertFails(ErrorCode.WRONG_EXPECTED_VERSION, () -> instance.put(ExpectedVersion.exactly(2), events(1, 1)));
        assertFails(ErrorCode.WRONG_EXPECTED_VERSION, () -> instance.put(ExpectedVersion.exactly(Long.MAX_VALUE), events(1, 1)));
        assertEquals(2, instance.put(ExpectedVersion.exactly(1), events(1, 1)).version());
        assertEquals(3, instance.put(ExpectedVersion.exists(), events(1, 1)).version());
        assertEquals(4, instance.put(ExpectedVersion.any(), events(1, 1)).version());

        assertEquals(5, eventsInLog());
        assertEquals(4, instance.version());
    }

    @Test
    void shouldRoundTripMetadataAndTimestamps()
    {
        final Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("zeta", "last name, first entry");
        metadata.put("correlation", "c-1");
        metadata.put("other", "");
        metadata.put("user", "£\uD83D\uDE00");
        final long[] timestamps = {0, 1, -1, Long.MAX_VALUE, Long.MIN_VALUE + 1, 1_391_793_418_000_000_000L, 5};
        final Instance instance = persons().instance(1);
        for (final long timestamp : timestamps)
        {
            instance.put(
                Batch.of(events(2, 4)).withTimestampNs(timestamp).withMetadata(metadata), Durability.JOURNALED);
        }
        instance.put(Event.of("plain", "p"));

        final EventSet found = instance.get();

        for (int i = 0; i < 2 * timestamps.length; i++)
        {
            assertEquals(timestamps[i / 2], found.at(i).timestampNs());
            assertEquals(metadata, found.at(i).metadata());
            assertEquals(List.copyOf(metadata.keySet()), List.copyOf(found.at(i).metadata().keySet()));
        }
        final RecordedEvent plain = found.at(2 * timestamps.length);
        assertEquals(Map.of(), plain.metadata());
        final long nowNs = System.currentTimeMillis() * 1_000_000;
        assertEquals(nowNs, plain.timestampNs(), 60e9);
        assertEquals(nowNs, plain.recordedAtNs(), 60e9);
    }

    @Test
    void shouldReadWhereItLiesWithTheSameAnswers()
    {
        persons().instance("k").put(
            Batch.of(events(3, 50)).withTimestampNs(77).withMetadata(Map.of("user", "u")), Durability.JOURNALED);

        try (EventCursor cursor = store.query(Query.all()))
        {
            assertFailsBeforeAStep(cursor);
            for (int i = 0; i < 3; i++)
            {
                assertTrue(cursor.next());
                assertEquals("namespace", cursor.domain());
                assertEquals("person", cursor.aggregate());
                assertEquals("k", cursor.key());
                assertEquals("type" + i, cursor.type());
                assertEquals(i, cursor.position());
                assertEquals(i, cursor.version());
                assertEquals(0, cursor.generation());
                assertEquals(77, cursor.timestampNs());
                assertEquals(Map.of("user", "u"), cursor.metadata());
                assertEquals(50, cursor.length());
                final byte[] data = new byte[50];
                cursor.data().getBytes(0, data);
                assertArrayEquals(TestEvents.bytes(i, 50), data);
                assertTrue(cursor.verify());
            }
            assertFalse(cursor.next());
            assertFalse(cursor.next());
            assertFailsBeforeAStep(cursor);
        }
    }

    private static void assertFailsBeforeAStep(final EventCursor cursor)
    {
        assertThrows(IllegalStateException.class, cursor::position);
        assertThrows(IllegalStateException.class, cursor::data);
    }

    @Test
    void shouldGiveNewIdsInRunsOfNeighbours()
    {
        final int count = 10_000;
        final Set<Long> ids = new HashSet<>();
        final List<Long> inOrder = new ArrayList<>();
        try (EventStore other = EventStore.connect("mem://"))
        {
            for (int i = 0; i < count; i++)
            {
                inOrder.add(store.newId());
                ids.add(inOrder.get(i));
                ids.add(other.newId());
            }
        }

        assertEquals(2 * count, ids.size());
        assertTrue(ids.stream().allMatch(id -> id >= 0));
        final long neighbours = IntStream.range(1, count).filter(i -> inOrder.get(i) == inOrder.get(i - 1) + 1).count();
        assertTrue(neighbours > count / 2 && neighbours < count, "neighbours=" + neighbours);
    }

    @Test
    void shouldRefuseADurabilityThatTheMediumDoesNotGive()
    {
        final Instance instance = persons().instance(1);

        assertFails(ErrorCode.DURABILITY_UNAVAILABLE,
            () -> instance.put(Batch.of(Event.of("t", "x")), Durability.REPLICATED));
        assertFails(ErrorCode.DURABILITY_UNAVAILABLE, () -> store.await(Durability.REPLICATED));

        assertEquals(0, eventsInLog());
    }

    @Test
    void shouldSayHowFarTheLogHasCome()
    {
        assertEquals(0, store.positions().journaled());
        assertEquals(0, store.head().position());
        persons().instance(1).put(events(3, 10));

        store.await(store.defaultDurability());

        assertEquals(3, store.positions().journaled());
        assertEquals(3, store.positions().at(store.defaultDurability()));
        assertEquals(3, store.head().position());
        assertEquals(store.head(), Token.parse(store.head().toString()));
    }

    @Test
    void shouldRefuseEverythingAfterClose()
    {
        final Instance instance = persons().instance(1);
        instance.put(events(3, 10));
        final EventCursor cursor = store.query(Query.all());
        final EventCursor backwards = store.query(Query.all().backwards());
        assertTrue(cursor.next());
        assertTrue(backwards.next());

        store.close();
        store.close();

        assertFails(ErrorCode.CLOSED, () -> instance.put(events(1, 1)));
        assertFails(ErrorCode.CLOSED, instance::get);
        assertFails(ErrorCode.CLOSED, instance::version);
        assertFails(ErrorCode.CLOSED, () -> store.query(Query.all()));
        assertFails(ErrorCode.CLOSED, store::publisher);
        assertFails(ErrorCode.CLOSED, store::head);
        assertFails(ErrorCode.CLOSED, () -> store.await(Durability.JOURNALED));
        assertFails(ErrorCode.CLOSED, () -> store.tail(TailStart.beginning()));
        assertFails(ErrorCode.CLOSED, cursor::next);
        assertFails(ErrorCode.CLOSED, backwards::next);
    }

    @Test
    void shouldThrowFromACursorThatWasClosed()
    {
        persons().instance(1).put(events(3, 10));
        final EventCursor cursor = store.query(Query.all());
        assertTrue(cursor.next());
        final DirectBuffer kept = cursor.data();

        cursor.close();
        cursor.close();

        assertFails(ErrorCode.CLOSED, cursor::next);
        assertFails(ErrorCode.CLOSED, cursor::position);
        assertFails(ErrorCode.CLOSED, cursor::data);
        assertFails(ErrorCode.CLOSED, cursor::metadata);
        assertFails(ErrorCode.CLOSED, cursor::verify);
        assertFails(ErrorCode.CLOSED, cursor::toEvent);
        assertThrows(IndexOutOfBoundsException.class, () -> kept.getByte(0));
    }

    @Test
    void shouldGiveTheSameSetHoweverMuchIsWrittenBetween()
    {
        final Random random = new Random(1);
        final Map<Long, List<String>> expected = new LinkedHashMap<>();
        for (int i = 0; i < 2_000; i++)
        {
            final long id = random.nextInt(40);
            final String text = i + "x".repeat(random.nextInt(300));
            persons().instance(id).put(Batch.of(Event.of("t", text)), Durability.JOURNALED);
            expected.computeIfAbsent(id, key -> new ArrayList<>()).add(text);
        }

        expected.forEach((id, texts) -> assertEquals(texts,
            persons().instance(id).get().stream().map(e -> new String(e.data(), StandardCharsets.UTF_8)).toList()));
    }
}
