package io.varve.journal;

import io.varve.api.Ack;
import io.varve.api.AckStatus;
import io.varve.api.Batch;
import io.varve.api.Durability;
import io.varve.api.Event;
import io.varve.api.EventCursor;
import io.varve.api.EventSet;
import io.varve.api.EventStore;
import io.varve.api.ExpectedVersion;
import io.varve.api.Instance;
import io.varve.api.Producer;
import io.varve.api.Publisher;
import io.varve.api.Query;
import io.varve.api.RecordedEvent;
import io.varve.api.TailStart;
import io.varve.api.Tailer;
import io.varve.api.Transaction;
import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import io.varve.codec.Limits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Transactions: all or nothing, judged as a whole, never seen in part. */
@Timeout(60)
public abstract class TransactionContract extends StoreContract
{
    private Instance thing(final long id)
    {
        return store.domain("transact").aggregate("thing").instance(id);
    }

    private static Event event(final String text)
    {
        return Event.of("T", text);
    }

    private List<String> texts(final Instance instance)
    {
        return instance.get().stream().map(event -> new String(event.data())).toList();
    }

    private EventSet all()
    {
        return store.collect(Query.all());
    }

    @Test
    void shouldWriteAllBatchesInOneGeneration()
    {
        final Instance keyed = store.domain("other").aggregate("named").instance("a key");
        final Ack ack = store.transaction()
            .append(thing(1), event("a"), event("b"))
            .append(keyed, Batch.of(Event.of("U", "c")).withMetadata(Map.of("user", "ann")).withTimestampNs(77))
            .append(thing(2), ExpectedVersion.none(), event("d"))
            .publish();

        assertEquals(new Ack(0, 0, 4, ack.reached()), ack);
        assertEquals(store.defaultDurability().compareTo(ack.reached()) <= 0, true);
        final List<RecordedEvent> events = all().toList();
        assertEquals(List.of("a", "b", "c", "d"), events.stream().map(event -> new String(event.data())).toList());
        assertEquals(1, events.stream().map(RecordedEvent::generation).distinct().count());
        assertEquals(Map.of("user", "ann"), events.get(2).metadata());
        assertEquals(77, events.get(2).timestampNs());
        assertEquals(events.get(0).timestampNs(), events.get(3).timestampNs());
        assertEquals(List.of("c"), texts(keyed));
    }

    @Test
    void shouldWriteNothingWhenOneStreamIsNotAsExpected()
    {
        thing(1).put(event("x"));
        final EventLogException failure = assertFails(ErrorCode.WRONG_EXPECTED_VERSION, () -> store.transaction()
            .append(thing(1), ExpectedVersion.exactly(0), event("a"))
            .append(thing(2), ExpectedVersion.exactly(3), event("b"))
            .append(thing(3), event("c"))
            .publish());

        assertEquals("stream=transact/thing/2: expected version 3, current none", failure.getMessage());
        assertEquals(1, all().count());
        assertEquals(1, thing(1).put(ExpectedVersion.exactly(0), event("y")).version());
        assertEquals(0, thing(2).put(ExpectedVersion.none(), event("y")).version());
        assertEquals(0, thing(3).put(ExpectedVersion.none(), event("y")).version());
    }

    @Test
    void shouldRequireStreamsThatItDoesNotWrite()
    {
        thing(9).put(event("x"), event("y"));

        store.transaction().append(thing(1), event("a")).require(thing(9), ExpectedVersion.exactly(1)).publish();
        store.transaction().require(thing(9), ExpectedVersion.exists()).append(thing(1), event("b")).publish();
        final EventLogException failure = assertFails(ErrorCode.WRONG_EXPECTED_VERSION, () -> store.transaction()
            .append(thing(1), event("c")).require(thing(9), ExpectedVersion.exactly(0)).publish());

        assertEquals("stream=transact/thing/9: expected version 0, current 1", failure.getMessage());
        assertEquals(List.of("a", "b"), texts(thing(1)));
        assertEquals(2, thing(9).get().count());
    }

    @Test
    void shouldJudgeEachPartBehindTheOnesAheadOfIt()
    {
        store.transaction()
            .append(thing(1), ExpectedVersion.none(), event("a"), event("b"))
            .require(thing(1), ExpectedVersion.exactly(1))
            .append(thing(2), ExpectedVersion.none(), event("x"))
            .append(thing(1), ExpectedVersion.exactly(1), event("c"))
            .publish();
        assertEquals(List.of("a", "b", "c"), texts(thing(1)));
        assertEquals(List.of(0L, 1L, 2L), thing(1).get().stream().map(RecordedEvent::version).toList());

        final EventLogException failure = assertFails(ErrorCode.WRONG_EXPECTED_VERSION, () -> store.transaction()
            .append(thing(1), ExpectedVersion.exactly(2), event("d"))
            .append(thing(1), ExpectedVersion.exactly(2), event("e"))
            .publish());
        assertEquals("stream=transact/thing/1: expected version 2, current 3", failure.getMessage());
        assertEquals(List.of("a", "b", "c"), texts(thing(1)));
    }

