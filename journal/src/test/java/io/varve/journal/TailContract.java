package io.varve.journal;

import io.varve.api.Aggregate;
import io.varve.api.Batch;
import io.varve.api.Durability;
import io.varve.api.Event;
import io.varve.api.EventStore;
import io.varve.api.Instance;
import io.varve.api.Publisher;
import io.varve.api.Query;
import io.varve.api.TailStart;
import io.varve.api.Tailer;
import io.varve.api.Token;
import io.varve.codec.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tails: everything from the start on, once, in order, at the level that was asked for, whoever writes meanwhile. */
@Timeout(60)
public abstract class TailContract extends StoreContract
{
    private Aggregate things()
    {
        return store.domain("tail").aggregate("thing");
    }

    /** Publishes events whose data is their position, in batches of 1 to 5. */
    private void write(final long from, final long to, final Random random)
    {
        try (Publisher publisher = store.publisher())
        {
            for (long position = from; position < to; )
            {
                final List<Event> events = new ArrayList<>();
                for (int i = random.nextInt(5); i >= 0 && position < to; i--)
                {
                    events.add(Event.of(position % 2 == 0 ? "Even" : "Odd", position + " ".repeat(random.nextInt(100))));
                    position++;
                }
                TestEvents.makeRoom(publisher, publisher.publish(things().instance(random.nextInt(10)), Batch.of(events)));
            }
        }
        store.await(Durability.JOURNALED);
    }

    private static void assertStandsOn(final long position, final Tailer tail)
    {
        assertEquals(position, tail.position());
        assertEquals(position, Long.parseLong(tail.toEvent().text().trim()));
        assertEquals(position % 2 == 0 ? "Even" : "Odd", tail.type());
        assertEquals(position + 1, tail.nextPosition());
    }

    @Test
    void shouldCatchUpThenGoOnLiveWithoutAGapOrADuplicate()
    {
        Seeds.run(random ->
        {
            final int count = 30_000;
            write(0, 1_000, random);
            final CompletableFuture<Void> writer =
                CompletableFuture.runAsync(() -> write(1_000, count, new Random(random.nextLong())));
            final List<CompletableFuture<Void>> readers = new ArrayList<>();
            for (int i = 0; i < 3; i++)
            {
                final long start = random.nextInt(2_000);
                final boolean isDefault = i == 0;
                readers.add(CompletableFuture.runAsync(() ->
                {
                    final TailStart from = TailStart.at(start);
                    try (Tailer tail = store.tail(isDefault ? from : from.withDurability(Durability.JOURNALED)))
                    {
                        for (long position = start; position < count; position++)
                        {
                            assertTrue(tail.next(30, TimeUnit.SECONDS), "nothing at position=" + position);
                            assertStandsOn(position, tail);
                        }
                        assertFalse(tail.next());
                    }
                }));
            }
            writer.get(40, TimeUnit.SECONDS);
            for (final CompletableFuture<Void> reader : readers)
            {
                reader.get(40, TimeUnit.SECONDS);
            }
        });
    }

