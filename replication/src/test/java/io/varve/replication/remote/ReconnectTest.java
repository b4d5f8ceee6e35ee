package io.varve.replication.remote;

import io.varve.api.AckStatus;
import io.varve.api.Aggregate;
import io.varve.api.Batch;
import io.varve.api.Durability;
import io.varve.api.Event;
import io.varve.api.EventStore;
import io.varve.api.EventType;
import io.varve.api.Producer;
import io.varve.api.Publisher;
import io.varve.api.Query;
import io.varve.api.RecordedEvent;
import io.varve.api.TailStart;
import io.varve.api.Tailer;
import io.varve.codec.ErrorCode;
import io.varve.codec.EventLogException;
import org.agrona.CloseHelper;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Connections that break: nothing twice, nothing lost, nothing in silence. */
@Timeout(120)
class ReconnectTest
{
    @TempDir
    Path folder;

    private NodeHome home;

    private NodeHome launch(final boolean isUdp)
    {
        home = new NodeHome(folder, true, isUdp, context -> { });
        return home;
    }

    @AfterEach
    void closeNode()
    {
        CloseHelper.close(home);
    }

    /** Publishes numbered events by a named producer until told to stop; each ack must say that it was written. */
    private static long publishUntil(final EventStore store, final AtomicLong acked, final CompletableFuture<Void> stop)
    {
        final Aggregate things = store.domain("reconnect").aggregate("thing");
        final EventType type = store.domain("reconnect").type("T");
        final UnsafeBuffer data = new UnsafeBuffer(new byte[8]);
        long published = 0;
        try (Producer producer = store.publisher("p"))
        {
            while (!stop.isDone())
            {
                data.putLong(0, published);
                producer.publish(things, published % 5, type, data, 0, 8);
                published++;
                poll(producer, acked);
            }
            while (producer.unpolled() > 0)
            {
                poll(producer, acked);
                Thread.onSpinWait();
            }
        }
        return published;
    }

    private static void poll(final Producer producer, final AtomicLong acked)
    {
        producer.poll((ticket, status, position, version) ->
        {
            assertTrue(status.isWritten(), status.toString());
            assertEquals(acked.get(), ticket);
            acked.incrementAndGet();
        }, Integer.MAX_VALUE);
    }

    private static void await(final AtomicLong acked, final long count)
    {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(40);
        while (acked.get() < count)
        {
            assertTrue(System.nanoTime() - deadlineNs < 0, "acked=" + acked + ", expected=" + count);
            Thread.yield();
        }
    }