    @Test
    void shouldTakeAsManyPartsAsTheBoundAndNameIt()
    {
        final Transaction most = store.transaction();
        for (int i = 0; i < Limits.MAX_TRANSACTION_PARTS; i++)
        {
            most.append(thing(i % 200), event("e" + i));
        }
        assertEquals(Limits.MAX_TRANSACTION_PARTS, most.publish().count());
        assertEquals(1, all().stream().map(RecordedEvent::generation).distinct().count());

        most.require(thing(1), ExpectedVersion.any());
        final EventLogException failure = assertFails(ErrorCode.BATCH_TOO_LARGE, most::publish);
        assertEquals("transaction has too many batches and conditions: parts=257, highest=256", failure.getMessage());
        assertEquals(Limits.MAX_TRANSACTION_PARTS, all().count());
    }

    @Test
    void shouldTakeAsManyBytesAsAGenerationAndNameTheBound()
    {
        int fitted = 0;
        for (int length = 62_000; length <= 64_000; length += 50)
        {
            final Transaction transaction = store.transaction()
                .append(thing(1), Event.of("T", TestEvents.bytes(length, length)))
                .append(thing(2), Event.of("T", TestEvents.bytes(length, length)));
            try
            {
                transaction.publish(Durability.JOURNALED);
                fitted = length;
            }
            catch (final EventLogException e)
            {
                assertEquals(ErrorCode.BATCH_TOO_LARGE, e.code());
                assertTrue(e.getMessage().contains("highest=" + Limits.MAX_GENERATION_LENGTH), e.getMessage());
            }
        }
        assertTrue(2 * fitted > Limits.MAX_GENERATION_LENGTH - 600 && 2 * fitted < Limits.MAX_GENERATION_LENGTH, "" + fitted);
        assertEquals(thing(1).get().count(), thing(2).get().count());
    }

    @Test
    void shouldRefuseWhatWritesNothingOrIsAnotherStores()
    {
        final Transaction empty = store.transaction().require(thing(1), ExpectedVersion.none());
        assertThrows(IllegalStateException.class, empty::publish);
        try (EventStore other = EventStore.connect("mem://"))
        {
            assertRefused(() -> store.transaction().append(other.domain("d").aggregate("a").instance(1), event("a")));
            try (Publisher publisher = other.publisher())
            {
                assertRefused(() -> publisher.publish(empty));
            }
        }
    }

    @Test
    void shouldPipelineWithOneSequenceEach()
    {
        try (Producer producer = store.publisher("p"))
        {
            final Transaction first = store.transaction().append(thing(1), event("a")).append(thing(2), event("b"));
            final Transaction conflict = store.transaction()
                .append(thing(1), event("c")).append(thing(2), ExpectedVersion.none(), event("d"));
            producer.publish(first);
            final long refused = producer.publish(conflict);
            final long last = producer.publish(thing(3), Batch.of(event("e")));
            assertEquals(4, producer.nextSequence());
            assertEquals(2, producer.await(last, Durability.JOURNALED).position());
            final String message = assertFails(
                ErrorCode.WRONG_EXPECTED_VERSION, () -> producer.await(refused, Durability.JOURNALED)).getMessage();
            assertEquals("stream=transact/thing/2: expected version none, current 0", message);

            producer.sequence(1);
            final long again = producer.publish(first);
            assertEquals(new Ack(0, 0, 2, Durability.JOURNALED).position(), producer.await(again, Durability.JOURNALED).position());
            final List<AckStatus> statuses = new ArrayList<>();
            producer.poll((ticket, status, position, version) -> statuses.add(status), 10);
            assertEquals(List.of(AckStatus.ADMITTED, AckStatus.WRONG_EXPECTED_VERSION, AckStatus.ADMITTED,
                AckStatus.DUPLICATE), statuses);
        }
        assertEquals(3, all().count());
    }

    @Test
    void shouldNeverBeSeenInPart() throws InterruptedException
    {
        final int rounds = 2_000;
        final int width = 7;
        final Thread writer = new Thread(() ->
        {
            try (Publisher publisher = store.publisher())
            {
                for (int round = 0; round < rounds; round++)
                {
                    final Transaction transaction = store.transaction();
                    final String text = Integer.toString(round);
                    IntStream.range(0, width).forEach(i -> transaction.append(thing(i), event(text)));
                    TestEvents.makeRoom(publisher, publisher.publish(transaction));
                }
            }
        });
        writer.start();
        int seen = 0;
        try (Tailer tail = store.tail(TailStart.beginning().withDurability(Durability.JOURNALED)))
        {
            while (seen < rounds * width)
            {
                while (tail.next())
                {
                    assertEquals(Integer.toString(seen / width), new String(tail.toEvent().data()));
                    assertEquals(seen % width, tail.id());
                    seen++;
                }
                // At the seam, whatever was caught up with, no transaction is open.
                assertEquals(0, seen % width);
                try (EventCursor behind = store.query(Query.all().withPositions(seen, Long.MAX_VALUE)))
                {
                    int count = 0;
                    while (behind.next())
                    {
                        count++;
                    }
                    assertEquals(0, count % width, "seen=" + seen);
                }
            }
        }
        writer.join();
        assertEquals(rounds * width, all().count());
    }
}
