package io.varve.journal;

import io.varve.api.Ack;
import io.varve.api.AckStatus;
import io.varve.api.Aggregate;
import io.varve.api.Batch;
import io.varve.api.BatchClaim;
import io.varve.api.Durability;
import io.varve.api.Event;
import io.varve.api.EventSet;
import io.varve.api.EventStore;
import io.varve.api.EventType;
import io.varve.api.ExpectedVersion;
import io.varve.api.Instance;
import io.varve.api.Publisher;
import io.varve.api.Query;
import io.varve.codec.ErrorCode;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The pipelined way: tickets and acks in order, claims in place, nothing of what was given back. */
@Timeout(60)
public abstract class PublisherContract extends StoreContract
{
    private static final int WINDOW = 1_024;
    private final UnsafeBuffer data = new UnsafeBuffer(new byte[64]);

    private record Outcome(long ticket, AckStatus status, long position, long version)
    {
    }

    private Aggregate things()
    {
        return store.domain("publish").aggregate("thing");
    }

    private EventType type()
    {
        return store.domain("publish").type("T");
    }

    private static List<Outcome> poll(final Publisher publisher)
    {
        final List<Outcome> outcomes = new ArrayList<>();
        publisher.poll((ticket, status, position, version) -> outcomes.add(new Outcome(ticket, status, position, version)),
            Integer.MAX_VALUE);
        return outcomes;
    }

    @Test
    void shouldPublishToInstancesByTheirNumbersAlone()
    {
        final int count = 3_000;
        try (Publisher publisher = store.publisher())
        {
            for (int i = 0; i < count; i++)
            {
                data.putInt(0, i);
                final int instance = i % 7;
                final long ticket = i % 2 == 0 ?
                    publisher.publish(things(), instance, type(), data, 0, 4) :
                    tryUntilTaken(publisher, instance);
                assertEquals(i, ticket);
                if (publisher.unpolled() == WINDOW)
                {
                    publisher.await(ticket, Durability.JOURNALED);
                    poll(publisher).forEach(outcome -> assertEquals(outcome.ticket() / 7, outcome.version()));
                }
            }
            publisher.await(count - 1, Durability.JOURNALED);
        }

        for (int instance = 0; instance < 7; instance++)
        {
            final EventSet events = things().instance(instance).get();
            assertEquals((count - instance + 6) / 7, events.count());
            for (int i = 0; i < events.count(); i++)
            {
                assertEquals(instance + 7 * i, new UnsafeBuffer(events.dataAt(i)).getInt(0));
            }
        }
    }

    private long tryUntilTaken(final Publisher publisher, final int instance)
    {
        long ticket;
        do
        {
            ticket = publisher.tryPublish(things(), instance, type(), data, 0, 4);
        }
        while (ticket < 0);
        return ticket;
    }

    @Test
    void shouldRefuseAnAggregateOfAnotherStoreAndATypeOfAnotherDomain()
    {
        final EventType foreign = store.domain("other").type("T");
        try (EventStore other = EventStore.connect("mem://"); Publisher publisher = store.publisher())
        {
            final Aggregate others = other.domain("publish").aggregate("thing");

            assertThrows(IllegalArgumentException.class, () -> publisher.publish(others, 1, type(), data, 0, 4));
            assertThrows(IllegalArgumentException.class, () -> publisher.tryPublish(others, 1, type(), data, 0, 4));
            assertThrows(IllegalArgumentException.class, () -> publisher.publish(things(), 1, foreign, data, 0, 4));
            assertEquals(0, publisher.unpolled());
        }
    }

    @Test
    void shouldPipelineWithAcksInOrder()
    {
        final int count = 50_000;
        final Instance instance = things().instance(1);
        final EventType type = type();
        final List<Outcome> outcomes = new ArrayList<>();
        try (Publisher publisher = store.publisher())
        {
            for (int i = 0; i < count; i++)
            {
                data.putInt(0, i);
                if (publisher.unpolled() == WINDOW)
                {
                    publisher.await(i - 1, Durability.JOURNALED);
                    outcomes.addAll(poll(publisher));
                }
                assertEquals(i, publisher.publish(instance, type, data, 0, 4 + i % 60));
            }
            publisher.await(count - 1, Durability.JOURNALED);
            outcomes.addAll(poll(publisher));
            assertEquals(0, publisher.unpolled());
            assertEquals(0, publisher.poll((ticket, status, position, version) -> { }, 10));
        }

        for (int i = 0; i < count; i++)
        {
            assertEquals(new Outcome(i, AckStatus.ADMITTED, i, i), outcomes.get(i));
        }
        assertEquals(count, outcomes.size());
        final EventSet found = instance.get();
        assertEquals(count, found.count());
        for (int i = 0; i < count; i++)
        {
            assertEquals(4 + i % 60, found.lengthAt(i));
            assertEquals(i, new UnsafeBuffer(found.dataAt(i)).getInt(0));
        }
    }