    @Test
    void shouldNotShowWhatHasNotReachedTheLevel()
    {
        final int count = 20_000;
        final CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> write(0, count, new Random(3)));
        try (Tailer tail = store.tail(TailStart.beginning()))
        {
            for (int position = 0; position < count; position++)
            {
                assertTrue(tail.next(30, TimeUnit.SECONDS));
                assertTrue(store.positions().at(store.defaultDurability()) > tail.position());
            }
        }
        writer.join();
    }

    @Test
    void shouldStepOnlyOnWhatTheFilterWants()
    {
        final int count = 5_000;
        final Random random = new Random(4);
        write(0, count / 2, random);
        final TailStart odd = TailStart.at(101).withDurability(Durability.JOURNALED).withFilter(
            Query.all().withTypes(Set.of("Odd")).withLimit(3).withPositions(7, 8).backwards());
        try (Tailer tail = store.tail(odd))
        {
            for (long position = 101; position < count; position += 2)
            {
                if (position > count / 2 && store.positions().journaled() < count)
                {
                    assertFalse(tail.next());
                    write(count / 2, count, random);
                }
                assertTrue(tail.next(30, TimeUnit.SECONDS));
                assertEquals(position, tail.position());
                assertEquals("Odd", tail.type());
            }
            assertFalse(tail.next());
            assertEquals(count, tail.nextPosition());
        }
    }

    @Test
    void shouldFollowOneInstance()
    {
        final Instance wanted = things().instance("wanted");
        try (Tailer tail = store.tail(TailStart.beginning().withFilter(
            Query.all().withDomain("tail").withAggregate("thing").withKey("wanted"))))
        {
            assertFalse(tail.next());
            things().instance("other").put(Event.of("T", "other"));
            assertFalse(tail.next());
            wanted.put(Event.of("T", "wanted"));

            assertTrue(tail.next(30, TimeUnit.SECONDS));
            assertEquals("wanted", tail.key());
            assertEquals(1, tail.position());
        }
    }

    @Test
    void shouldGoOnFromATokenTakenAnywhere()
    {
        final int count = 6_000;
        write(0, count, new Random(5));
        store.await(store.defaultDurability());
        final List<Token> tokens = new ArrayList<>();
        try (Tailer tail = store.tail(TailStart.beginning()))
        {
            tokens.add(tail.token());
            while (tail.next())
            {
                tokens.add(tail.token());
            }
        }
        assertEquals(count + 1, tokens.size());
        assertEquals(store.head(), tokens.get(count));

        for (int position = 0; position <= count; position += position % 100 == 0 ? 1 : 7)
        {
            final Token token = tokens.get(position);
            assertEquals(position, token.position());
            try (Tailer tail = store.tail(TailStart.at(token)); Tailer plain = store.tail(TailStart.at(position)))
            {
                assertEquals(token, tail.token());
                assertEquals(token, plain.token(), "position=" + position);
                assertEquals(position < count, tail.next());
                if (position < count)
                {
                    assertStandsOn(position, tail);
                    assertEquals(tokens.get(position + 1), tail.token());
                }
            }
        }
        write(count, count + 1_000, new Random(6));
        try (Tailer tail = store.tail(TailStart.at(tokens.get(count))))
        {
            assertTrue(tail.next(30, TimeUnit.SECONDS));
            assertStandsOn(count, tail);
        }
    }

    @Test
    void shouldGiveTheTokenOfEveryStartAlike()
    {
        // Segments begin with generations, and a tail may start at any of them.
        final int count = 3_000;
        try (Publisher publisher = store.publisher())
        {
            for (int i = 0; i < count; i++)
            {
                TestEvents.makeRoom(publisher,
                    publisher.publish(things().instance(1), Batch.of(Event.of("T", TestEvents.bytes(i, 700)))));
            }
        }
        store.await(store.defaultDurability());
        try (Tailer walk = store.tail(TailStart.beginning()))
        {
            for (int position = 0; position < count; position++)
            {
                try (Tailer start = store.tail(TailStart.at(position)))
                {
                    assertEquals(walk.token(), start.token(), "position=" + position);
                }
                assertTrue(walk.next());
            }
        }
    }

    @Test
    void shouldRefuseATokenThatDoesNotFit()
    {
        write(0, 500, new Random(7));
        final Token good = store.head();
        final Token[] bad = {
            new Token(good.journalIdHigh() + 1, good.journalIdLow(), good.epoch(), good.position(), good.chain()),
            new Token(good.journalIdHigh(), good.journalIdLow() + 1, good.epoch(), good.position(), good.chain()),
            new Token(good.journalIdHigh(), good.journalIdLow(), good.epoch() + 1, good.position(), good.chain()),
            new Token(good.journalIdHigh(), good.journalIdLow(), good.epoch(), good.position() + 1, good.chain()),
            new Token(good.journalIdHigh(), good.journalIdLow(), good.epoch(), good.position(), good.chain() + 1),
            new Token(good.journalIdHigh(), good.journalIdLow(), good.epoch(), 0, good.chain()),
            new Token(good.journalIdHigh(), good.journalIdLow(), good.epoch(), 250, good.chain())};

        for (final Token token : bad)
        {
            final String message = assertFails(ErrorCode.HISTORY_DIFFERS, () -> store.tail(TailStart.at(token))).getMessage();
            assertTrue(message.startsWith("history differs at position " + token.position() + ":"), message);
        }
        try (EventStore other = EventStore.connect("mem://"))
        {
            assertFails(ErrorCode.HISTORY_DIFFERS, () -> store.tail(TailStart.at(other.head())));
        }
    }

    @Test
    void shouldWaitForAStartBehindTheEnd()
    {
        write(0, 10, new Random(8));
        try (Tailer tail = store.tail(TailStart.at(20).withDurability(Durability.JOURNALED)))
        {
            assertFalse(tail.next());
            assertEquals(20, tail.nextPosition());
            write(10, 20, new Random(9));
            assertFalse(tail.next());
            write(20, 30, new Random(10));

            assertTrue(tail.next(30, TimeUnit.SECONDS));
            assertStandsOn(20, tail);
        }
        assertThrows(IllegalArgumentException.class, () -> TailStart.at(-1));
    }

    @Test
    void shouldReturnWhenNothingComesInTimeOrTheThreadIsInterrupted()
    {
        try (Tailer tail = store.tail(TailStart.beginning()))
        {
            assertFalse(tail.next(0, TimeUnit.NANOSECONDS));
            assertFalse(tail.next(1, TimeUnit.MILLISECONDS));
            Thread.currentThread().interrupt();
            assertFalse(tail.next(30, TimeUnit.SECONDS));
            assertTrue(Thread.interrupted());
            write(0, 5, new Random(11));
            Thread.currentThread().interrupt();
            final boolean found = tail.next(30, TimeUnit.SECONDS);
            assertTrue(Thread.interrupted());
            assertTrue(found || tail.next(30, TimeUnit.SECONDS));
            assertStandsOn(0, tail);
        }
    }

    @Test
    void shouldThrowAfterCloseOfTailOrStore()
    {
        write(0, 5, new Random(12));
        final Tailer closed = store.tail(TailStart.beginning());
        closed.close();
        final Tailer open = store.tail(TailStart.beginning().withDurability(Durability.JOURNALED));
        assertTrue(open.next());

        store.close();

        assertFails(ErrorCode.CLOSED, closed::next);
        assertFails(ErrorCode.CLOSED, closed::token);
        assertFails(ErrorCode.CLOSED, closed::nextPosition);
        assertFails(ErrorCode.CLOSED, open::next);
        assertFails(ErrorCode.CLOSED, () -> open.next(1, TimeUnit.SECONDS));
        assertFails(ErrorCode.CLOSED, open::position);
    }

    @Test
    void shouldRefuseALevelThatTheMediumDoesNotGive()
    {
        assertFails(ErrorCode.DURABILITY_UNAVAILABLE,
            () -> store.tail(TailStart.beginning().withDurability(Durability.REPLICATED)));
    }

    @Test
    void shouldDealWholeStreamsOutToParts()
    {
        final int events = 500;
        write(0, events, new Random(7));
        for (final int parts : new int[]{1, 3, 8})
        {
            final boolean[] seen = new boolean[events];
            final int[] partOf = new int[10];
            for (int number = 1; number <= parts; number++)
            {
                try (Tailer tail = store.tail(
                    TailStart.beginning().withDurability(Durability.JOURNALED).withPart(number, parts)))
                {
                    long last = -1;
                    while (tail.next())
                    {
                        assertTrue(tail.position() > last);
                        last = tail.position();
                        assertFalse(seen[(int)last], "position=" + last);
                        seen[(int)last] = true;
                        final int id = (int)tail.id();
                        assertTrue(partOf[id] == 0 || partOf[id] == number, "id=" + id);
                        partOf[id] = number;
                    }
                    assertEquals(events, tail.nextPosition());
                }
            }
            for (int position = 0; position < events; position++)
            {
                assertTrue(seen[position], "position=" + position + ", parts=" + parts);
            }
        }
    }

    @Test
    void shouldRefuseToCommitATailWithoutANamedCursor()
    {
        try (Tailer tail = store.tail(TailStart.beginning()))
        {
            assertThrows(IllegalStateException.class, tail::commit);
        }
    }

    @Test
    void shouldRefuseANameForACursorThatBreaksTheRules()
    {
        for (final String name : new String[]{"", "a b", "a/b", "x".repeat(81)})
        {
            assertThrows(IllegalArgumentException.class, () -> TailStart.beginning().withCursor(name));
        }
        assertEquals("x".repeat(80), TailStart.beginning().withCursor("x".repeat(80)).cursor());
    }
}
