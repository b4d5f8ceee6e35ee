package io.varve.journal;

import io.varve.api.Ack;
import io.varve.api.Aggregate;
import io.varve.api.Batch;
import io.varve.api.Durability;
import io.varve.api.Event;
import io.varve.api.EventSet;
import io.varve.api.ExpectedVersion;
import io.varve.api.Instance;
import io.varve.api.Query;
import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import io.varve.codec.Limits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Bounds and names: what is within is stored whole, what is not is refused, and nothing of it is stored. */
public abstract class LimitsContract extends StoreContract
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

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE, Long.MAX_VALUE})
    void shouldTakeAnyNumberAsAnInstance(final long id)
    {
        persons().instance(id).put(Event.of("t", "x"));

        assertEquals(id, store.get("namespace", "person", id).at(0).id());
    }

    @Test
    void shouldTakeAnyKeyUpToAKibibyte()
    {
        final List<String> keys = List.of("k", " ", "a/b\\c", "£¢", "\uD83D\uDE00", "\u0000", "x".repeat(1_024), "ü".repeat(512));
        for (final String key : keys)
        {
            persons().instance(key).put(ExpectedVersion.none(), Event.of("t", key));
        }

        for (final String key : keys)
        {
            assertEquals(key, store.get("namespace", "person", key).at(0).key());
            assertEquals(key, store.get("namespace", "person", key).at(0).text());
        }
        for (final String bad : List.of("", "x".repeat(1_025), "ü".repeat(513), "\uD83D"))
        {
            assertRefused(() -> persons().instance(bad));
            assertRefused(() -> store.get("namespace", "person", bad));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Upper", "abcdefghijklmnopqrstu", "\uD83D\uDE00", "..", ".", "a/b", "a\\b", "a b", "ü"})
    void shouldRefuseABadNameOfADomainOrAggregate(final String name)
    {
        assertRefused(() -> store.domain(name));
        assertRefused(() -> store.domain("ok").aggregate(name));
        assertRefused(() -> store.query(Query.all().withDomain(name)));
        assertRefused(() -> store.get("ok", name, 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a/b", "ü", "\uD83D\uDE00"})
    void shouldRefuseABadNameOfAType(final String name)
    {
        assertRefused(() -> Event.of(name, "x"));
        assertRefused(() -> store.domain("ok").type(name));
        assertRefused(() -> store.query(Query.all().withTypes(Set.of(name))));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 255, 256})
    void shouldStoreABatchWhole(final int count)
    {
        final Instance instance = persons().instance("batch");

        final Ack ack = instance.put(events(count, 100));

        assertEquals(count, ack.count());
        final EventSet found = instance.get();
        assertEquals(count, found.count());
        for (int i = 0; i < count; i++)
        {
            assertArrayEquals(TestEvents.bytes(i, 100), found.dataAt(i));
            assertEquals("type" + i % 3, found.typeAt(i));
            assertEquals(100, found.lengthAt(i));
            assertEquals(TestEvents.crc(1 + i % 3, TestEvents.bytes(i, 100)), found.checkSumAt(i));
        }
    }

    @Test
    void shouldRefuseABatchOfNoOrTooManyEvents()
    {
        assertRefused(() -> persons().instance(1).put());
        assertRefused(() -> persons().instance(1).put(events(257, 0)));
        assertRefused(() -> Batch.of(List.of()));

        assertEquals(0, eventsInLog());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4_095, 4_096, 4_097, 65_534, 65_535})
    void shouldStoreAnEventOfAnyLengthUpToTheBound(final int length)
    {
        final Instance instance = persons().instance(1);

        instance.put(Event.of("before", "b"));
        instance.put(Event.of("sized", TestEvents.bytes(9, length)));
        instance.put(Event.of("after", "a"));

        assertArrayEquals(TestEvents.bytes(9, length), instance.get().dataAt(1));
        assertEquals("a", instance.get().at(2).text());
    }

    @Test
    void shouldRefuseAnEventThatIsTooLarge()
    {
        assertFails(ErrorCode.EVENT_TOO_LARGE, () -> Event.of("t", new byte[Limits.MAX_EVENT_LENGTH + 1]));
    }

    @Test
    void shouldStoreTheLargestBatchAndRefuseOneThatIsLarger()
    {
        final Instance instance = persons().instance("k".repeat(1_024));
        int stored = 0;
        int refusedFrom = 0;
        for (int bytes = Limits.MAX_GENERATION_LENGTH - 3_000; bytes <= Limits.MAX_GENERATION_LENGTH; bytes += 8)
        {
            final Event[] batch = {
                Event.of("t".repeat(80), TestEvents.bytes(1, 65_000)), Event.of("u".repeat(80), TestEvents.bytes(2, bytes - 65_000))};
            try
            {
                instance.put(batch);
                assertEquals(0, refusedFrom, "bytes=" + bytes);
                stored++;
            }
            catch (final EventLogException e)
            {
                assertEquals(ErrorCode.BATCH_TOO_LARGE, e.code());
                refusedFrom = refusedFrom == 0 ? bytes : refusedFrom;
            }
        }

        assertTrue(stored > 100, "stored=" + stored);
        assertNotEquals(0, refusedFrom);
        assertEquals(2L * stored, eventsInLog());
        assertEquals(2L * stored, instance.put(Event.of("next", "n")).position());
        assertFails(ErrorCode.BATCH_TOO_LARGE, () -> persons().instance(1).put(events(256, 65_535)));
        assertTrue(persons().instance(1).get().isEmpty());
    }

    @Test
    void shouldRefuseTooMuchMetadata()
    {
        final Batch large = Batch.of(events(1, 1)).withMetadata(Map.of("name", "x".repeat(4_088)));
        final Batch tooLarge = Batch.of(events(1, 1)).withMetadata(Map.of("name", "x".repeat(4_089)));

        assertEquals(0, persons().instance(1).put(large, Durability.JOURNALED).position());
        assertRefused(() -> persons().instance(1).put(tooLarge, Durability.JOURNALED));

        assertEquals(1, persons().instance(1).put(events(1, 1)).position());
        assertEquals(4_088, persons().instance(1).get().at(0).metadata().get("name").length());
    }

    @Test
    void shouldRefuseMoreAggregatesThanADomainCanHave()
    {
        for (int i = 0; i < Limits.MAX_AGGREGATES; i++)
        {
            store.domain("d").aggregate("a" + i).instance(1).put(
                Batch.of(Event.of("t", "x")), Durability.JOURNALED);
        }

        assertFails(ErrorCode.TOO_MANY_NAMES, () -> store.domain("d").aggregate("more").instance(1).put(Event.of("t", "x")));

        assertEquals(Limits.MAX_AGGREGATES, eventsInLog());
        assertTrue(store.get("d", "more", 1).isEmpty());
        assertEquals(1, store.domain("d").aggregate("a7").instance(1).put(Event.of("t", "x")).version());
    }
}