    @Test
    void shouldPollNoMoreThanTheLimit()
    {
        try (Publisher publisher = store.publisher())
        {
            for (int i = 0; i < 10; i++)
            {
                publisher.publish(things().instance(1), type(), data, 0, 1);
            }
            publisher.await(9, Durability.JOURNALED);

            final List<Long> tickets = new ArrayList<>();
            assertEquals(3, publisher.poll((ticket, status, position, version) -> tickets.add(ticket), 3));
            assertEquals(List.of(0L, 1L, 2L), tickets);
            assertEquals(7, publisher.unpolled());
            assertEquals(new Ack(5, 5, 1, Durability.JOURNALED).position(), publisher.await(5, Durability.JOURNALED).position());
            assertThrows(IllegalArgumentException.class, () -> publisher.await(0, Durability.JOURNALED));
        }
    }

    @Test
    void shouldStopOnlyThePublisherThatDoesNotPoll()
    {
        final Instance instance = things().instance(1);
        try (Publisher silent = store.publisher(); Publisher other = store.publisher())
        {
            for (int i = 0; i < WINDOW; i++)
            {
                silent.publish(instance, type(), data, 0, 1);
            }

            assertEquals(Publisher.WINDOW_FULL, silent.tryPublish(instance, type(), data, 0, 1));
            assertFails(ErrorCode.WINDOW_FULL, () -> silent.publish(instance, type(), data, 0, 1));
            assertFails(ErrorCode.WINDOW_FULL, () -> silent.publish(instance, Batch.of(Event.of("T", "x"))));
            assertFails(ErrorCode.WINDOW_FULL, () -> silent.claim(instance, 1, 1));
            other.await(other.publish(instance, type(), data, 0, 1), Durability.JOURNALED);
            instance.put(Event.of("T", "x"));
            silent.await(0, Durability.JOURNALED);
            assertTrue(silent.poll((ticket, status, position, version) -> { }, 1) == 1);
            assertEquals(WINDOW, silent.publish(instance, type(), data, 0, 1));
        }
        assertEquals(WINDOW + 3, instance.get().count());
    }

    @Test
    void shouldFillAClaimInPlace()
    {
        final Instance instance = things().instance("claimed");
        try (Publisher publisher = store.publisher())
        {
            final long ticket;
            try (BatchClaim claim = publisher.claim(instance, 3, 100))
            {
                claim.expect(ExpectedVersion.none()).timestampNs(99);
                claim.event(type(), 60).setMemory(0, 60, (byte)7);
                claim.event(store.domain("publish").type("U"), 0);
                claim.event(type(), 8).putLong(0, 42);
                ticket = claim.commit();
            }
            final Ack ack = publisher.await(ticket, Durability.JOURNALED);
            assertEquals(0, ack.position());
            assertEquals(3, ack.count());
        }

        final EventSet found = instance.get();
        assertEquals(3, found.count());
        final byte[] sevens = new byte[60];
        java.util.Arrays.fill(sevens, (byte)7);
        assertArrayEquals(sevens, found.dataAt(0));
        assertEquals("U", found.typeAt(1));
        assertEquals(0, found.lengthAt(1));
        assertEquals(42, new UnsafeBuffer(found.dataAt(2)).getLong(0));
        assertEquals(99, found.at(2).timestampNs());
        for (int i = 0; i < 3; i++)
        {
            assertEquals(TestEvents.crc("U".equals(found.typeAt(i)) ? 2 : 1, found.dataAt(i)), found.checkSumAt(i));
        }
    }

    @Test
    void shouldWriteNothingOfAClaimThatWasGivenBack()
    {
        final Instance instance = things().instance(1);
        try (Publisher publisher = store.publisher())
        {
            final BatchClaim aborted = publisher.claim(instance, 1, 10);
            aborted.event(type(), 10);
            aborted.abort();
            assertThrows(IllegalStateException.class, aborted::commit);
            try (BatchClaim closed = publisher.claim(instance, 1, 10))
            {
                closed.event(type(), 10);
            }
            final BatchClaim leftOpen = publisher.claim(instance, 1, 10);
            leftOpen.event(type(), 10);
            assertThrows(IllegalStateException.class, () -> publisher.claim(instance, 1, 1));
            assertThrows(IllegalStateException.class, () -> publisher.publish(instance, type(), data, 0, 1));
        }

        assertEquals(0, instance.put(Event.of("T", "x")).position());
        assertEquals(1, store.collect(Query.all()).count());
    }