    private void assertEachOnce(final long published)
    {
        final List<RecordedEvent> events = home.store().collect(Query.all()).toList();
        assertEquals(published, events.size());
        for (int i = 0; i < published; i++)
        {
            assertEquals(i, new UnsafeBuffer(events.get(i).data()).getLong(0));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldWriteEachBatchOnceWhenTheNodeIsRestartedUnderIt(final boolean isUdp) throws Exception
    {
        launch(isUdp);
        final AtomicLong acked = new AtomicLong();
        final CompletableFuture<Void> stop = new CompletableFuture<>();
        try (EventStore store = home.connect("timeout=60s"))
        {
            final CompletableFuture<Long> published =
                CompletableFuture.supplyAsync(() -> publishUntil(store, acked, stop));
            for (int round = 0; round < 3; round++)
            {
                await(acked, acked.get() + 2_000);
                home.stopNode();
                home.startNode();
            }
            await(acked, acked.get() + 2_000);
            stop.complete(null);
            final long count = published.get(60, TimeUnit.SECONDS);
            assertEquals(count, acked.get());
            assertEachOnce(count);
        }
    }

    @Test
    void shouldFindTheMediaDriverThatTookThePlaceOfAnother() throws Exception
    {
        launch(false);
        final AtomicLong acked = new AtomicLong();
        final CompletableFuture<Void> stop = new CompletableFuture<>();
        try (EventStore store = home.connect("timeout=60s"))
        {
            final CompletableFuture<Long> published =
                CompletableFuture.supplyAsync(() -> publishUntil(store, acked, stop));
            for (int round = 0; round < 2; round++)
            {
                await(acked, acked.get() + 2_000);
                home.stopNode();
                home.stopDriver();
                home.startDriver();
                home.startNode();
            }
            await(acked, acked.get() + 2_000);
            stop.complete(null);
            assertEachOnce(published.get(60, TimeUnit.SECONDS));
        }
    }

    @Test
    void shouldSayThatTheOutcomeIsUnknownOfWhatHasNoName()
    {
        launch(false);
        try (EventStore store = home.connect("timeout=30s"); Publisher publisher = store.publisher())
        {
            final EventType type = store.domain("reconnect").type("T");
            final Aggregate things = store.domain("reconnect").aggregate("thing");
            final UnsafeBuffer data = new UnsafeBuffer(new byte[8]);
            // What is sent without a driver lies in memory that nobody looks at any more, unless the node has not noticed yet; when the
            // client has noticed, nothing is sent.
            int written = 0;
            EventLogException failure = null;
            for (int round = 0; failure == null; round++)
            {
                assertTrue(round < 20, "the node took " + written + ", the rest was never sent");
                publisher.await(publisher.publish(things, 1, type, data, 0, 8), Durability.JOURNALED);
                written++;
                home.stopDriver();
                final long ticket = publisher.tryPublish(things, 1, type, data, 0, 8);
                home.stopNode();
                try
                {
                    if (ticket >= 0)
                    {
                        publisher.await(ticket, Durability.JOURNALED);
                        written++;
                    }
                }
                catch (final EventLogException e)
                {
                    failure = e;
                }
                home.startDriver();
                home.startNode();
            }

            assertEquals(ErrorCode.OUTCOME_UNKNOWN, failure.code(), failure.getMessage());
            final List<AckStatus> expected = new ArrayList<>(Collections.nCopies(written, AckStatus.ADMITTED));
            expected.add(AckStatus.OUTCOME_UNKNOWN);
            final List<AckStatus> statuses = new ArrayList<>();
            publisher.poll((t, status, position, version) -> statuses.add(status), 100);
            assertEquals(expected, statuses);
            final long next = publisher.publish(things, 1, type, data, 0, 8);
            final long position = publisher.await(next, Durability.JOURNALED).position();
            assertTrue(position == written || position == written + 1, "position=" + position + ", written=" + written);
        }
    }

    @Test
    void shouldLeaveAProducerWithWhoTookItOver()
    {
        launch(false);
        try (EventStore older = home.connect("timeout=60s"); EventStore newer = home.connect("timeout=60s"))
        {
            final EventType type = older.domain("reconnect").type("T");
            final Aggregate things = older.domain("reconnect").aggregate("thing");
            final UnsafeBuffer data = new UnsafeBuffer(new byte[8]);
            try (Producer former = older.publisher("p"))
            {
                former.await(former.publish(things, 1, type, data, 0, 8), Durability.JOURNALED);
                try (Producer holder = newer.publisher("p"))
                {
                    final EventType ofNewer = newer.domain("reconnect").type("T");
                    final Aggregate thingsOfNewer = newer.domain("reconnect").aggregate("thing");
                    holder.await(holder.publish(thingsOfNewer, 1, ofNewer, data, 0, 8), Durability.JOURNALED);
                    for (int round = 0; round < 3; round++)
                    {
                        home.stopNode();
                        home.startNode();
                        final long refused = former.publish(things, 1, type, data, 0, 8);
                        assertTrue(Set.of(ErrorCode.FENCED, ErrorCode.OUTCOME_UNKNOWN).contains(assertThrows(
                            EventLogException.class, () -> former.await(refused, Durability.JOURNALED)).code()));
                        final long ticket = holder.publish(thingsOfNewer, 1, ofNewer, data, 0, 8);
                        assertEquals(2 + round, holder.await(ticket, Durability.JOURNALED).position());
                    }
                    assertEquals(ErrorCode.FENCED, assertThrows(EventLogException.class, () ->
                        former.await(former.publish(things, 1, type, data, 0, 8), Durability.JOURNALED)).code());
                }
            }
        }
    }

    @Test
    void shouldTailOnBehindTheLastEventThatWasSeen() throws Exception
    {
        launch(false);
        final AtomicLong acked = new AtomicLong();
        final CompletableFuture<Void> stop = new CompletableFuture<>();
        try (EventStore store = home.connect("timeout=60s", "local-reads=off");
            Tailer tail = store.tail(TailStart.beginning().withDurability(Durability.JOURNALED)))
        {
            final CompletableFuture<Long> published =
                CompletableFuture.supplyAsync(() -> publishUntil(store, acked, stop));
            long seen = 0;
            for (int round = 0; round < 3; round++)
            {
                for (int i = 0; i < 3_000; i++)
                {
                    assertTrue(tail.next(30, TimeUnit.SECONDS), "seen=" + seen + ", acked=" + acked);
                    assertEquals(seen, tail.position());
                    assertEquals(seen, tail.data().getLong(0));
                    seen++;
                }
                home.stopNode();
                home.startNode();
            }
            stop.complete(null);
            final long count = published.get(60, TimeUnit.SECONDS);
            while (seen < count)
            {
                assertTrue(tail.next(30, TimeUnit.SECONDS), "seen=" + seen + " of " + count);
                assertEquals(seen, tail.position());
                seen++;
            }
        }
    }

    @Test
    void shouldSayWhatCannotBeReached()
    {
        launch(false);
        home.stopNode();
        final EventLogException noNode =
            assertThrows(EventLogException.class, () -> home.connect("timeout=200ms").close());
        assertEquals(ErrorCode.UNREACHABLE, noNode.code());
        assertTrue(noNode.getMessage().contains("aeron:ipc"), noNode.getMessage());

        home.stopDriver();
        final EventLogException noDriver =
            assertThrows(EventLogException.class, () -> home.connect("timeout=200ms").close());
        assertEquals(ErrorCode.UNREACHABLE, noDriver.code());
        assertTrue(noDriver.getMessage().contains("no media driver is running in " + folder), noDriver.getMessage());
        home.startDriver();
        home.startNode();
    }

    @Test
    void shouldAskForTheSecretAndNeverSendIt() throws IOException
    {
        final Path right = Files.writeString(folder.resolve("right"), "a secret\n");
        final Path wrong = Files.writeString(folder.resolve("wrong"), "another\n");
        home = new NodeHome(folder, true, false, context -> context.secret("a secret".getBytes()));

        try (EventStore store = home.connect("secret-file=" + right))
        {
            assertEquals(0, store.domain("d").aggregate("a").instance(1).put(Batch.of(Event.of("t", "x")),
                Durability.JOURNALED).position());
        }
        for (final String params : new String[]{"secret-file=" + wrong, "timeout=5s"})
        {
            final EventLogException failure = assertThrows(EventLogException.class, () -> home.connect(params).close());
            assertEquals(ErrorCode.UNAUTHENTICATED, failure.code(), failure.getMessage());
        }
    }
}