    @Test
    void shouldRefuseMoreOrLessThanWasClaimed()
    {
        final Instance instance = things().instance(1);
        try (Publisher publisher = store.publisher())
        {
            final BatchClaim claim = publisher.claim(instance, 2, 10);
            assertThrows(IllegalStateException.class, claim::commit);
            assertThrows(IllegalStateException.class, () -> claim.event(type(), 11));
            assertThrows(IllegalStateException.class, () -> claim.event(type(), -1));
            claim.event(type(), 4).putInt(0, 1);
            assertThrows(IllegalStateException.class, () -> claim.event(type(), 7));
            assertThrows(IllegalStateException.class, claim::commit);
            claim.event(type(), 4).putInt(0, 2);
            assertThrows(IllegalStateException.class, () -> claim.event(type(), 0));
            publisher.await(claim.commit(), Durability.JOURNALED);
            assertThrows(IllegalStateException.class, claim::commit);
            assertThrows(IllegalStateException.class, claim::abort);
            claim.close();

            assertRefused(() -> publisher.claim(instance, 0, 10));
            assertRefused(() -> publisher.claim(instance, 257, 10));
            assertFails(ErrorCode.BATCH_TOO_LARGE, () -> publisher.claim(instance, 2, 130_000));
            assertFails(ErrorCode.BATCH_TOO_LARGE, () -> publisher.claim(instance, 2, Integer.MAX_VALUE));
        }

        assertEquals(2, instance.get().count());
        assertEquals(2, new UnsafeBuffer(instance.get().dataAt(1)).getInt(0));
    }

    @Test
    void shouldSayWhichBatchesWereRefused()
    {
        final Instance instance = things().instance("r");
        try (Publisher publisher = store.publisher())
        {
            publisher.publish(instance, Batch.of(Event.of("T", "0"), Event.of("T", "1")));
            publisher.publish(instance, Batch.of(Event.of("T", "no")).withExpectedVersion(ExpectedVersion.none()));
            publisher.publish(things().instance("empty"), Batch.of(Event.of("T", "no")).withExpectedVersion(ExpectedVersion.exists()));
            publisher.publish(instance, Batch.of(Event.of("T", "2")).withExpectedVersion(ExpectedVersion.exactly(1)));
            assertFails(ErrorCode.WRONG_EXPECTED_VERSION, () -> publisher.await(1, Durability.JOURNALED));
            publisher.await(3, Durability.JOURNALED);

            assertEquals(List.of(
                new Outcome(0, AckStatus.ADMITTED, 0, 0),
                new Outcome(1, AckStatus.WRONG_EXPECTED_VERSION, -1, 1),
                new Outcome(2, AckStatus.WRONG_EXPECTED_VERSION, -1, -1),
                new Outcome(3, AckStatus.ADMITTED, 2, 2)), poll(publisher));
        }
        assertEquals(3, store.collect(Query.all()).count());
    }

    @Test
    void shouldRefuseWhatIsOfAnotherStoreOrDomain()
    {
        try (EventStore otherStore = EventStore.connect("mem://"); Publisher publisher = store.publisher())
        {
            final Instance foreign = otherStore.domain("publish").aggregate("thing").instance(1);
            final EventType otherDomain = store.domain("other").type("T");

            assertRefused(() -> publisher.publish(foreign, type(), data, 0, 1));
            assertRefused(() -> publisher.publish(foreign, Batch.of(Event.of("T", "x"))));
            assertRefused(() -> publisher.claim(foreign, 1, 1));
            assertRefused(() -> publisher.publish(things().instance(1), otherDomain, data, 0, 1));
            final EventType otherStores = otherStore.domain("publish").type("Other");
            assertRefused(() -> publisher.publish(things().instance(1), otherStores, data, 0, 1));
        }
        assertEquals(0, store.collect(Query.all()).count());
    }

    @Test
    void shouldRefuseEventsThatAreTooLarge()
    {
        final UnsafeBuffer large = new UnsafeBuffer(new byte[70_000]);
        try (Publisher publisher = store.publisher())
        {
            assertFails(ErrorCode.EVENT_TOO_LARGE, () -> publisher.tryPublish(things().instance(1), type(), large, 0, 65_536));
            assertThrows(IndexOutOfBoundsException.class, () -> publisher.tryPublish(things().instance(1), type(), data, 60, 5));
            assertThrows(RuntimeException.class, () -> publisher.tryPublish(things().instance(1), type(), data, 0, -1));
            assertEquals(0, publisher.publish(things().instance(1), type(), large, 0, 65_535));
            publisher.await(0, Durability.JOURNALED);
        }
        assertEquals(1, store.collect(Query.all()).count());
    }

    @Test
    void shouldRefuseEverythingAfterClose()
    {
        final Instance instance = things().instance(1);
        final Publisher publisher = store.publisher();
        publisher.publish(instance, type(), data, 0, 1);
        publisher.close();
        publisher.close();
        assertFails(ErrorCode.CLOSED, () -> publisher.publish(instance, type(), data, 0, 1));
        assertFails(ErrorCode.CLOSED, () -> publisher.claim(instance, 1, 1));
        assertEquals(1, instance.get().count());

        final Publisher left = store.publisher();
        left.publish(instance, type(), data, 0, 1);
        store.close();
        assertFails(ErrorCode.CLOSED, () -> left.publish(instance, type(), data, 0, 1));
        assertFails(ErrorCode.CLOSED, () -> left.claim(instance, 1, 1));
        assertEquals(List.of(new Outcome(0, AckStatus.ADMITTED, 1, 1)), poll(left));
        left.close();
    }
}
